import { z } from 'zod';
import { Day } from './instant.js';
import { Name } from './name.js';
import { SiteProtection } from './protection.js';

export const SiteKind = z.enum(['camp', 'temporary_operating_base', 'headquarters']);
export type SiteKind = z.infer<typeof SiteKind>;

/** `open` → `closing` → `handed_over` and `closed`, which may come in either order. */
export const SiteState = z.enum(['open', 'closing', 'handed_over', 'closed']);
export type SiteState = z.infer<typeof SiteState>;

/**
 * A base of the mission. It is closed by its last departure (or, where that day is not known, by its handover), and
 * handed over only by a signed act: two facts, either first.
 */
export const Site = z.object({
  id: z.string(),
  version: z.int(),
  name: Name,
  kind: SiteKind,
  region: z.string(),
  lat: z.number(),
  lon: z.number(),
  /** Phase of the plan in which it closes; `LIQ` when it stays for the liquidation. */
  phaseId: z.string(),
  hub: z.boolean(),
  /** One of the eleven camps of S/2023/611; false for Ogossagou (temporary base) and Bamako. */
  countedInLetter: z.boolean(),
  state: SiteState,
  /** Day of the last departure, when that is a fact. */
  lastDepartureOn: Day.nullable(),
  /** Day of the signed handover, when that is a fact. */
  handedOverOn: Day.nullable(),
  /** Closing has begun and not ended; shown with the day when it is to end, if that is known. */
  plannedOn: Day.nullable(),
  /** Posture and guards. Missing in what was stored before there was such a thing. */
  protection: SiteProtection.optional(),
  source: z.string(),
});
export type Site = z.infer<typeof Site>;

/** A phase of the plan with its window. 15 December 2023 belongs to both II b and II c. */
export const Phase = z.object({
  id: z.string(),
  name: Name,
  /** Short mark for the strip, such as `II a`. */
  mark: z.string(),
  start: Day,
  end: Day,
  siteIds: z.array(z.string()),
});
export type Phase = z.infer<typeof Phase>;
