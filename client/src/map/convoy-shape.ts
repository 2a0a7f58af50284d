import type { LatLon } from '@rearguard/shared';
import type { ConvoyView } from '../wall/convoy-view.js';
import type { Point, Projection } from './mercator.js';
import { placeAt, routeKm, stretch } from './route-line.js';

/** Where the ends of a convoy were last seen, by their trackers. */
export interface Ends {
  head: LatLon | null;
  tail: LatLon | null;
  courseDeg: number | null;
}

/** A convoy in pixels: one object from tail to head. */
export interface ConvoyShape {
  head: Point;
  tail: Point;
  /** From the tail to the head along the road. */
  body: Point[];
  /** Radians clockwise from north. */
  course: number;
  /** The head stands apart from its road; the body is then a straight line. */
  onRoad: boolean;
}

const pointsOf = (projection: Projection, places: readonly LatLon[]): Point[] => places.map((p) => projection.point(p));

/**
 * The drawing of a convoy, or null when nobody knows where it is. It is never moved on from its last known place.
 * @param leastPx body length below which head and tail could not be told apart
 */
export function shapeOf(view: ConvoyView, ends: Ends, projection: Projection, leastPx: number): ConvoyShape | null {
  const { convoy, route } = view;
  const headKm = convoy.headKm ?? (convoy.state === 'planned' ? 0 : null);
  const headPlace = ends.head ?? (route && headKm !== null ? placeAt(route, routeKm(convoy, route, headKm)) : null);
  if (headPlace === null) return null;
  const head = projection.point(headPlace);
  const onRoad = convoy.offRouteSince === null && route !== null && headKm !== null;
  const ahead = onRoad && route !== null && headKm !== null ? courseOnRoad(view, headKm, projection) : null;
  // A course reported while standing is noise.
  const reported = ends.courseDeg !== null && convoy.haltedSince === null ? (ends.courseDeg * Math.PI) / 180 : null;
  let body: Point[] = [head];
  if (onRoad && route !== null && headKm !== null && convoy.tailKm !== null) {
    const inner = stretch(route, routeKm(convoy, route, convoy.tailKm), routeKm(convoy, route, headKm));
    const tail = ends.tail ? projection.point(ends.tail) : projection.point(inner[0]!);
    body = [tail, ...pointsOf(projection, inner.slice(1, -1)), head];
  } else if (ends.tail !== null) body = [projection.point(ends.tail), head];
  // Off the road and with no course reported, it heads away from its tail.
  const heading = ahead ?? reported ?? direction(body) ?? 0;
  if (length(body) < leastPx) {
    body = [{ x: head.x - Math.sin(heading) * leastPx, y: head.y + Math.cos(heading) * leastPx }, head];
  }
  return { head, tail: body[0]!, body, course: heading, onRoad };
}

/** Direction of the road at the convoy's head, the way that it travels. */
function courseOnRoad({ convoy, route }: ConvoyView, headKm: number, projection: Projection): number | null {
  if (route === null) return null;
  const step = Math.max(0.5, projection.kmPerPx * 2);
  const from = Math.min(headKm, convoy.kmTotal - step);
  const a = projection.point(placeAt(route, routeKm(convoy, route, from)));
  const b = projection.point(placeAt(route, routeKm(convoy, route, from + step)));
  return a.x === b.x && a.y === b.y ? null : Math.atan2(b.x - a.x, a.y - b.y);
}

/** Direction of the last piece of a line, or null for a point. */
function direction(line: readonly Point[]): number | null {
  const [a, b] = line.slice(-2);
  if (a === undefined || b === undefined || (a.x === b.x && a.y === b.y)) return null;
  return Math.atan2(b.x - a.x, a.y - b.y);
}

function length(line: readonly Point[]): number {
  let sum = 0;
  for (let i = 1; i < line.length; i++) sum += Math.hypot(line[i]!.x - line[i - 1]!.x, line[i]!.y - line[i - 1]!.y);
  return sum;
}
