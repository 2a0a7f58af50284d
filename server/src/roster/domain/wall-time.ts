import type { EpochMs } from '@rearguard/shared';

const formats = new Map<string, Intl.DateTimeFormat>();

/** How far a place's clocks are ahead of UTC at an instant. @throws RangeError for a zone that nobody knows */
function aheadMs(zone: string, at: EpochMs): number {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const wall = Date.UTC(
    parts['year']!,
    parts['month']! - 1,
    parts['day'],
    parts['hour'],
    parts['minute'],
    parts['second'],
  );
  return wall - Math.floor(at / 1_000) * 1_000;
}

/**
 * The instant at which clocks of a place show a time. One that they show twice is the first of the two; one that they
 * skip is as long after the gap as it is into it.
 * @param wall the time shown, written as if it were UTC
 */
export function instantOf(wall: EpochMs, zone: string): EpochMs {
  const early = wall - aheadMs(zone, wall - 86_400_000);
  if (early + aheadMs(zone, early) === wall) return early;
  return wall - aheadMs(zone, early);
}

export function isZone(zone: string): boolean {
  try {
    aheadMs(zone, 0);
    return true;
  } catch {
    return false;
  }
}
