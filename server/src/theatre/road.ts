import type { Route } from '@rearguard/shared';

/** What is known of a road, and the towns that it passes with the kilometre of each; the last kilometre is the length. */
export type Road = Omit<Route, 'version' | 'waypoints'> & {
  towns: readonly (readonly [placeId: string, km: number])[];
};
