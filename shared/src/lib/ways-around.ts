import type { Convoy } from '../model/convoy.js';
import type { Restriction } from '../model/restriction.js';
import type { Route } from '../model/route.js';
import { type Consequence, isInForce } from './consequences.js';

/** What a NOTAM or a hit on an aircraft says is of the air; everything else closes the road, too. */
const OF_THE_AIR: ReadonlySet<Restriction['kind']> = new Set(['notam', 'aircraft_hit']);

/** Convoys, planned or on the road, whose way passes a restricted place that they have not left behind. */
export function restrictedWays(
  convoys: Iterable<Convoy>,
  routes: ReadonlyMap<string, Route>,
  restrictions: Iterable<Restriction>,
  now: number,
): Consequence[] {
  const inForce = [...restrictions].filter((one) => isInForce(one, now) && !OF_THE_AIR.has(one.kind));
  return [...convoys].flatMap((convoy) => {
    const ahead = placesAhead(convoy, routes.get(convoy.routeId));
    return inForce
      .filter(({ placeId }) => placeId !== null && ahead.has(placeId))
      .map(({ id, placeId, since, reason }) => ({
        on: { type: 'convoy' as const, id: convoy.id },
        kind: 'restriction' as const,
        id,
        what: 'restricted' as const,
        since,
        reason,
        restrictionId: id,
        purpose: placeId!,
      }));
  });
}

/** Another way out of the country, by a corridor that passes no restricted place. */
export interface WayAround {
  /** The corridor. */
  routeId: string;
  corridorKm: number;
  /** By the shortest roads from where the convoy starts to the beginning of the corridor. */
  approachKm: number;
}

/**
 * The other corridors that a convoy can take to a port, shortest first in all. For each port the shortest of those that
 * lead there; roads are joined at the places that they share, whatever is restricted left out.
 */
export function waysAround(
  { fromPlaceId, routeId }: Pick<Convoy, 'fromPlaceId' | 'routeId'>,
  routes: Iterable<Route>,
  avoid: ReadonlySet<string>,
): WayAround[] {
  const roads = [...routes];
  const reach = distances(fromPlaceId, roads, avoid);
  const best = new Map<string, WayAround>();
  for (const road of roads) {
    const begin = road.waypoints[0]!.placeId;
    const port = road.waypoints.at(-1)!.placeId;
    const approachKm = reach.get(begin);
    const blocked = road.waypoints.some(({ placeId }) => avoid.has(placeId));
    if (road.kind !== 'corridor' || road.id === routeId || blocked || approachKm === undefined) continue;
    const way = { routeId: road.id, corridorKm: road.lengthKm, approachKm: Math.round(approachKm) };
    const known = best.get(port);
    if (!known || totalKm(way) < totalKm(known)) best.set(port, way);
  }
  return [...best.values()].sort((a, b) => totalKm(a) - totalKm(b));
}

export function totalKm({ approachKm, corridorKm }: WayAround): number {
  return approachKm + corridorKm;
}

/** Places on its road that its tail has not passed; none once it has arrived. */
function placesAhead({ state, reversed, tailKm, headKm, kmTotal }: Convoy, route: Route | undefined): Set<string> {
  if (state === 'arrived' || !route) return new Set();
  const behindKm = state === 'planned' ? 0 : (tailKm ?? headKm ?? 0);
  const kmOf = (km: number) => (reversed ? kmTotal - km : km);
  return new Set(route.waypoints.filter(({ km }) => kmOf(km) >= behindKm).map(({ placeId }) => placeId));
}

/** Kilometres by road to every place that can be reached. */
function distances(from: string, roads: readonly Route[], avoid: ReadonlySet<string>): Map<string, number> {
  const next = new Map<string, [placeId: string, km: number][]>();
  for (const { waypoints } of roads) {
    for (const [index, one] of waypoints.slice(1).entries()) {
      const before = waypoints[index]!;
      const km = one.km - before.km;
      next.set(before.placeId, [...(next.get(before.placeId) ?? []), [one.placeId, km]]);
      next.set(one.placeId, [...(next.get(one.placeId) ?? []), [before.placeId, km]]);
    }
  }
  const reached = new Map<string, number>();
  const open = new Map([[from, 0]]);
  while (open.size > 0) {
    const [placeId, km] = [...open].reduce((nearest, one) => (one[1] < nearest[1] ? one : nearest));
    open.delete(placeId);
    reached.set(placeId, km);
    for (const [other, more] of next.get(placeId) ?? []) {
      if (reached.has(other) || avoid.has(other)) continue;
      open.set(other, Math.min(open.get(other) ?? Infinity, km + more));
    }
  }
  return reached;
}
