import { ATTACK_KINDS, isOpen, type Alert, type AlertSubject, type EpochMs } from '@rearguard/shared';
import type { Format } from '../i18n/format.js';
import type { Room } from '../wall/room.svelte.js';
import { dueOf } from './queue.js';
import type { DeskWords } from './words/en.js';

const attacks: readonly string[] = ATTACK_KINDS;

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
  const [named] = alert.subjects.flatMap((subject) => subjectName(subject, room) ?? []);
  const where = named ?? placeName(alert, room);
  return where === null ? kind : `${kind}: ${where}`;
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
    ...(alert.text === '' ? [] : [alert.text]),
    ...people.slice(0, 1).map((count) => m.desk.people(count, room.i18n.format.number(count))),
    ...(alert.holder === null ? [] : [m.desk.heldBy(alert.holder.name)]),
  ].join(m.listAnd);
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

/** What follows when nobody acts, and what is expected, by the rule that raised it. */
export function adviceOf(alert: Alert, words: DeskWords): { consequence: string; actions: string[] } {
  const { advice } = words;
  const { ruleId } = alert;
  const given =
    ruleId === 'convoy_attacked'
      ? advice.convoyAttacked
      : ruleId === 'security_report'
        ? attacks.includes(alert.kind)
          ? advice.attack
          : advice.report
        : advice[ruleId];
  return { consequence: given.consequence, actions: given.actions.split('\n') };
}
