import { between, type Convoy, type LatLon, type Route } from '@rearguard/shared';

/** Place of a kilometre of the road; the ends are the ends. */
export function placeAt(route: Route, km: number): LatLon {
  const { waypoints } = route;
  for (let i = 1; i < waypoints.length; i++) {
    const [a, b] = [waypoints[i - 1]!, waypoints[i]!];
    if (km > b.km) continue;
    return between(a, b, Math.max(0, km - a.km) / Math.max(b.km - a.km, 1e-9));
  }
  return waypoints.at(-1)!;
}

/** The road between two of its kilometres, in the order given. */
export function stretch(route: Route, fromKm: number, toKm: number): LatLon[] {
  const [low, high] = fromKm <= toKm ? [fromKm, toKm] : [toKm, fromKm];
  const inner = route.waypoints.filter(({ km }) => km > low && km < high).map(({ lat, lon }) => ({ lat, lon }));
  const line = [placeAt(route, low), ...inner, placeAt(route, high)];
  return fromKm <= toKm ? line : line.reverse();
}

/** Kilometre of the route for a kilometre of a convoy, which counts from its own start. */
export function routeKm(convoy: Convoy, route: Route, km: number): number {
  return convoy.reversed ? route.lengthKm - km : km;
}
