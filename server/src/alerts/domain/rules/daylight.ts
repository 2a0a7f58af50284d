import type { EpochMs } from '@rearguard/shared';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The hours, UTC, in which a convoy rests. They may pass midnight. */
export interface Night {
  fromHour: number;
  toHour: number;
}

/** Milliseconds between two instants that are not night. */
export function dayMs(from: EpochMs, to: EpochMs, night: Night): number {
  let sum = 0;
  for (const [start, end] of nextDays(from, night)) {
    if (start >= to) break;
    sum += Math.max(0, Math.min(to, end) - Math.max(from, start));
  }
  return sum;
}

/** The instant at which so much of daytime has passed since another. */
export function afterDayMs(from: EpochMs, ms: number, night: Night): EpochMs | null {
  let left = ms;
  for (const [start, end] of nextDays(from, night)) {
    const begin = Math.max(from, start);
    const length = Math.max(0, end - begin);
    if (length >= left) return begin + left;
    left -= length;
  }
  return null;
}

/** A halt is not followed for longer. */
const MOST_DAYS = 60;

/** Daytimes from the one before an instant on, as [start, end]. */
function* nextDays(from: EpochMs, { fromHour, toHour }: Night): Iterable<[EpochMs, EpochMs]> {
  const length = ((fromHour - toHour + 24) % 24 || 24) * HOUR_MS;
  const midnight = Math.floor(from / DAY_MS) * DAY_MS;
  for (let day = -1; day < MOST_DAYS; day++) {
    const start = midnight + day * DAY_MS + toHour * HOUR_MS;
    yield [start, start + length];
  }
}
