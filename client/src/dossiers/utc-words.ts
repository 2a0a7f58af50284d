import type { EpochMs } from '@rearguard/shared';
import type { Format } from '../i18n/format.js';

/** An instant in UTC, as authorities write it: `18:00`, or `14 Aug 18:00` when it is another day than now. */
export function utcNear(at: EpochMs, now: EpochMs, format: Format): string {
  const [day, today] = [at, now].map((one) => new Date(one).toISOString().slice(0, 10)) as [string, string];
  return day === today ? format.utcClock(at) : `${format.day(day, today)} ${format.utcClock(at)}`;
}

/** From when to when, in UTC: `13 Aug 06:00–18:00`. */
export function utcSpan(from: EpochMs, to: EpochMs, now: EpochMs, format: Format): string {
  return `${utcNear(from, now, format)}–${utcNear(to, sameDay(from, to) ? to : now, format)}`;
}

const sameDay = (a: EpochMs, b: EpochMs): boolean => Math.floor(a / 86_400_000) === Math.floor(b / 86_400_000);
