import { z } from 'zod';
import { InstantIn } from './instant.js';

/** The name of a subject (unit, convoy, report) as a feed gives it. */
export const SubjectId = z
  .string({ error: 'must be text' })
  .min(1, 'must not be empty')
  .max(64, 'is longer than 64 characters')
  // Control characters would break logs and labels; everything printable is a legal call sign somewhere.
  .regex(/^[^\p{Cc}]+$/u, 'has control characters');

const finite = (what: string) => z.number({ error: `must be a number of ${what}` });

/**
 * One position report of the feed `positions` as it comes in.
 * Unknown fields are ignored, so that a gateway may send more than we read.
 */
export const PositionReport = z.object({
  /** Given by the source; the same id again with the same content changes nothing. */
  reportId: SubjectId.optional(),
  unitId: SubjectId,
  /** WGS 84 degrees. */
  lat: finite('degrees').min(-90, 'is not a latitude (-90 to 90)').max(90, 'is not a latitude (-90 to 90)'),
  lon: finite('degrees').min(-180, 'is not a longitude (-180 to 180)').max(180, 'is not a longitude (-180 to 180)'),
  /** When the unit was there. */
  observedAt: InstantIn,
  speedKmh: finite('km/h').min(0).max(2_000).optional(),
  /** Course over ground, degrees clockwise from true north. */
  courseDeg: finite('degrees').min(0).max(360).optional(),
  altitudeM: finite('metres').min(-500).max(30_000).optional(),
  /** Radius within which the unit is with 68 % confidence. */
  accuracyM: finite('metres').min(0).max(1_000_000).optional(),
  convoyId: SubjectId.optional(),
  callsign: SubjectId.optional(),
  /** Symbol identification code of APP-6 / MIL-STD-2525, 10 to 30 characters. */
  symbol: z
    .string()
    .regex(/^[A-Z0-9*-]{10,30}$/i, 'is not an APP-6 / MIL-STD-2525 symbol code')
    .optional(),
});
export type PositionReport = z.infer<typeof PositionReport>;
