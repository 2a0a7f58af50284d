import type { EpochMs } from '@rearguard/shared';

const TIME = /^(\d{1,2}):?(\d{2})$/;
const DAY_AND_TIME = /^(\d{4}-\d{2}-\d{2})[T ]+(\d{1,2}):?(\d{2})(?::\d{2}(?:\.\d+)?)?Z?$/;

/** An instant as a field shows it: `2023-08-13 09:00`, in UTC. */
export function toUtcField(instant: string): string {
  return instant.slice(0, 16).replace('T', ' ');
}

/**
 * What somebody typed as an instant in UTC: `2023-08-13 09:00`, or `09:00` and `0900` for today.
 * @returns null for what is none
 */
export function readUtcField(text: string, now: EpochMs): string | null {
  const given = text.trim();
  const time = TIME.exec(given);
  const [, day, hour, minute] = time
    ? [given, new Date(now).toISOString().slice(0, 10), time[1], time[2]]
    : (DAY_AND_TIME.exec(given) ?? []);
  if (day === undefined || hour === undefined || minute === undefined) return null;
  const instant = `${day}T${hour.padStart(2, '0')}:${minute}:00Z`;
  const at = Date.parse(instant);
  // 31 June is read as 1 July, which nobody meant.
  return Number.isNaN(at) || !new Date(at).toISOString().startsWith(day) ? null : instant;
}
