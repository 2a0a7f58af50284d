export { namesOfAirfield, nearestAirfield } from './airfields.js';
export { THEATRE_AREA } from './area.js';
export { findPlace } from './gazetteer.js';
export { PHASES } from './phases.js';
export { PLACES } from './places.js';
export { ROUTES } from './routes.js';
export { SITE_PLANS, type SitePlan } from './sites.js';
export { STANDING_RESTRICTIONS } from './standing-restrictions.js';
export { routeOf, THEATRE } from './theatre.js';
