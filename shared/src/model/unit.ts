import { z } from 'zod';
import { InstantOut } from './instant.js';
import { SubjectId, SymbolCode } from './position.js';

/** What is known of a unit apart from where it is. Travels in the change log under the kind `unit`. */
export const UnitFacts = z.object({
  id: z.string(),
  /** Small whole number that stands for the unit in track frames. */
  no: z.int(),
  version: z.int(),
  callsign: z.string().nullable(),
  symbol: z.string().nullable(),
  convoyId: z.string().nullable(),
  /** False for a unit that reports without having been entered by anyone. */
  registered: z.boolean(),
  /** True once its last position is older than {@link staleAfterS}; a new position ends it. */
  stale: z.boolean(),
  /** Seconds after which its last position counts as stale; follows from how often it usually reports. */
  staleAfterS: z.int(),
});
export type UnitFacts = z.infer<typeof UnitFacts>;

/** What is entered of a unit, whether it has reported or not. `POST /api/units`. */
export const UnitEntry = z.object({
  id: SubjectId,
  callsign: SubjectId.nullable().default(null),
  symbol: SymbolCode.nullable().default(null),
});
export type UnitEntry = z.infer<typeof UnitEntry>;

/** What is amended of a unit, by who has seen this version of it. `PATCH /api/units/{id}`. */
export const UnitAmendment = z.object({
  version: z.int(),
  callsign: SubjectId.nullable().optional(),
  symbol: SymbolCode.nullable().optional(),
  /** False takes it off the register. */
  registered: z.boolean().optional(),
});
export type UnitAmendment = z.infer<typeof UnitAmendment>;

/** Where a unit is, by its newest report. */
export const UnitPosition = z.object({
  lat: z.number(),
  lon: z.number(),
  speedKmh: z.number().nullable(),
  courseDeg: z.number().nullable(),
  altitudeM: z.number().nullable(),
  accuracyM: z.number().nullable(),
  observedAt: InstantOut,
  receivedAt: InstantOut,
});
export type UnitPosition = z.infer<typeof UnitPosition>;

export const Unit = UnitFacts.extend(UnitPosition.shape);
export type Unit = z.infer<typeof Unit>;

/** One stored point of a unit's track. */
export const TrackPoint = UnitPosition.extend({
  id: z.string(),
  version: z.int(),
  feed: z.literal('positions'),
  /** True when the source's time was moved to the exercise's clock. */
  moved: z.boolean(),
  /** The source's own time, when it was moved. */
  sourceObservedAt: InstantOut.nullable(),
});
export type TrackPoint = z.infer<typeof TrackPoint>;
