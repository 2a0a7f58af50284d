import {
  type EpochMs,
  type Headcount,
  type ProtectionAmendment,
  type SiteProtection,
  toInstantOut,
} from '@rearguard/shared';

export type Given = Omit<ProtectionAmendment, 'version'>;

/** A number that cannot be, with the place of it. */
export interface Impossible {
  path: string;
  message: string;
}

/** Force protection of a site (SR-61) after a change. A posture has the time and the reason of when it was last set. */
export function amendProtection(before: SiteProtection, given: Given, at: EpochMs): SiteProtection {
  const { posture, guardMinimum, guards, people, reason } = given;
  return {
    ...before,
    ...(posture !== undefined && { posture, postureSince: toInstantOut(at), postureReason: reason }),
    ...(guardMinimum !== undefined && { guardMinimum }),
    ...(guards !== undefined && { guards: counted(guards, at) }),
    ...(people !== undefined && { people: counted(people, at) }),
  };
}

/** Guards are among the people, where both are told at once; and nothing is counted before it happened. */
export function impossibleIn({ guards, people }: Given, at: EpochMs): Impossible | null {
  for (const [name, one] of Object.entries({ guards, people })) {
    if (one?.asOf !== undefined && one.asOf > at) return { path: `/${name}/asOf`, message: 'has not come yet' };
  }
  if (guards && people && guards.count > people.count) {
    return { path: '/guards/count', message: `${guards.count} guards are more than ${people.count} people` };
  }
  return null;
}

function counted(given: NonNullable<Given['people']> | null, at: EpochMs): Headcount | null {
  return given && { count: given.count, asOf: toInstantOut(given.asOf ?? at), source: given.source };
}
