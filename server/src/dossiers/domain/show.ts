import {
  type Consignment,
  type DossierEntry,
  type DossierKind,
  type EpochMs,
  type FlightLeg,
  type FlightRequest,
  type Hold,
  type HoldGround,
  type Restriction,
  toInstantOut,
} from '@rearguard/shared';
import { findPlace, namesOfAirfield, STANDING_RESTRICTIONS } from '../../theatre/index.js';
import { BY_TIME, type Folded } from './fold-reports.js';
import type { Step } from './report.js';

export type Dossier = FlightRequest | Consignment | Restriction;
type Facts = Readonly<Record<string, unknown>>;

/** A dossier as everybody sees it. */
export function show(kind: DossierKind, id: string, version: number, folded: Folded): Dossier {
  const head = headOf(id, version, folded);
  if (kind === 'flight-request') return { ...head, ...flightOf(folded) };
  if (kind === 'consignment') return { ...head, ...consignmentOf(folded) };
  return { ...head, ...restrictionOf(folded) };
}

/** A step as the history tells it. */
export function entryOf(step: Step, version: number): DossierEntry {
  const { report, outcome, from, to, refusal, allowed } = step;
  const { subjectId, reportId, reason, late, observedAt, receivedAt, way, source, who, facts } = report;
  return {
    id: `${subjectId}/${version}`,
    version,
    reportId,
    outcome,
    from,
    to,
    refusal,
    allowed: [...allowed],
    reason,
    late,
    observedAt: toInstantOut(observedAt),
    receivedAt: toInstantOut(receivedAt),
    way,
    source,
    who,
    facts,
  };
}

function headOf(id: string, version: number, { state, since, reason, revision, facts, steps }: Folded) {
  const told = steps.map(({ report }) => report).filter(({ way, source: by }) => way !== 'system' || by !== BY_TIME);
  const newest = told.at(-1)!;
  return {
    id,
    version,
    // Of the kind's own states: the life cycle knows no others.
    state: state as never,
    since: toInstantOut(since),
    reason,
    revision,
    lastObservedAt: toInstantOut(newest.observedAt),
    receivedAt: toInstantOut(Math.max(...told.map(({ receivedAt }) => receivedAt))),
    source: newest.source,
    reports: told.length,
    invented: facts['invented'] === true,
  };
}

function flightOf({ facts, steps, revision }: Folded) {
  const legs = said<FlightLeg[]>(facts, 'legs') ?? [];
  const purpose = said<FlightRequest['purpose']>(facts, 'purpose') ?? 'regular';
  const mine = steps.filter((step) => step.outcome === 'moved' && step.revision === revision);
  const first = (states: readonly string[]) => at(mine.find(({ to }) => states.includes(to!))?.report.observedAt);
  return {
    aircraft: said<string>(facts, 'aircraft'),
    callSign: said<string>(facts, 'callSign'),
    purpose,
    urgent: facts['urgent'] === true,
    legs,
    partial: legs.some(({ decision }) => decision === 'approved') && legs.some(({ decision }) => decision === 'denied'),
    wanted: span(facts, 'wanted'),
    addressee: said<string>(facts, 'addressee'),
    reference: said<string>(facts, 'reference'),
    submittedAt: first(['submitted', 'under_review']),
    answeredAt: first(['approved', 'denied']),
    window: span(facts, 'window'),
    conditions: said<string>(facts, 'conditions'),
    dependants: said<FlightRequest['dependants']>(facts, 'dependants') ?? [],
    inTheAir: facts['inTheAir'] === true,
    withoutApproval: facts['withoutApproval'] === true,
  };
}

function consignmentOf({ facts, steps }: Folded) {
  const moves = steps.filter(({ outcome }) => outcome === 'moved');
  const filedAt = moves.find(({ to }) => to !== 'prepared')?.report.observedAt;
  const direction = said<Consignment['direction']>(facts, 'direction') ?? 'import';
  const stockStep = steps.filter(({ report, outcome }) => outcome !== 'refused' && 'stockDays' in report.facts).at(-1);
  return {
    direction,
    owner: said<Consignment['owner']>(facts, 'owner'),
    goods: said<Consignment['goods']>(facts, 'goods') ?? 'other',
    description: said<string>(facts, 'description'),
    crossing: said<string>(facts, 'crossing'),
    valueUsd: said<number>(facts, 'valueUsd'),
    declaration: said<string>(facts, 'declaration'),
    filedAt: at(filedAt),
    papers: said<string[]>(facts, 'papers') ?? [],
    papersDueAt: at(said<number>(facts, 'papersDueAt') ?? undefined),
    holds: holdsOf(moves),
    releasePaper: said<string>(facts, 'releasePaper'),
    releaseWindow: span(facts, 'releaseWindow'),
    stock: stockStep
      ? { days: stockStep.report.facts['stockDays'] as number, at: toInstantOut(stockStep.report.observedAt) }
      : null,
    movedBy: said<string>(facts, 'movedBy'),
    dependants: said<Consignment['dependants']>(facts, 'dependants') ?? [],
    underDirective:
      direction === 'import' && filedAt !== undefined && filedAt >= STANDING_RESTRICTIONS.customsDirective.from,
  };
}

/** Each time that it was held; leaving the state ends it. */
function holdsOf(moves: readonly Step[]): Hold[] {
  const holds: Hold[] = [];
  for (const { from, to, report, facts } of moves) {
    const instant = toInstantOut(report.observedAt);
    if (from === 'held') holds[holds.length - 1]!.to = instant;
    if (to !== 'held') continue;
    const ground = (report.facts['holdGround'] ?? facts['holdGround'] ?? null) as HoldGround | null;
    holds.push({ from: instant, to: null, ground, reason: report.reason });
  }
  return holds;
}

function restrictionOf({ facts }: Folded) {
  const place = said<string>(facts, 'place') ?? '';
  const known = findPlace(place);
  return {
    place,
    placeId: known?.id ?? null,
    names: known ? namesOfAirfield(known) : [],
    kind: said<Restriction['kind']>(facts, 'kind') ?? 'other',
    window: span(facts, 'window'),
    incidentId: said<string>(facts, 'incidentId'),
  };
}

function said<Value>(facts: Facts, name: string): Value | null {
  return (facts[name] ?? null) as Value | null;
}

function span(facts: Facts, name: string) {
  const given = said<{ from: EpochMs; to: EpochMs }>(facts, name);
  return given && { from: toInstantOut(given.from), to: toInstantOut(given.to) };
}

function at(instant: EpochMs | undefined) {
  return instant === undefined ? null : toInstantOut(instant);
}
