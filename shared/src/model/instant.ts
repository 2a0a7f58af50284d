import { z } from 'zod';

/** An instant inside the program: milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number;

/** Seconds since 1970 stay below this until the year 5138; as milliseconds the same number lies in 1973. */
const SECONDS_NOT_MILLISECONDS = 100_000_000_000;

/** Times outside are slips of the keyboard, and beyond what dates can be written in. */
const EARLIEST = Date.UTC(1900, 0, 1);
const LATEST = Date.UTC(2200, 0, 1);

/**
 * A time as the wire takes it: RFC 3339 with an offset, or integer milliseconds since 1970. Parsed to {@link EpochMs}.
 * A time without an offset is refused, since nobody can know which place it means; so is a number that can only be
 * seconds.
 */
export const InstantIn = z
  .union(
    [
      z.iso.datetime({ offset: true, error: 'must be RFC 3339 with an offset, such as 2023-08-13T09:00:00Z' }),
      z.int({ error: 'must be whole milliseconds since 1970' }),
    ],
    { error: 'must be a time: RFC 3339 with an offset, or whole milliseconds since 1970' },
  )
  .transform((value, context): EpochMs => {
    if (typeof value === 'string') return Date.parse(value);
    if (value > 0 && value < SECONDS_NOT_MILLISECONDS) {
      context.addIssue({
        code: 'custom',
        message: `${value} looks like seconds since 1970; send milliseconds`,
        params: { code: 'seconds-not-milliseconds' },
      });
      return z.NEVER;
    }
    return value;
  })
  .refine((at) => at >= EARLIEST && at < LATEST, { error: 'must lie between the years 1900 and 2200' });

/** A time as the wire gives it: RFC 3339 in UTC. */
export const InstantOut = z.iso.datetime();
export type InstantOut = z.infer<typeof InstantOut>;

/** A calendar day of the mission, `2023-08-13`, in UTC. */
export const Day = z.iso.date();
export type Day = z.infer<typeof Day>;

/** RFC 3339 in UTC, as every answer carries it. */
export function toInstantOut(at: EpochMs): InstantOut {
  return new Date(at).toISOString();
}
