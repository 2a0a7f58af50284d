import type { EpochMs } from '@rearguard/shared';
import { confirmed, type Doubt, doubtAbout, OFF_ROUTE_KM, type Seen } from './belief.js';
import { worthTellingKm } from './worth-telling.js';

/** What is remembered of the tail of a column. */
export interface TailMemory {
  lastAt: EpochMs;
  /** Last report that was believed. */
  believedAt: EpochMs;
  km: number;
  offRoute: boolean;
  doubt: Doubt | null;
  /** Kilometre at the last numbered change. */
  toldKm: number;
}

/** Takes a report of the tail in; null when it is not newer than the last or tells nothing yet. */
export function noteTail(
  tail: TailMemory | null,
  lengthKm: number,
  seen: Seen,
): { tail: TailMemory; changed: boolean } | null {
  if (tail === null) {
    // Far from the road before the march: nothing to say of the column yet.
    if (seen.offKm > OFF_ROUTE_KM) return null;
    const first = { lastAt: seen.at, believedAt: seen.at, km: seen.km, offRoute: false, doubt: null };
    return { tail: { ...first, toldKm: seen.km }, changed: true };
  }
  if (seen.at <= tail.lastAt) return null;
  const doubt = doubtAbout(tail, seen, tail.offRoute);
  if (doubt !== null && !confirmed(doubt, tail.doubt)) {
    return { tail: { ...tail, lastAt: seen.at, doubt }, changed: false };
  }
  const believed = {
    lastAt: seen.at,
    believedAt: seen.at,
    km: doubt === 'back' ? seen.km : Math.max(tail.km, seen.km),
    offRoute: seen.offKm > OFF_ROUTE_KM,
    doubt,
  };
  const changed = Math.abs(believed.km - tail.toldKm) >= worthTellingKm(lengthKm);
  return { tail: { ...believed, toldKm: changed ? believed.km : tail.toldKm }, changed };
}
