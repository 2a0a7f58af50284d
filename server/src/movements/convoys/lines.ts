import type { ConvoyPlan } from '@rearguard/shared';
import { routeOf } from '../../theatre/index.js';
import { type RouteLine, routeLine } from '../domain/route-line.js';

const LINES = new Map<string, RouteLine>();

/** The way of a convoy; worked out once for each road and direction. */
export function lineOf({ routeId, reversed }: Pick<ConvoyPlan, 'routeId' | 'reversed'>): RouteLine {
  const name = `${routeId} ${reversed}`;
  const known = LINES.get(name);
  if (known) return known;
  const line = routeLine(routeOf(routeId), reversed);
  LINES.set(name, line);
  return line;
}
