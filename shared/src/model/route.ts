import { z } from 'zod';
import { Name } from './name.js';

/** A named point on a route with its distance from the route's beginning. */
export const Waypoint = z.object({
  placeId: z.string(),
  lat: z.number(),
  lon: z.number(),
  km: z.number().min(0),
});
export type Waypoint = z.infer<typeof Waypoint>;

/**
 * A road that convoys use. The line is approximate (town to town, bends left out); `lengthKm` is the figure to show,
 * and waypoint kilometres are scaled so that the last one equals it.
 */
export const Route = z.object({
  id: z.string(),
  version: z.int(),
  name: Name,
  /** `msr`: main supply route inside the country; `corridor`: way to a port or a neighbour. */
  kind: z.enum(['msr', 'corridor']),
  lengthKm: z.number().positive(),
  surface: z.string(),
  /** Usual convoy speed; a notional figure of the demonstration. */
  usualSpeedKmh: z.number().positive(),
  waypoints: z.array(Waypoint).min(2),
  source: z.string(),
});
export type Route = z.infer<typeof Route>;
