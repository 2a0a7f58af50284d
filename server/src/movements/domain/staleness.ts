import type { EpochMs } from '@rearguard/shared';

/**
 * What is remembered of how often a unit reports. Small and plain, so that it can be stored with the unit.
 */
export interface Pace {
  /** When its newest report was observed. */
  lastAt: EpochMs;
  /** Usual time between two reports, milliseconds; null while too few are known. */
  usualMs: number | null;
  /** Intervals seen, counted up to {@link KNOWN_AFTER}. */
  seen: number;
  /** Seconds after which its last position counts as stale. */
  limitS: number;
}

/** Limit of a unit whose rhythm is not known yet. */
export const UNKNOWN_LIMIT_S = 900;
/** No report can set a limit below this: an exercise's steps rely on it. */
export const SHORTEST_LIMIT_S = 120;
/** A unit that was silent for an hour is stale, however seldom it reports. */
export const LONGEST_LIMIT_S = 3_600;

/** So many usual intervals may pass without a report: two lost in a row are common on thin links, three are not. */
const MISSED_INTERVALS = 3;
/** Intervals after which the rhythm is believed. */
const KNOWN_AFTER = 3;
/** Weight of a new interval in the usual one: a change of rhythm is learned in about ten reports. */
const WEIGHT = 0.2;
/** An outage or a burst moves the usual interval by no more than this factor would. */
const OUTLIER_FACTOR = 3;
/** Limits that are used, so that a rhythm that wavers does not make a new limit with each report; they lie off the threefold of common intervals. */
const LIMITS_S = [120, 240, 420, 660, 1_050, 1_500, 2_100, 3_000, 3_600];
/** The limit is lowered only when a lower one would do with this much to spare. */
const LOWER_WITH = 0.9;

/**
 * Notes a report of a unit, by the time at which it was observed; one not newer than the last changes nothing.
 *
 * The limit follows the rhythm of the unit itself, for trackers that report every minute as for those that do so every
 * quarter of an hour. Reports by voice, due every hour, have their own watch in the movement's life cycle.
 */
export function noteInterval(pace: Pace | null, observedAt: EpochMs): Pace {
  if (pace === null) return { lastAt: observedAt, usualMs: null, seen: 0, limitS: UNKNOWN_LIMIT_S };
  const interval = observedAt - pace.lastAt;
  if (interval <= 0) return pace;
  const usualMs = pace.usualMs === null ? interval : blended(pace.usualMs, interval);
  const seen = Math.min(KNOWN_AFTER, pace.seen + 1);
  return { lastAt: observedAt, usualMs, seen, limitS: seen < KNOWN_AFTER ? UNKNOWN_LIMIT_S : limitOf(usualMs, pace) };
}

/** Seconds after which the unit's last position counts as stale. */
export function staleAfterS(pace: Pace | null): number {
  return pace?.limitS ?? UNKNOWN_LIMIT_S;
}

function blended(usualMs: number, intervalMs: number): number {
  const believed = Math.min(usualMs * OUTLIER_FACTOR, Math.max(usualMs / OUTLIER_FACTOR, intervalMs));
  return usualMs + WEIGHT * (believed - usualMs);
}

function limitOf(usualMs: number, pace: Pace): number {
  const wantedS = (MISSED_INTERVALS * usualMs) / 1_000;
  const limitS = stepAbove(wantedS);
  const first = pace.seen < KNOWN_AFTER;
  if (first || limitS >= pace.limitS) return limitS;
  return Math.min(pace.limitS, stepAbove(wantedS / LOWER_WITH));
}

function stepAbove(seconds: number): number {
  return LIMITS_S.find((limit) => limit >= seconds) ?? LONGEST_LIMIT_S;
}
