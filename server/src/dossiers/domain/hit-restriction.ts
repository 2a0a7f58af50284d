import type { EpochMs, Incident, LatLon, Place } from '@rearguard/shared';
import type { DossierReport } from './report.js';

/** What the room says of a restriction by itself, because of an incident. */
export interface Word {
  /** Null: facts alone. */
  state: 'in_force' | 'lifted' | null;
  place: string;
  reason: string;
  observedAt: EpochMs;
}

/** The restriction that an incident brings about; one for each, however often it is reported. */
export function restrictionIdOf(incidentId: string): string {
  return `RS-${incidentId}`;
}

/**
 * A hit on an aircraft restricts the airfield that is nearest, or else the place that was named. A correction of the place
 * moves the restriction; one that says it was no such hit lifts it. What people did to it since stays as they left it: the
 * room speaks again only when the incident says something else than when it last spoke.
 * @param reports of the restriction, oldest first
 * @returns what is to be said now, or null when nothing new is
 */
export function wordOf(
  incident: Incident,
  reports: readonly DossierReport[],
  nearest: (at: LatLon) => Place | null,
): Word | null {
  const ours = reports.filter(({ way }) => way === 'system');
  const last = ours.at(-1);
  const stands = ours.findLast(({ state }) => state !== null)?.state === 'in_force';
  const observedAt = Math.max(Date.parse(incident.lastObservedAt), (last?.observedAt ?? 0) + 1);
  const reason = incident.text.slice(0, 300);
  const before = ours.findLast(({ facts }) => facts['place'] !== undefined)?.facts['place'] as string | undefined;
  if (incident.kind !== 'aircraft_hit') {
    return stands ? { state: 'lifted', place: before!, reason, observedAt } : null;
  }
  const place = placeOf(incident, nearest);
  if (place === null) return null;
  if (!stands) return { state: 'in_force', place, reason, observedAt };
  return place === before ? null : { state: null, place, reason, observedAt };
}

function placeOf({ lat, lon, place, placeId }: Incident, nearest: (at: LatLon) => Place | null): string | null {
  const field = lat === null || lon === null ? null : nearest({ lat, lon });
  return field?.id ?? placeId ?? place;
}
