import {
  BUILT_FEEDS,
  dayStart,
  type EpochMs,
  type Feed,
  type FeedHealth,
  type Phase,
  type Site,
} from '@rearguard/shared';
import type { Link } from '../live/connection.svelte.js';
import { bySeverity, type Severity } from '../ui/severity.js';
import type { ConvoyView } from './convoy-view.js';
import type { PlanStand } from './plan.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** From when on a state is a problem, and how grave it is. The only place where that is decided. */
export const LIMITS = {
  haltedMs: { medium: 30 * MINUTE_MS, high: 2 * HOUR_MS },
  /** A forecast that slips by more than two hours counts as delayed. */
  lateMin: { medium: 120, high: 720 },
  notLeftMs: 15 * MINUTE_MS,
} as const;

const SEVERITY = {
  linkCut: 'high',
  silent: 'high',
  offRoute: 'high',
  feedSilent: 'high',
  notLeft: 'medium',
  siteOverdue: 'medium',
  unitsSilent: 'medium',
  feedWaiting: 'info',
  unregistered: 'info',
} as const satisfies Record<string, Severity>;

/** Among problems of one severity, what usually cannot wait comes first. */
const KIND_ORDER = [
  'linkCut',
  'silent',
  'offRoute',
  'feedSilent',
  'halted',
  'notLeft',
  'late',
  'siteOverdue',
  'unitsSilent',
  'unregistered',
  'feedWaiting',
] as const;

interface Base {
  severity: Severity;
  /** Since when it is so, in room time; null when that is not known. */
  since: EpochMs | null;
}
export type ConvoyProblem = Base & { view: ConvoyView } & (
    { kind: 'silent' | 'halted' | 'late' | 'notLeft' } | { kind: 'offRoute'; km: number | null }
  );
export type RoomProblem = Base &
  (
    | { kind: 'linkCut' }
    | { kind: 'feedSilent' | 'feedWaiting'; feed: Feed }
    | { kind: 'unregistered' | 'unitsSilent'; count: number; total: number }
    | { kind: 'siteOverdue'; site: Site; phase: Phase }
  );
export type Problem = ConvoyProblem | RoomProblem;

/** One row of what needs somebody: a subject with its worst problem and the others that it has. */
export interface Attention {
  id: string;
  problem: Problem;
  also: ConvoyProblem[];
}

/** What the judgement is made from. */
export interface Situation {
  now: EpochMs;
  link: Link;
  convoys: readonly ConvoyView[];
  plan: PlanStand;
  feeds: readonly FeedHealth[];
  units: { total: number; unregistered: number; silentOutside: number; silentSince: EpochMs | null };
}

const graded = (value: number, limit: { medium: number; high: number }): Severity | null =>
  value >= limit.high ? 'high' : value >= limit.medium ? 'medium' : null;

/** How an arrival that is late is coloured, everywhere alike. @param lateMin null when nobody knows */
export function lateTone(lateMin: number | null): 'medium' | 'high' | null {
  const severity = lateMin === null ? null : graded(lateMin, LIMITS.lateMin);
  return severity === 'medium' || severity === 'high' ? severity : null;
}

const instant = (text: string | null): EpochMs | null => (text === null ? null : Date.parse(text));

/** Everything that is wrong with one convoy, worst first. */
export function convoyProblems(view: ConvoyView, now: EpochMs): ConvoyProblem[] {
  const { convoy } = view;
  const problems: ConvoyProblem[] = [];
  if (convoy.state === 'arrived') return problems;
  if (convoy.state === 'planned') {
    const planned = Date.parse(convoy.plannedDepartureAt);
    if (now - planned >= LIMITS.notLeftMs)
      problems.push({ kind: 'notLeft', severity: SEVERITY.notLeft, since: planned, view });
    return problems;
  }
  if (view.stale) problems.push({ kind: 'silent', severity: SEVERITY.silent, since: view.lastReportAt, view });
  if (convoy.offRouteSince !== null)
    problems.push({
      kind: 'offRoute',
      severity: SEVERITY.offRoute,
      since: instant(convoy.offRouteSince),
      km: convoy.offRouteKm,
      view,
    });
  const halted = view.haltedMs === null ? null : graded(view.haltedMs, LIMITS.haltedMs);
  if (halted !== null) problems.push({ kind: 'halted', severity: halted, since: instant(convoy.haltedSince), view });
  const late = convoy.lateMin === null ? null : graded(convoy.lateMin, LIMITS.lateMin);
  if (late !== null) problems.push({ kind: 'late', severity: late, since: null, view });
  return problems.sort(byGravity);
}

function byGravity(a: Problem, b: Problem): number {
  return (
    bySeverity(a.severity, b.severity) ||
    KIND_ORDER.indexOf(a.kind) - KIND_ORDER.indexOf(b.kind) ||
    (a.since ?? Infinity) - (b.since ?? Infinity) ||
    0
  );
}

function feedProblems(feeds: readonly FeedHealth[]): Attention[] {
  return feeds.flatMap(({ feed, state, lastReceivedAt }): Attention[] => {
    if (!BUILT_FEEDS.includes(feed) || (state !== 'silent' && state !== 'waiting')) return [];
    const kind = state === 'silent' ? 'feedSilent' : 'feedWaiting';
    return [
      {
        id: `feed:${feed}`,
        problem: { kind, feed, severity: SEVERITY[kind], since: instant(lastReceivedAt) },
        also: [],
      },
    ];
  });
}

function siteProblems({ overdue }: PlanStand): Attention[] {
  return overdue.flatMap(({ phase, open }) => {
    const since = dayStart(phase.end) + DAY_MS;
    return open.map((site): Attention => ({
      id: `site:${site.id}`,
      problem: { kind: 'siteOverdue', site, phase, severity: SEVERITY.siteOverdue, since },
      also: [],
    }));
  });
}

/** What needs somebody, worst first; one row for each subject. */
export function attention(situation: Situation): Attention[] {
  const rows: Attention[] = [...feedProblems(situation.feeds), ...siteProblems(situation.plan)];
  for (const view of situation.convoys) {
    const problems = convoyProblems(view, situation.now);
    // While this screen is cut off everything grows old on it; that says nothing of the convoys.
    const [problem, ...also] =
      situation.link.state === 'cut' ? problems.filter(({ kind }) => kind !== 'silent') : problems;
    if (problem) rows.push({ id: `convoy:${view.convoy.id}`, problem, also });
  }
  if (situation.link.state === 'cut')
    rows.push({
      id: 'link',
      problem: { kind: 'linkCut', severity: SEVERITY.linkCut, since: situation.link.since },
      also: [],
    });
  const { total, unregistered, silentOutside, silentSince } = situation.units;
  const some = (kind: 'unregistered' | 'unitsSilent', count: number, since: EpochMs | null): void => {
    if (count === 0) return;
    rows.push({ id: kind, problem: { kind, count, total, severity: SEVERITY[kind], since }, also: [] });
  };
  some('unitsSilent', silentOutside, silentSince);
  some('unregistered', unregistered, null);
  return rows.sort((a, b) => byGravity(a.problem, b.problem) || a.id.localeCompare(b.id));
}

/** The worst that is wrong with each convoy, by its id. */
export function worstByConvoy(rows: readonly Attention[]): ReadonlyMap<string, ConvoyProblem> {
  return new Map(
    rows.flatMap(({ problem }) => ('view' in problem ? [[problem.view.convoy.id, problem] as const] : [])),
  );
}
