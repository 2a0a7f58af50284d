import {
  ALERT_RULE_TEXTS,
  dayOf,
  isOpen,
  type Alert,
  type AlertSubject,
  type CallMeans,
  type CallPost,
  type EpochMs,
} from '@rearguard/shared';
import type { I18n } from '../i18n/i18n.svelte.js';
import type { Format } from '../i18n/format.js';
import type { Room } from '../wall/room.svelte.js';
import { dueOf } from './queue.js';
import type { DeskWords } from './words/en.js';

/** What says most last; what is not named here comes after all. */
const FACT_ORDER = [
  'callNextBy',
  'countedAt',
  'checkDueAt',
  'misses',
  'lastContactAt',
  'missing',
  'atSite',
  'guardMinimum',
  'callNext',
  'fallbackMeans',
  'km',
  'since',
  'lastReportAt',
  'lastReceivedAt',
  'open',
  'day',
  'older',
  'newer',
  'incidentKind',
  'distanceKm',
  'silentMin',
  'haltMin',
  'offKm',
  'lateMin',
];
/** As many figures stand in a row. */
const IN_A_ROW = 2;

/** A subject in the words of the page; null for one that says nothing to people, such as an incident's id. */
export function subjectName({ type, id }: AlertSubject, room: Room): string | null {
  switch (type) {
    case 'incident':
      return null;
    case 'site':
      return room.placeName(id);
    case 'feed':
      return room.i18n.m.feedName[id as keyof typeof room.i18n.m.feedName] ?? id;
    case 'phase':
      return room.theatre.phases.find((phase) => phase.id === id)?.mark ?? id;
    default:
      return id;
  }
}

/** What it is and whom it concerns: `Attack on a convoy: BER-01`. */
export function titleOf(alert: Alert, room: Room): string {
  const kind = room.i18n.m.desk.kind[alert.kind];
  const where = whereOf(alert, room);
  return where === null ? kind : room.i18n.m.desk.titled(kind, where);
}

/** Whom or where it concerns, in a word; null when nothing is named. */
export function whereOf(alert: Alert, room: Room): string | null {
  const [named] = alert.subjects.flatMap((subject) => subjectName(subject, room) ?? []);
  return named ?? placeName(alert, room);
}

/** The place as it was reported, in the language of the page where the theatre knows it. */
export function placeName(alert: Alert, room: Room): string | null {
  return alert.place === null ? null : room.placeName(alert.place);
}

/** The line under its title: the words of the source, or where and with whom it is. */
export function detailOf(alert: Alert, room: Room): string {
  const { m } = room.i18n;
  const people = alert.subjects.flatMap(({ type, id }) =>
    type === 'convoy' ? (room.live.picture.convoys[id]?.people ?? []) : [],
  );
  return [
    ...(alert.text === '' ? rowFacts(alert, room) : [alert.text]),
    ...people.slice(0, 1).map((count) => m.desk.people(count, room.i18n.format.number(count))),
    ...(alert.holder === null ? [] : [m.desk.heldBy(alert.holder.name)]),
  ].join(m.listAnd);
}

function rowFacts(alert: Alert, room: Room): string[] {
  return factWords(alert, room.i18n, room.now ?? 0)
    .flatMap(([name, value]) => (value === null || value === room.i18n.m.desk.no ? [] : [`${name} ${value}`]))
    .slice(0, IN_A_ROW);
}

/** Everything that a search looks through. */
export const searchText = (alert: Alert, room: Room): string =>
  [
    alert.id,
    titleOf(alert, room),
    detailOf(alert, room),
    alert.source,
    placeName(alert, room) ?? '',
    ...alert.subjects.map(({ id }) => id),
  ].join(' ');

/** What is left until a limit: `4:35`, `47:53`, `4 h 40`; with a minus once it has passed. */
export function leftWords(ms: number, format: Format): string {
  const sign = ms < 0 ? '−' : '';
  const s = Math.floor(Math.abs(ms) / 1_000);
  if (s >= 3_600) return sign + format.span(s * 1_000);
  return `${sign}${Math.floor(s / 60)}:${String(s % 60).padStart(2, '0')}`;
}

export interface DueWords {
  /** Time that is left, or null when no limit runs. */
  left: string | null;
  what: string;
  overdue: boolean;
}

export function dueWords(alert: Alert, now: EpochMs, words: DeskWords, format: Format): DueWords {
  const what = words.due[alert.state];
  if (!isOpen(alert) || alert.dueAt === null) return { left: null, what, overdue: false };
  const left = dueOf(alert) - now;
  return { left: leftWords(left, format), what, overdue: left < 0 };
}

/** What follows when nobody acts, and what is expected step by step, by the rule that raised it. */
export function adviceOf({ ruleId }: Alert, { language }: I18n): { consequence: string; steps: string[] } {
  const { consequence, action } = ALERT_RULE_TEXTS[ruleId];
  return { consequence: consequence[language], steps: action[language].split(/\s*[;；]\s*/) };
}

const wordOf = (words: Readonly<Record<string, string>>, value: string): string => words[value] ?? value;

/** The figures behind what a rule found, in the words of the page; null stays null: unknown. */
export function factWords({ facts }: Alert, { m, format }: I18n, now: EpochMs): [string, string | null][] {
  const say = (name: string, value: Alert['facts'][string]): string | null => {
    if (value === null || value === undefined) return null;
    if (typeof value === 'number') {
      if (name.endsWith('Min')) return format.minutes(value);
      if (name === 'km') return format.km(value);
      if (name.endsWith('Km')) return m.km(format.km(value));
      return format.number(value, 1);
    }
    if (typeof value === 'boolean') return value ? m.desk.yes : m.desk.no;
    if (name === 'since' || name === 'until' || name.endsWith('At')) return format.timeNear(Date.parse(value), now);
    if (name === 'callNext') return m.comms.post[value as CallPost] ?? value;
    if (name === 'fallbackMeans' || name === 'callNextBy') return m.comms.means[value as CallMeans] ?? value;
    if (name === 'day') return format.day(value, dayOf(now));
    if (name === 'incidentKind') return m.desk.kind[value as Alert['kind']] ?? value;
    if (name === 'purpose' || name === 'goods') return wordOf(m.consequences.purpose, value);
    if (name === 'why') return wordOf(m.consequences.answer, value);
    return name === 'positionBasis' ? (m.desk.placeIs[value] ?? value) : value;
  };
  return Object.entries(facts)
    .sort(([a], [b]) => FACT_ORDER.indexOf(b) - FACT_ORDER.indexOf(a))
    .map(([name, value]) => [m.desk.fact[name] ?? name, say(name, value)]);
}
