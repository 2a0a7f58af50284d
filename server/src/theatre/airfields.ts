import { distanceKm, type LatLon, type Place } from '@rearguard/shared';
import { PLACES } from './places.js';

/** Airfields with the towns whose they are; a town without a place of its own for its airstrip stands for both. */
const AIRFIELDS: readonly { fieldId: string; townIds: readonly string[] }[] = [
  { fieldId: 'bamako-senou-airport', townIds: ['bamako'] },
  { fieldId: 'mopti-airport', townIds: ['mopti', 'sevare'] },
  { fieldId: 'gao-airport', townIds: ['gao'] },
  { fieldId: 'tessalit-airport', townIds: ['tessalit'] },
  { fieldId: 'timbuktu-airport', townIds: ['timbuktu'] },
  { fieldId: 'ndjamena', townIds: [] },
  { fieldId: 'kidal', townIds: [] },
  { fieldId: 'menaka', townIds: [] },
  { fieldId: 'aguelhok', townIds: [] },
  { fieldId: 'douentza', townIds: [] },
  { fieldId: 'goundam', townIds: [] },
  { fieldId: 'ansongo', townIds: [] },
];
/** Beyond this an aircraft was hit on its way and not at an airfield. */
const WITHIN_KM = 60;

const PLACE = new Map(PLACES.map((place) => [place.id, place]));

/** Under what an airfield may stand in a request: its id and names, and those of its town. Of a crossing, its own. */
export function namesOfAirfield(place: Place): string[] {
  const airfield = AIRFIELDS.find(({ fieldId, townIds }) => fieldId === place.id || townIds.includes(place.id));
  const ids = airfield ? [airfield.fieldId, ...airfield.townIds] : [place.id];
  const places = ids.map((id) => PLACE.get(id)!);
  return [...new Set(places.flatMap(({ id, name }) => [id, ...Object.values(name)]))];
}

/** The airfield at which something happened in the air, or null when none is near. */
export function nearestAirfield(at: LatLon): Place | null {
  const [nearest] = AIRFIELDS.map(({ fieldId }) => PLACE.get(fieldId)!)
    .map((place) => ({ place, km: distanceKm(at, place) }))
    .sort((a, b) => a.km - b.km);
  return nearest && nearest.km <= WITHIN_KM ? nearest.place : null;
}
