import type { ConvoyPlan, EpochMs } from '@rearguard/shared';
import type { HeadMemory, Mark } from './head.js';

const HOUR_MS = 3_600_000;
/** The forecast learns from the road over this time, halts included. */
export const FORECAST_WINDOW_MS = 6 * HOUR_MS;
/** A mean over less tells of one stretch of track and not of the march. */
const SHORTEST_HISTORY_MS = 10 * 60_000;
/** A convoy that has not come this far in ten minutes stands. */
const STANDING_KM = 0.2;
/** After a night's halt the last six hours tell of the halt; who stood longer than this is judged by the whole march. */
const LONG_STANDING_MS = FORECAST_WINDOW_MS / 2;
/**
 * A crawl over mines must not put the arrival months away. The slowest march on record here, Ber to Timbuktu in August
 * 2023, took eight and a half times as long as planned; we reckon with ten.
 */
const SLOWEST_SHARE_OF_PLAN = 0.1;

export interface Forecast {
  /**
   * Mean of the last six hours with halts; of the whole march when it stood for most of them, and once it has arrived.
   */
  meanSpeedKmh: number | null;
  etaAt: EpochMs | null;
}

/**
 * When a convoy is expected: what remains, at the mean speed of the last six hours; at the planned speed while it has not
 * moved yet or stands. Halting never brings the arrival forward: while it stands, it is expected no earlier than it was
 * when it halted. And a good morning is no good week: what lies more than six hours ahead is reckoned with no more than
 * the planned speed, in which the nights are.
 */
export function forecast(head: HeadMemory | null, plan: ConvoyPlan, lengthKm: number): Forecast {
  if (head === null) return { meanSpeedKmh: null, etaAt: null };
  if (head.arrivedAt !== null) {
    return { meanSpeedKmh: marchSpeed(head), etaAt: head.arrivedAt };
  }
  if (head.departedAt === null) {
    const leavesAt = Math.max(plan.plannedDepartureAt, head.believedAt);
    return { meanSpeedKmh: null, etaAt: leavesAt + timeFor(lengthKm, plan.plannedSpeedKmh) };
  }
  const meanSpeedKmh = standingMs(head) > LONG_STANDING_MS ? marchSpeed(head) : meanSpeed(head);
  const restKm = Math.max(0, lengthKm - head.km);
  if (head.haltedSince !== null) {
    const ifItLeftNow = head.believedAt + timeFor(restKm, plan.plannedSpeedKmh);
    return { meanSpeedKmh, etaAt: Math.max(head.etaAtHalt ?? 0, ifItLeftNow) };
  }
  const speedKmh = Math.max(meanSpeedKmh ?? plan.plannedSpeedKmh, plan.plannedSpeedKmh * SLOWEST_SHARE_OF_PLAN);
  return { meanSpeedKmh, etaAt: head.believedAt + timeAhead(restKm, speedKmh, plan.plannedSpeedKmh) };
}

function timeAhead(restKm: number, speedKmh: number, plannedSpeedKmh: number): number {
  const soonKm = (speedKmh * FORECAST_WINDOW_MS) / HOUR_MS;
  if (restKm <= soonKm) return timeFor(restKm, speedKmh);
  return FORECAST_WINDOW_MS + timeFor(restKm - soonKm, Math.min(speedKmh, plannedSpeedKmh));
}

/** How long it stood in the last six hours, to about ten minutes. */
function standingMs(head: HeadMemory): number {
  const from = head.believedAt - FORECAST_WINDOW_MS;
  let before: Mark | null = null;
  let standing = 0;
  for (const mark of [...head.trail, { at: head.believedAt, km: head.km }]) {
    // Far apart, two marks of one place are a long halt or a long silence, in which it did not move either.
    if (before && mark.km - before.km < STANDING_KM) standing += mark.at - Math.max(from, before.at);
    before = mark;
  }
  return standing;
}

/** When the plan has it arrive. */
export function plannedArrivalAt(plan: ConvoyPlan, lengthKm: number): EpochMs {
  return plan.plannedDepartureAt + timeFor(lengthKm, plan.plannedSpeedKmh);
}

/** Kilometre in the trail at an instant, in proportion between the marks around it. */
function kmAt(trail: readonly Mark[], now: Mark, at: EpochMs): number {
  let before = trail[0] ?? now;
  for (const mark of [...trail, now]) {
    if (mark.at > at) return before.km + ((mark.km - before.km) * (at - before.at)) / (mark.at - before.at);
    before = mark;
  }
  return before.km;
}

function meanSpeed(head: HeadMemory): number | null {
  const now = { at: head.believedAt, km: head.km };
  const from = Math.max(now.at - FORECAST_WINDOW_MS, head.trail[0]?.at ?? now.at);
  if (now.at - from < SHORTEST_HISTORY_MS) return null;
  return ((now.km - kmAt(head.trail, now, from)) * HOUR_MS) / (now.at - from);
}

/** Mean since the last report before the march. */
function marchSpeed(head: HeadMemory): number | null {
  const took = head.believedAt - head.left.at;
  return took > 0 ? ((head.km - head.left.km) * HOUR_MS) / took : null;
}

function timeFor(km: number, speedKmh: number): number {
  return Math.round((km / speedKmh) * HOUR_MS);
}
