import type { ConvoyPlan, EpochMs, PositionReport } from '@rearguard/shared';
import { courseDeg as courseBetween } from '@rearguard/shared';
import { placeAt, type RouteLine } from '../../movements/domain/route-line.js';
import { chance, error, type Stream, streamOf } from './chance.js';
import { kmAt, type Mark, speedAt } from './march.js';

/** A vehicle of a column that reports where it is. */
export interface Tracker {
  unitId: string;
  callsign: string;
  symbol: string;
  /** Kilometres behind the head when the column is drawn out. */
  behindKm: number;
  everyS: number;
}

/** A convoy of the scenario: what is planned, and what it really does. */
export interface Movement {
  plan: ConvoyPlan;
  /** When the room is told of the plan. */
  announcedAt: EpochMs;
  line: RouteLine;
  march: readonly Mark[];
  trackers: readonly Tracker[];
  /** Times without any report: no network, or trackers switched off. */
  silent: readonly (readonly [from: EpochMs, to: EpochMs])[];
}

/** A report with the instant at which it reaches the room. */
export interface Sent {
  at: EpochMs;
  report: PositionReport;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const EARTH_KM_PER_DEGREE = 111.19;
/** Trackers are on before the march, and go on until the column has closed up at its end. */
const BEFORE_MS = 20 * MINUTE;
const AFTER_MS = 30 * MINUTE;
/** Reports reach the room together, this often: the gateway sends what it has. */
const GATEWAY_MS = 10 * SECOND;
const LONGEST_DELAY_MS = 6 * SECOND;
/** Spread of GPS errors; a report says twice as much, which holds nearly always. */
const GPS_ERROR_KM = 0.008;
const ACCURACY_M = 16;

/** What chance decides about a vehicle's reports. */
type Luck = Record<'clock' | 'delay' | 'north' | 'east', Stream>;

function luckOf(seed: number, { unitId }: Tracker): Luck {
  return {
    clock: streamOf(seed, unitId),
    delay: streamOf(seed, `${unitId} delay`),
    north: streamOf(seed, `${unitId} north`),
    east: streamOf(seed, `${unitId} east`),
  };
}

/** First and last instant at which a movement can send anything. */
export function activeTime(movement: Movement): [from: EpochMs, to: EpochMs] {
  return [movement.march[0]![0] - BEFORE_MS, closedUpAt(movement) + AFTER_MS + GATEWAY_MS + LONGEST_DELAY_MS];
}

/** Reports that reach the room after one instant, up to and including another; not in order between vehicles. */
export function sentBetween(movement: Movement, seed: number, after: EpochMs, upTo: EpochMs): Sent[] {
  const [from] = activeTime(movement);
  const until = closedUpAt(movement) + AFTER_MS;
  return movement.trackers.flatMap((tracker) => {
    const everyMs = tracker.everyS * SECOND;
    const luck = luckOf(seed, tracker);
    const sent: Sent[] = [];
    const first = Math.max(0, Math.floor((after - GATEWAY_MS - LONGEST_DELAY_MS - from) / everyMs) - 1);
    for (let count = first; ; count++) {
      // Trackers keep no exact time; a fifth of the interval is common.
      const wander = Math.round(0.2 * everyMs * chance(luck.clock, count));
      const observedAt = from + count * everyMs + wander;
      if (observedAt > upTo || observedAt > until) return sent;
      if (movement.silent.some(([begin, end]) => observedAt >= begin && observedAt < end)) continue;
      const delay = LONGEST_DELAY_MS * chance(luck.delay, count);
      const at = Math.ceil((observedAt + delay) / GATEWAY_MS) * GATEWAY_MS;
      if (at > after && at <= upTo) sent.push({ at, report: reportOf(movement, tracker, luck, count, observedAt) });
    }
  });
}

function reportOf(
  movement: Movement,
  tracker: Tracker,
  luck: Luck,
  count: number,
  observedAt: EpochMs,
): PositionReport {
  const km = trackerKm(movement, tracker, observedAt);
  const moving = km > trackerKm(movement, tracker, observedAt - MINUTE / 2);
  const place = placeAt(movement.line, km);
  const before = placeAt(movement.line, Math.max(0, km - 0.5));
  const north = error(luck.north, count) * GPS_ERROR_KM;
  const east = error(luck.east, count) * GPS_ERROR_KM;
  const speedKmh = moving ? Math.round(speedAt(movement.march, observedAt)) : 0;
  return {
    reportId: `${movement.plan.id}/${tracker.unitId}/${count}`,
    unitId: tracker.unitId,
    lat: rounded(place.lat + north / EARTH_KM_PER_DEGREE),
    lon: rounded(place.lon + east / (EARTH_KM_PER_DEGREE * Math.cos((place.lat * Math.PI) / 180))),
    observedAt,
    speedKmh,
    ...(moving && { courseDeg: Math.round(km > 0.5 ? courseBetween(before, place) : place.courseDeg) % 360 }),
    accuracyM: ACCURACY_M,
    convoyId: movement.plan.id,
    callsign: tracker.callsign,
    symbol: tracker.symbol,
  };
}

/** A vehicle leaves the start when the column has been drawn out to it, and closes up at the end. */
function trackerKm(movement: Movement, tracker: Tracker, at: EpochMs): number {
  const behind = kmAt(movement.march, at) - tracker.behindKm;
  const closing = closingKm(movement, at);
  return Math.min(movement.line.lengthKm, Math.max(startKm(movement), behind + Math.min(closing, tracker.behindKm)));
}

/** Kilometres by which the column has closed up since its head arrived, at the pace of its last stretch. */
function closingKm(movement: Movement, at: EpochMs): number {
  return Math.max(0, at - movement.march.at(-1)![0]) * lastPace(movement);
}

function closedUpAt(movement: Movement): EpochMs {
  const longest = Math.max(0, ...movement.trackers.map((tracker) => tracker.behindKm));
  return movement.march.at(-1)![0] + longest / lastPace(movement);
}

/** Kilometres a millisecond on the last stretch. */
function lastPace({ march }: Movement): number {
  const [fromAt, fromKm] = march.at(-2)!;
  const [toAt, toKm] = march.at(-1)!;
  return (toKm - fromKm) / (toAt - fromAt);
}

function startKm({ march }: Movement): number {
  return march[0]![1];
}

function rounded(degrees: number): number {
  return Math.round(degrees * 100_000) / 100_000;
}
