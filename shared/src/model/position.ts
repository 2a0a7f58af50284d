import { z } from 'zod';
import { InstantIn } from './instant.js';

/** The name of a subject (unit, convoy, report) as a feed gives it. */
export const SubjectId = z
  .string({ error: 'must be text' })
  .min(1, 'must not be empty')
  .max(64, 'is longer than 64 characters')
  // Control characters would break logs and labels; everything printable is a legal call sign somewhere.
  .regex(/^[^\p{Cc}]*$/u, 'has control characters')
  // Half of a surrogate pair is not text: UTF-8 cannot carry it, so what is stored would be another name.
  .regex(/^[^\p{Cs}]*$/u, 'has half of a character');

/** Symbol identification code of APP-6 / MIL-STD-2525, 10 to 30 characters. */
export const SymbolCode = z
  .string({ error: 'must be text' })
  .regex(/^[A-Z0-9*-]{10,30}$/i, 'is not an APP-6 / MIL-STD-2525 symbol code');

const within = (what: string, min: number, max: number) =>
  z
    .number({ error: `must be a number of ${what} from ${min} to ${max}` })
    .min(min)
    .max(max);

/**
 * One position report of the feed `positions` as it comes in.
 * Unknown fields are ignored, so that a gateway may send more than we read.
 */
export const PositionReport = z.object({
  /** Given by the source; the same id again with the same content changes nothing. */
  reportId: SubjectId.optional(),
  unitId: SubjectId,
  /** WGS 84 degrees. */
  lat: within('degrees', -90, 90),
  lon: within('degrees', -180, 180),
  /** When the unit was there. */
  observedAt: InstantIn,
  speedKmh: within('km/h', 0, 2_000).optional(),
  /** Course over ground, degrees clockwise from true north. */
  courseDeg: within('degrees', 0, 360).optional(),
  altitudeM: within('metres', -500, 30_000).optional(),
  /** Radius within which the unit is with 68 % confidence. */
  accuracyM: within('metres', 0, 1_000_000).optional(),
  convoyId: SubjectId.optional(),
  callsign: SubjectId.optional(),
  symbol: SymbolCode.optional(),
});
export type PositionReport = z.infer<typeof PositionReport>;
