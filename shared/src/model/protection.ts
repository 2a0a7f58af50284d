import { z } from 'zod';
import { FreeText, ShortText } from './incident.js';
import { InstantIn, InstantOut } from './instant.js';
import { Role } from './role.js';

/** How ready a site is to defend itself. The product's own three steps; `stand_to`: everybody at their posts. */
export const POSTURES = ['normal', 'heightened', 'stand_to'] as const;
export const Posture = z.enum(POSTURES);
export type Posture = z.infer<typeof Posture>;

const MOST_PEOPLE = 100_000;
const Count = z.int().min(0).max(MOST_PEOPLE);

/** A number of people with the time that it is of and who says so. */
export const Headcount = z.object({ count: z.int(), asOf: InstantOut, source: z.string() });
export type Headcount = z.infer<typeof Headcount>;

/** Force protection of a site (SR-61). On every screen, so it names nobody; who set it stands in its history. */
export const SiteProtection = z.object({
  posture: Posture,
  postureSince: InstantOut.nullable(),
  postureReason: z.string().nullable(),
  /** Fewest people with whom the site can be guarded; null: not set. */
  guardMinimum: z.int().nullable(),
  guards: Headcount.nullable(),
  people: Headcount.nullable(),
});
export type SiteProtection = z.infer<typeof SiteProtection>;

export const UNSET_PROTECTION: SiteProtection = {
  posture: 'normal',
  postureSince: null,
  postureReason: null,
  guardMinimum: null,
  guards: null,
  people: null,
};

const HeadcountIn = z.object({ count: Count, asOf: InstantIn.optional(), source: ShortText });

/** `PATCH /api/sites/{id}/protection`, by who has seen this version of the site. What is not named stays. */
export const ProtectionAmendment = z
  .object({
    version: z.int().positive(),
    posture: Posture.optional(),
    guardMinimum: Count.nullable().optional(),
    guards: HeadcountIn.nullable().optional(),
    people: HeadcountIn.nullable().optional(),
    reason: FreeText,
  })
  .strict();
export type ProtectionAmendment = z.infer<typeof ProtectionAmendment>;

/** One change of a site's protection. */
export const ProtectionEntry = z.object({
  id: z.string(),
  siteId: z.string(),
  version: z.int(),
  at: InstantOut,
  who: z.object({
    kind: z.enum(['person', 'system']),
    id: z.string().nullable(),
    name: z.string(),
    role: Role.nullable(),
  }),
  reason: z.string(),
  before: SiteProtection,
  after: SiteProtection,
});
export type ProtectionEntry = z.infer<typeof ProtectionEntry>;

/** Who is there to guard: the smaller of what is known, as guards are among the people; null: nobody said. */
export function guardStrength({ guards, people }: SiteProtection): number | null {
  const counts = [guards, people].flatMap((one) => one?.count ?? []);
  return counts.length === 0 ? null : Math.min(...counts);
}

/** How many are missing to the minimum; 0 when none are, or when no minimum or no number is known. */
export function guardsMissing(protection: SiteProtection): number {
  const strength = guardStrength(protection);
  if (strength === null || protection.guardMinimum === null) return 0;
  return Math.max(0, protection.guardMinimum - strength);
}
