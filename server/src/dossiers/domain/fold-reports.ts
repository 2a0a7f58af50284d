import { type DossierKind, type EpochMs, LIFE_CYCLES, mayBeReported, nextStates } from '@rearguard/shared';
import { RULES } from './kinds.js';
import type { DossierReport, Step } from './report.js';

/** A dossier as its reports make it. */
export interface Folded {
  state: string;
  since: EpochMs;
  reason: string | null;
  revision: number;
  facts: Readonly<Record<string, unknown>>;
  steps: readonly Step[];
}

/** The source of what time alone brings about. */
export const BY_TIME = 'rearguard';

/** Where the reading of reports stands. */
interface Reading {
  kind: DossierKind;
  state: string | null;
  since: EpochMs;
  reason: string | null;
  revision: number;
  facts: Record<string, unknown>;
  steps: Step[];
}

/**
 * What a set of reports makes of a dossier at an instant, in whatever order and however often they came: they are read in
 * the order of their facts. One that is not allowed from the state that it meets moves nothing and keeps its place: should
 * what it presupposes be told later, it counts. The authority's newest word always counts.
 * @returns null while no report gives it a first state
 */
export function foldReports(kind: DossierKind, reports: readonly DossierReport[], now: EpochMs): Folded | null {
  const reading: Reading = { kind, state: null, since: 0, reason: null, revision: 1, facts: {}, steps: [] };
  for (const report of inOrder(kind, reports)) {
    passTime(reading, report.observedAt);
    read(reading, report);
  }
  passTime(reading, now);
  const { state, since, reason, revision, facts, steps } = reading;
  return state === null ? null : { state, since, reason, revision, facts, steps };
}

/** When time alone will change it next, or null. */
export function changesAt(kind: DossierKind, { state, facts }: Folded): EpochMs | null {
  return RULES[kind].lapses?.(state, facts)?.at ?? null;
}

/** Each once, by time of the fact; of one instant by place in the life cycle, then by name. */
function inOrder(kind: DossierKind, reports: readonly DossierReport[]): DossierReport[] {
  const once = new Map(reports.map((report) => [report.reportId, report]));
  const rank = ({ state }: DossierReport) => (state === null ? -1 : LIFE_CYCLES[kind].states.indexOf(state));
  return [...once.values()].sort(
    (a, b) => a.observedAt - b.observedAt || rank(a) - rank(b) || (a.reportId < b.reportId ? -1 : 1),
  );
}

function read(reading: Reading, report: DossierReport): void {
  const { kind, state } = reading;
  const { state: to } = report;
  if (to === null || to === state) {
    reading.facts = { ...reading.facts, ...report.facts };
    if (to !== null && report.reason !== null) reading.reason = report.reason;
    note(reading, report, 'noted', state, state);
    return;
  }
  const refusal = refusalOf(reading, report, to);
  if (refusal !== null) {
    note(reading, report, 'refused', state, to, refusal);
    return;
  }
  // Asked anew after an end: what was decided before is no longer so.
  if (state !== null && isAskedAnew(kind, state, to)) {
    reading.revision += 1;
    for (const name of RULES[kind].decided) delete reading.facts[name];
  }
  reading.facts = { ...reading.facts, ...report.facts };
  reading.state = to;
  reading.since = report.observedAt;
  reading.reason = report.reason;
  note(reading, report, 'moved', state, to);
}

function refusalOf({ kind, state, facts }: Reading, report: DossierReport, to: string): string | null {
  const rules = RULES[kind];
  if (rules.exception?.(state, report, facts) === true) return null;
  if (!mayBeReported(kind, state, to)) return `${state ?? 'new'} cannot become ${to}`;
  return rules.guard?.(to, report, { ...facts, ...report.facts }) ?? null;
}

/** Not so when the authority takes back what it said without having been asked again. */
function isAskedAnew(kind: DossierKind, from: string, to: string): boolean {
  const { word, ended, maybeUntold } = LIFE_CYCLES[kind];
  if (!ended.includes(from) || (word.includes(from) && word.includes(to))) return false;
  return maybeUntold.includes(to) || word.includes(to);
}

/** What time alone does up to an instant. */
function passTime(reading: Reading, upTo: EpochMs): void {
  const { kind, state, facts } = reading;
  const lapse = state === null ? null : (RULES[kind].lapses?.(state, facts) ?? null);
  if (lapse === null || lapse.at > upTo) return;
  const report: DossierReport = {
    kind,
    subjectId: reading.steps[0]!.report.subjectId,
    reportId: `${lapse.to} ${lapse.at}`,
    state: lapse.to,
    reason: null,
    observedAt: lapse.at,
    receivedAt: lapse.at,
    source: BY_TIME,
    way: 'system',
    who: { kind: 'system', name: 'rearguard', role: null },
    late: false,
    facts: {},
  };
  reading.state = lapse.to;
  reading.since = lapse.at;
  reading.reason = null;
  note(reading, report, 'moved', state, lapse.to);
}

function note(
  reading: Reading,
  report: DossierReport,
  outcome: Step['outcome'],
  from: string | null,
  to: string | null,
  refusal: string | null = null,
): void {
  const allowed = refusal === null ? [] : nextStates(reading.kind, from);
  const { facts, revision } = reading;
  reading.steps.push({ report, outcome, from, to, refusal, allowed, facts, revision });
}
