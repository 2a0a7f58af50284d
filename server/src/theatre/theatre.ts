import type { Route, Theatre } from '@rearguard/shared';
import { PHASES } from './phases.js';
import { PLACES } from './places.js';
import { ROUTES } from './routes.js';

/** Mali in the second half of 2023: the withdrawal of MINUSMA. */
export const THEATRE: Theatre = {
  id: 'mali-2023',
  name: { en: 'Mali', fr: 'Mali', zh: '马里' },
  mission: {
    name: 'MINUSMA',
    start: '2023-07-01',
    deadline: '2023-12-31',
    timeZone: 'Africa/Bamako',
    source: 'Security Council resolution 2690 (2023); S/2023/611 (letter of 18 Aug 2023)',
  },
  phases: [...PHASES],
  places: [...PLACES],
};

const ROUTE = new Map(ROUTES.map((route) => [route.id, route]));

/** @throws Error for a road that the theatre does not have: a fault of ours, not of a report. */
export function routeOf(routeId: string): Route {
  const route = ROUTE.get(routeId);
  if (!route) throw new Error(`the theatre has no route ${routeId}`);
  return route;
}
