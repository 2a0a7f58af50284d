import { type Delay, type Movement, type MovementGroup, NO_COVER, toInstantOut } from '@rearguard/shared';
import type { KindRules } from './kinds.js';
import { at, said, span } from './facts.js';
import type { Folded } from './fold-reports.js';
import type { DossierReport, Step } from './report.js';
import type { Head } from './show.js';

type Facts = DossierReport['facts'];

/** What must be named, or be `none` with a reason. */
function unnamed(covers: readonly string[], { reason }: DossierReport, facts: Facts): string | null {
  for (const cover of covers) {
    const named = facts[cover];
    if (named === undefined) return `needs ${cover}: who gives it, or "${NO_COVER}" with a reason`;
    if (named === NO_COVER && reason === null && facts['withoutReason'] === undefined)
      return `goes without ${cover}, and needs a reason for it`;
  }
  return null;
}

/** Counted twice, or left out: whoever arrives must be as many as departed, or somebody says why not. */
function miscounted({ reason }: DossierReport, facts: Facts): string | null {
  for (const [departed, arrived] of [
    ['people', 'peopleArrived'],
    ['vehicles', 'vehiclesArrived'],
  ] as const) {
    const [left, came] = [said<number>(facts, departed), said<number>(facts, arrived)];
    if (came === null) return `needs ${arrived}: how many were counted there`;
    if (left !== null && left !== came && reason === null)
      return `${left} ${departed} departed and ${came} arrived: that needs a reason`;
  }
  return null;
}

/** Guards of domain workflow 1. */
export const MOVEMENT_RULES: KindRules = {
  decided: ['window', 'conditions', 'reference', 'checkpoint', 'delayCause', 'peopleArrived', 'vehiclesArrived'],
  guard: (to, report, facts, from) => {
    if (to === 'submitted') return unnamed(['medicalCover', 'airCover'], report, facts);
    if (to === 'approved') return unnamed(['escort'], report, facts);
    if (to === 'arrived') return miscounted(report, facts);
    if (to !== 'departed' || from !== 'approved') return null;
    return isInside(facts, report.observedAt) || report.reason !== null
      ? null
      : 'departs outside what was approved, and needs a reason for it';
  },
  lapses: (state, facts) => {
    const window = said<{ to: number }>(facts, 'window');
    return state === 'approved' && window !== null ? { to: 'expired', at: window.to } : null;
  },
};

function isInside(facts: Facts, instant: number): boolean {
  const window = said<{ from: number; to: number }>(facts, 'window');
  return window === null || (window.from <= instant && instant < window.to);
}

/** What a movement shows beside its head. */
export function movementOf({ facts, steps, revision }: Folded): Omit<Movement, keyof Head> {
  const moves = steps.filter(({ outcome }) => outcome === 'moved');
  const mine = moves.filter((step) => step.revision === revision);
  const first = (states: readonly string[]) => mine.find(({ to }) => states.includes(to!));
  const departure = first(['departed']);
  const text = (name: string) => said<string>(facts, name);
  return {
    fromPlace: text('fromPlace'),
    toPlace: text('toPlace'),
    wanted: span(facts, 'wanted'),
    vehicles: said<number>(facts, 'vehicles'),
    people: said<number>(facts, 'people'),
    load: text('load'),
    commander: text('commander'),
    escort: text('escort'),
    medicalCover: text('medicalCover'),
    airCover: text('airCover'),
    withoutReason: text('withoutReason'),
    addressee: text('addressee'),
    reference: text('reference'),
    submittedAt: at(first(['submitted'])?.report.observedAt),
    answeredAt: at(first(['approved', 'refused'])?.report.observedAt),
    window: span(facts, 'window'),
    conditions: text('conditions'),
    departedAt: at(departure?.report.observedAt),
    outsideWindow: departure !== undefined && !isInside(departure.facts, departure.report.observedAt),
    checkpoint: text('checkpoint'),
    delays: delaysOf(moves),
    attackedAt: moves.filter(({ to }) => to === 'attacked').map(({ report }) => toInstantOut(report.observedAt)),
    groups: said<MovementGroup[]>(facts, 'groups') ?? [],
    vehiclesArrived: said<number>(facts, 'vehiclesArrived'),
    peopleArrived: said<number>(facts, 'peopleArrived'),
    returnPlace: text('returnPlace'),
    dependants: said<Movement['dependants']>(facts, 'dependants') ?? [],
  };
}

function delaysOf(moves: readonly Step[]): Delay[] {
  const delays: Delay[] = [];
  for (const { from, to, report } of moves) {
    const instant = toInstantOut(report.observedAt);
    if (from === 'delayed') delays[delays.length - 1]!.to = instant;
    if (to !== 'delayed') continue;
    const cause = (report.facts['delayCause'] ?? null) as Delay['cause'];
    delays.push({ from: instant, to: null, cause, reason: report.reason });
  }
  return delays;
}
