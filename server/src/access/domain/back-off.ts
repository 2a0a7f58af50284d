/** So many attempts fail before the first wait: people mistype. */
export const FREE_ATTEMPTS = 5;
const FIRST_WAIT_MS = 15_000;
const LONGEST_WAIT_MS = 15 * 60_000;
/** After so long without a failure all is forgotten. */
export const FORGOTTEN_AFTER_MS = 24 * 3_600_000;

/**
 * How long one address must wait at one account after so many failures in a row: nothing at first, then 15 seconds, doubled
 * each time up to a quarter of an hour.
 */
export function waitAfter(failures: number, free = FREE_ATTEMPTS): number {
  if (failures < free) return 0;
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures - free, 10));
}
