import type { Convoy, EpochMs, UnitFacts } from '@rearguard/shared';
import type { LiveTracks } from '../live/live-tracks.js';

/** How many units are expected to report and how many of them are too old to be believed. */
export interface UnitCensus {
  total: number;
  stale: number;
  /** Of all units, expected to report or not. */
  unregistered: number;
  /** Stale and of no convoy, so that no convoy's row tells of it. */
  silentOutside: number;
  /** Oldest last report among those. */
  silentSince: EpochMs | null;
}

/**
 * Counts units by their age at this moment; what a server once called stale or fresh does not matter. Units of a convoy
 * that has not left or has arrived may be switched off, so that their silence says nothing.
 */
export function census(
  units: ReadonlyMap<string, UnitFacts>,
  convoys: Readonly<Record<string, Convoy>>,
  tracks: LiveTracks,
  now: EpochMs,
): UnitCensus {
  const counted: UnitCensus = { total: 0, stale: 0, unregistered: 0, silentOutside: 0, silentSince: null };
  for (const unit of units.values()) {
    const at = tracks.knows(unit.no) ? tracks.observedAt[unit.no]! : null;
    if (at === null) continue;
    if (!unit.registered) counted.unregistered += 1;
    const convoy = unit.convoyId === null ? undefined : convoys[unit.convoyId];
    if (convoy !== undefined && convoy.state !== 'departed') continue;
    counted.total += 1;
    if (now - at <= unit.staleAfterS * 1_000) continue;
    counted.stale += 1;
    if (unit.convoyId !== null) continue;
    counted.silentOutside += 1;
    if (counted.silentSince === null || at < counted.silentSince) counted.silentSince = at;
  }
  return counted;
}
