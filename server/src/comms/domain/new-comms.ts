import { type CallStep, type CheckSchedule, type Comms, type Convoy, type Site, toInstantOut } from '@rearguard/shared';

/** Sites at 00, 06, 12 and 18 hours UTC, convoys every two hours from their departure. Invented, and amended by people. */
const SITE_SCHEDULE: CheckSchedule = { everyMin: 360, toleranceMin: 30, anchorAt: toInstantOut(Date.UTC(2023, 0, 1)) };
const CONVOY_SCHEDULE = { everyMin: 120, toleranceMin: 20 };

const SITE_TREE: readonly CallStep[] = [
  { post: 'radio_room', means: 'hf' },
  { post: 'site_manager', means: 'satellite_phone' },
  { post: 'sector_operations', means: 'telephone' },
  { post: 'security_adviser', means: 'telephone' },
  { post: 'chief_joc', means: 'telephone' },
];
const CONVOY_TREE: readonly CallStep[] = [
  { post: 'convoy_commander', means: 'satellite_phone' },
  { post: 'escort_commander', means: 'hf' },
  { post: 'sector_operations', means: 'telephone' },
  { post: 'air_operations', means: 'telephone' },
  { post: 'chief_joc', means: 'telephone' },
];

/** A site that was never heard waits: a room that keeps no radio checks is not flooded with missed ones. */
export function commsOfSite({ id }: Pick<Site, 'id'>): Comms {
  return {
    ...fresh('site', id),
    schedule: SITE_SCHEDULE,
    primary: 'vhf',
    fallback: 'hf',
    callTree: [...SITE_TREE],
  };
}

/** A convoy waits for its departure. */
export function commsOfConvoy({ id, plannedDepartureAt }: Pick<Convoy, 'id' | 'plannedDepartureAt'>): Comms {
  return {
    ...fresh('convoy', id),
    schedule: { ...CONVOY_SCHEDULE, anchorAt: plannedDepartureAt },
    primary: 'hf',
    fallback: 'satellite_phone',
    callTree: [...CONVOY_TREE],
  };
}

export const commsIdOf = (type: Comms['subject']['type'], id: string): string => `${type}:${id}`;

function fresh(type: Comms['subject']['type'], id: string) {
  const subject = { type, id };
  const nothing = { lastContact: null, nextDueAt: null, misses: 0 };
  return { id: commsIdOf(type, id), version: 0, subject, state: 'waiting' as const, ...nothing };
}
