import type { EpochMs } from '@rearguard/shared';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/** Between one try and the next. Short at first, while a call is still worth the most; about two hours in all. */
export const WAITS_MS: readonly number[] = [
  10 * SECOND_MS,
  30 * SECOND_MS,
  2 * MINUTE_MS,
  5 * MINUTE_MS,
  15 * MINUTE_MS,
  30 * MINUTE_MS,
  60 * MINUTE_MS,
];

/** How often a notice is tried before it is given up. */
export const MOST_TRIES = WAITS_MS.length + 1;

/** When one is tried again that has failed so often, or null after the last try. */
export function nextTryAt(tries: number, now: EpochMs): EpochMs | null {
  const wait = WAITS_MS[tries - 1];
  return wait === undefined ? null : now + wait;
}
