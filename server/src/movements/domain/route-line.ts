import { between, courseDeg, distanceKm, type LatLon, type Route } from '@rearguard/shared';

/** A road as a convoy travels it: points with kilometres from the convoy's own start, rising from 0 to the length. */
export interface RouteLine {
  readonly lengthKm: number;
  readonly fromPlaceId: string;
  readonly toPlaceId: string;
  readonly points: readonly (LatLon & { readonly km: number })[];
}

/** Where a position lies along a road. */
export interface OnLine {
  /** Kilometres from the start, of the nearest point of the line; 0 to the length. */
  km: number;
  /** Kilometres between the position and that point. */
  offKm: number;
}

/** Two stretches as near to a position as this, one against the other, are told apart by where the unit was before. */
const UNDECIDED_KM = 1;

/** The line of a route, from its end to its beginning when `reversed`. */
export function routeLine(route: Route, reversed: boolean): RouteLine {
  const points = route.waypoints.map(({ lat, lon, km }) => ({ lat, lon, km: reversed ? route.lengthKm - km : km }));
  if (reversed) points.reverse();
  const first = route.waypoints[0]!.placeId;
  const last = route.waypoints.at(-1)!.placeId;
  return {
    lengthKm: route.lengthKm,
    fromPlaceId: reversed ? last : first,
    toPlaceId: reversed ? first : last,
    points,
  };
}

/**
 * Finds a position on the line: the nearest point of it, kilometres in proportion between the towns around. Where the
 * road passes near itself, the stretch that lies nearest to `lastKm` is taken, so that a convoy does not leap across.
 */
export function locate(line: RouteLine, place: LatLon, lastKm: number | null): OnLine {
  const feet = feetOf(line, place);
  let best = feet[0]!;
  for (const foot of feet) if (foot.offKm < best.offKm) best = foot;
  if (lastKm === null) return { km: best.km, offKm: best.offKm };
  const nearest = best.offKm;
  for (const foot of feet) {
    if (foot.offKm > nearest + UNDECIDED_KM) continue;
    if (Math.abs(foot.km - lastKm) < Math.abs(best.km - lastKm)) best = foot;
  }
  return { km: best.km, offKm: best.offKm };
}

/** The place at a kilometre of the line and the course there; before the start and beyond the end, these. */
export function placeAt(line: RouteLine, km: number): LatLon & { courseDeg: number } {
  const last = line.points.length - 1;
  let index = 1;
  while (index < last && line.points[index]!.km < km) index += 1;
  const before = line.points[index - 1]!;
  const after = line.points[index]!;
  const share = Math.min(1, Math.max(0, (km - before.km) / (after.km - before.km)));
  return { ...between(before, after, share), courseDeg: courseDeg(before, after) };
}

/**
 * The nearest point of each stretch, without those that are only the shared end of a stretch whose neighbour comes
 * nearer: on a bend these would hold the convoy back at the corner.
 */
function feetOf(line: RouteLine, place: LatLon): OnLine[] {
  const feet: (OnLine & { share: number })[] = [];
  for (let index = 1; index < line.points.length; index++) {
    feet.push(footOn(line.points[index - 1]!, line.points[index]!, place));
  }
  return feet.filter(
    (foot, index) =>
      !(foot.share === 1 && (feet[index + 1]?.offKm ?? Infinity) < foot.offKm) &&
      !(foot.share === 0 && (feet[index - 1]?.offKm ?? Infinity) < foot.offKm),
  );
}

/**
 * Nearest point of one stretch. Reckoned on the plane that touches the globe at the position: exact in the direction to
 * it, and straight lines in degrees, as {@link between} draws them, stay straight with their proportions.
 */
function footOn(from: LatLon & { km: number }, to: LatLon & { km: number }, place: LatLon): OnLine & { share: number } {
  const shrink = Math.cos((place.lat * Math.PI) / 180);
  const dx = (to.lon - from.lon) * shrink;
  const dy = to.lat - from.lat;
  const along = (place.lon - from.lon) * shrink * dx + (place.lat - from.lat) * dy;
  const share = Math.min(1, Math.max(0, along / (dx * dx + dy * dy)));
  return { share, km: from.km + (to.km - from.km) * share, offKm: distanceKm(place, between(from, to, share)) };
}
