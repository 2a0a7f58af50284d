import type { EpochMs } from '@rearguard/shared';

const MIN_KM = 1;
/** On a long road a kilometre is no news: half a hundredth of it is. */
const SHARE_OF_ROUTE = 0.005;
/** Less is the noise of any march, also an hour before the end. */
const MIN_ETA_MS = 5 * 60_000;
/** The further ahead, the less minutes mean: an arrival in four hours is told to about a quarter of an hour … */
const SHARE_OF_REST = 0.05;
/** … but however far ahead it lies, this much later is a slip. */
const MOST_ETA_MS = 2 * 3_600_000;
/** Who stands comes later by the minute, and everybody sees since when it stands. */
const MIN_ETA_HALTED_MS = 30 * 60_000;
/** Good news may wait until it is this much larger: a mean that swings around one value is then told once. */
const EARLIER_IS_NEWS_FROM = 2;

/** Progress in kilometres that is worth a numbered change. */
export function worthTellingKm(lengthKm: number): number {
  return Math.max(MIN_KM, lengthKm * SHARE_OF_ROUTE);
}

/** What an expected arrival is held against. */
export interface EtaNow {
  now: EpochMs;
  halted: boolean;
}

/**
 * Whether an expected arrival moved enough for a numbered change, and for another value in one that is made for
 * something else. The measure is always the value that was told last, so that a slip of many small steps is told as
 * soon as they come to {@link etaToleranceMs}, and never hidden for good.
 */
export function etaIsNews(told: EpochMs | null, expected: EpochMs | null, { now, halted }: EtaNow): boolean {
  if (told === null || expected === null) return told !== expected;
  const tolerance = etaToleranceMs(expected - now, halted);
  return expected > told ? expected - told > tolerance : told - expected > tolerance * EARLIER_IS_NEWS_FROM;
}

/** How much later than told an arrival may come to be expected without a word, by the time until then. */
export function etaToleranceMs(restMs: number, halted: boolean): number {
  return Math.max(halted ? MIN_ETA_HALTED_MS : MIN_ETA_MS, Math.min(MOST_ETA_MS, SHARE_OF_REST * restMs));
}
