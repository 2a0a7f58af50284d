import type { EpochMs } from '@rearguard/shared';
import type { OnLine } from './route-line.js';

/** Farther from the line than this, two reports in a row, is off the route (workflow of a convoy movement). */
export const OFF_ROUTE_KM = 5;
/** Nearer than this is back on it. */
export const BACK_ON_ROUTE_KM = 3;
/** A unit that lies this much behind its farthest point has turned back; less is noise. */
const BACK_KM = 1;
/** No convoy is faster; a report that says so is wrong until the next says the same. */
const FASTEST_KMH = 150;
const HOUR_MS = 3_600_000;

/** What one report alone is not believed about: it is noted, and holds when the next one is as odd. */
export type Doubt = 'off-route' | 'back' | 'leap';

/** Where a report found a unit on its route. */
export interface Seen extends OnLine {
  at: EpochMs;
}

/** What is odd about a report, held against the last one that was believed; null when nothing is. */
export function doubtAbout(before: { km: number; believedAt: EpochMs }, seen: Seen, offRoute: boolean): Doubt | null {
  if (seen.offKm > OFF_ROUTE_KM && !offRoute) return 'off-route';
  if (seen.km < before.km - BACK_KM) return 'back';
  const reach = BACK_KM + (FASTEST_KMH * (seen.at - before.believedAt)) / HOUR_MS;
  return seen.km - before.km > reach ? 'leap' : null;
}

/** Whether an odd report is believed because the one before was odd, too. */
export function confirmed(doubt: Doubt, earlier: Doubt | null): boolean {
  return doubt === 'off-route' ? earlier === 'off-route' : earlier !== null;
}
