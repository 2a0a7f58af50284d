import { ALARM_GUIDE, type AlarmQuality, type EpochMs, toInstantOut } from '@rearguard/shared';
import type { Raise, Span, Watch } from './story.js';

export const HOUR_MS = 3_600_000;
export const TEN_MINUTES_MS = 600_000;

/** How many were raised in each span of a length, from the beginning on; the last one may be shorter. */
export function countsBy(lengthMs: number, { from, to }: Span, raises: readonly Raise[]): number[] {
  const counts = new Array<number>(Math.ceil((to - from) / lengthMs)).fill(0);
  for (const { at } of raises) counts[Math.floor((at - from) / lengthMs)]! += 1;
  return counts;
}

/** What falls to one officer at the desk in an hour. */
export function loadOf(span: Span, raises: readonly Raise[], watches: readonly Watch[]): AlarmQuality['load'] {
  const counts = countsBy(HOUR_MS, span, raises);
  const hours = counts.map((count, index) => {
    const from = span.from + index * HOUR_MS;
    const to = Math.min(from + HOUR_MS, span.to);
    const officers = Math.max(1, mannedMs(watches, { from, to }) / (to - from));
    return { from, raises: count, officers, perOfficer: count / officers, lengthH: (to - from) / HOUR_MS };
  });
  const worst = hours.reduce<(typeof hours)[number] | null>(
    (most, hour) => (hour.raises > 0 && hour.perOfficer > (most?.perOfficer ?? 0) ? hour : most),
    null,
  );
  const officerHours = hours.reduce((sum, { officers, lengthH }) => sum + officers * lengthH, 0);
  const within = (most: number) => hours.filter(({ perOfficer }) => perOfficer <= most).length;
  const acceptable = within(ALARM_GUIDE.acceptablePerHour);
  const manageable = within(ALARM_GUIDE.manageablePerHour);
  return {
    perOfficerHour: officerHours === 0 ? 0 : raises.length / officerHours,
    worstHour: worst && { from: toInstantOut(worst.from), raises: worst.raises, perOfficer: worst.perOfficer },
    acceptableHours: acceptable,
    manageableHours: manageable - acceptable,
    overHours: hours.length - manageable,
    unmannedHours: unmannedMs(watches, span) / HOUR_MS,
    raisesWhileUnmanned: raises.filter(({ at }) => !watches.some(({ from, to }) => at >= from && at < to)).length,
  };
}

export function floodsOf(span: Span, raises: readonly Raise[]): AlarmQuality['floods'] {
  const counts = countsBy(TEN_MINUTES_MS, span, raises);
  const floods = counts.filter((count) => count > ALARM_GUIDE.floodAbove).length;
  const most = counts.reduce((max, count) => Math.max(max, count), 0);
  const worst = most === 0 ? null : counts.indexOf(most);
  return {
    spans: counts.length,
    floods,
    share: counts.length === 0 ? 0 : floods / counts.length,
    worst: worst === null ? null : { from: toInstantOut(span.from + worst * TEN_MINUTES_MS), raises: most },
  };
}

const overlap = (a: Span, b: Span): number => Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from));

/** Of each officer: two who stand there at once count twice. */
function mannedMs(watches: readonly Watch[], span: Span): number {
  return watches.reduce((sum, watch) => sum + overlap(watch, span), 0);
}

/** Time in which nobody stood there. */
function unmannedMs(watches: readonly Watch[], { from, to }: Span): number {
  let unmanned = 0;
  let seen: EpochMs = from;
  for (const watch of [...watches].sort((a, b) => a.from - b.from)) {
    unmanned += Math.max(0, Math.min(watch.from, to) - seen);
    seen = Math.max(seen, Math.min(watch.to, to));
  }
  return unmanned + (to - seen);
}
