import { ConvoyPlan, type EpochMs } from '@rearguard/shared';
import { routeLine } from '../../movements/domain/route-line.js';
import { routeOf } from '../../theatre/index.js';
import { dayMarch, type Mark, plannedSpeedKmh } from './march.js';
import type { Movement, Tracker } from './movement.js';

/**
 * Symbol codes of APP-6 / MIL-STD-2525: friendly land units, motorised infantry, transport and maintenance.
 */
const SYMBOLS = {
  escort: '10031000001211040000',
  transport: '10031000001636000000',
  recovery: '10031000001611000000',
} as const;

const HOUR = 3_600_000;

/** Vehicles that march together, under invented names. */
export interface Column {
  /** Stem of its units' ids and call signs. */
  name: string;
  /** Kilometres from head to tail on the road. */
  lengthKm: number;
  /** Usual time between two reports of its head; the others report less often. */
  everyS: number;
  /** Groups between head and tail that report. */
  groups?: 0 | 1 | 2;
}

/** What is told of a convoy; times in RFC 3339. */
export interface ConvoyFacts {
  id: string;
  column: Column;
  routeId: string;
  reversed?: boolean;
  vehicles: number;
  people: number;
  /** Invented; shown with the mark of the exercise. */
  escort: string;
  announcedAt?: EpochMs;
  silent?: readonly (readonly [from: string, to: string])[];
}

/** A convoy whose march is written down mark by mark. */
export function writtenDown(facts: ConvoyFacts, planned: { at: string; speedKmh: number }, march: Mark[]): Movement {
  return movement(facts, Date.parse(planned.at), planned.speedKmh, march);
}

/** A convoy that marches by day at about a given speed, with halts at noon and at night. */
export function byDay(facts: ConvoyFacts, departAt: EpochMs, speedKmh: number, seed: number): Movement {
  const { lengthKm } = routeOf(facts.routeId);
  const march = dayMarch(departAt, lengthKm, speedKmh, seed, facts.id);
  return movement(facts, departAt, plannedSpeedKmh(departAt, lengthKm, speedKmh), march);
}

function movement(facts: ConvoyFacts, plannedAt: EpochMs, speedKmh: number, march: Mark[]): Movement {
  const trackers = trackersOf(facts.column);
  const reversed = facts.reversed ?? false;
  const plan: ConvoyPlan = {
    id: facts.id,
    routeId: facts.routeId,
    reversed,
    vehicles: facts.vehicles,
    people: facts.people,
    escort: `EXERCISE: ${facts.escort}`,
    plannedDepartureAt: plannedAt,
    plannedSpeedKmh: speedKmh,
    unitIds: trackers.map((tracker) => tracker.unitId),
  };
  return {
    plan,
    announcedAt: facts.announcedAt ?? march[0]![0] - 6 * HOUR,
    line: routeLine(routeOf(facts.routeId), reversed),
    march,
    trackers,
    silent: (facts.silent ?? []).map(([from, to]) => [Date.parse(from), Date.parse(to)] as const),
  };
}

function trackersOf({ name, lengthKm, everyS, groups = 1 }: Column): Tracker[] {
  const tracker = (mark: string, word: string, symbol: string, behindKm: number, slower: number): Tracker => ({
    unitId: `${name}-${mark}`,
    callsign: `${name} ${word}`,
    symbol,
    behindKm,
    everyS: Math.min(300, Math.round(everyS * slower)),
  });
  const middle = Array.from({ length: groups }, (_, index) =>
    tracker(
      `M${index + 1}`,
      `GROUP ${index + 1}`,
      SYMBOLS.transport,
      (lengthKm * (index + 1)) / (groups + 1),
      2 + index / 2,
    ),
  );
  return [tracker('H', 'HEAD', SYMBOLS.escort, 0, 1), ...middle, tracker('T', 'TAIL', SYMBOLS.recovery, lengthKm, 1.5)];
}
