import { z } from 'zod';
import { InstantIn, InstantOut } from './instant.js';
import { SubjectId } from './position.js';

/** States that positions alone can prove. */
export const ConvoyState = z.enum(['planned', 'departed', 'arrived']);
export type ConvoyState = z.infer<typeof ConvoyState>;

/** What somebody who plans a movement says about it. `POST /api/convoys`. */
export const ConvoyPlan = z.object({
  id: SubjectId,
  routeId: z.string(),
  /** True when it travels the route from its end to its beginning. */
  reversed: z.boolean().default(false),
  vehicles: z.int().min(0).max(10_000).nullable().default(null),
  people: z.int().min(0).max(100_000).nullable().default(null),
  escort: z
    .string()
    .max(200)
    .regex(/^[^\p{Cc}]*$/u, 'has control characters')
    .nullable()
    .default(null),
  plannedDepartureAt: InstantIn,
  /** A march slower than walking pace over a day is no plan. */
  plannedSpeedKmh: z.number().min(0.5).max(150),
  /** Units that report for it; the first is the head of the column, the last its tail. */
  unitIds: z
    .array(SubjectId)
    .max(200)
    .refine((ids) => new Set(ids).size === ids.length, 'names a unit twice')
    .default([]),
});
export type ConvoyPlan = z.infer<typeof ConvoyPlan>;

/**
 * A convoy as one object: head and tail, kilometres, speed, halts, expected arrival.
 * Kilometres are counted from the convoy's own start, whichever way it travels the route.
 */
export const Convoy = z.object({
  id: z.string(),
  version: z.int(),
  routeId: z.string(),
  reversed: z.boolean(),
  fromPlaceId: z.string(),
  toPlaceId: z.string(),
  state: ConvoyState,
  vehicles: z.int().nullable(),
  people: z.int().nullable(),
  escort: z.string().nullable(),
  unitIds: z.array(z.string()),
  headUnitId: z.string().nullable(),
  tailUnitId: z.string().nullable(),
  plannedDepartureAt: InstantOut,
  plannedArrivalAt: InstantOut,
  plannedSpeedKmh: z.number(),
  departedAt: InstantOut.nullable(),
  arrivedAt: InstantOut.nullable(),
  kmTotal: z.number(),
  /** Null until the head has reported. */
  headKm: z.number().nullable(),
  /** Null until the tail has reported. */
  tailKm: z.number().nullable(),
  /** Speed of the head over its last minutes of movement; 0 while halted. */
  speedKmh: z.number().nullable(),
  /**
   * Mean over the last six hours, halts included; of the whole march when it stood most of these, and once it arrived.
   * What the expected arrival is reckoned with.
   */
  meanSpeedKmh: z.number().nullable(),
  haltedSince: InstantOut.nullable(),
  /** Two reports in a row more than 5 km from the line; ends within 3 km. */
  offRouteSince: InstantOut.nullable(),
  offRouteKm: z.number().nullable(),
  /** True when the head's last position is older than its limit. */
  stale: z.boolean(),
  lastReportAt: InstantOut.nullable(),
  etaAt: InstantOut.nullable(),
  /** Minutes by which the expected (or actual) arrival is after the planned one; negative when early. */
  lateMin: z.number().nullable(),
});
export type Convoy = z.infer<typeof Convoy>;
