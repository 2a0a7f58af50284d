import type { EpochMs } from '@rearguard/shared';

const MIN_KM = 1;
/** On a long road a kilometre is no news: half a hundredth of it is. */
const SHARE_OF_ROUTE = 0.005;
const MIN_ETA_MS = 5 * 60_000;
/** An arrival in four days is told to the hour, one in an hour to five minutes. */
const SHARE_OF_REST = 0.02;

/** Progress in kilometres that is worth a numbered change. */
export function worthTellingKm(lengthKm: number): number {
  return Math.max(MIN_KM, lengthKm * SHARE_OF_ROUTE);
}

/** Whether an expected arrival moved enough for a numbered change. */
export function etaIsNews(before: EpochMs | null, after: EpochMs | null, now: EpochMs): boolean {
  if (before === null || after === null) return before !== after;
  return Math.abs(after - before) > Math.max(MIN_ETA_MS, SHARE_OF_REST * (after - now));
}
