import type { Route } from '@rearguard/shared';
import { CORRIDORS } from './corridors.js';
import { PLACES } from './places.js';
import type { Road } from './road.js';
import { SUPPLY_ROUTES } from './supply-routes.js';

const PLACE = new Map(PLACES.map((place) => [place.id, place]));

/**
 * The 22 roads that convoys of the mission used or could use, with kilometres scaled so that the last waypoint equals
 * the length. A convoy between two towns is placed in proportion to their kilometres. Lengths are public where `source`
 * names who gave them, otherwise estimates; usual speeds are notional figures of the demonstration.
 */
export const ROUTES: readonly Route[] = [...SUPPLY_ROUTES, ...CORRIDORS].map(withWaypoints);

function withWaypoints({ towns, ...road }: Road): Route {
  const waypoints = towns.map(([placeId, km]) => {
    const place = PLACE.get(placeId);
    if (!place) throw new Error(`route ${road.id} passes ${placeId}, which is no place of the theatre`);
    return { placeId, lat: place.lat, lon: place.lon, km };
  });
  return { ...road, version: 1, waypoints };
}
