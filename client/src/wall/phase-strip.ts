import { dayStart, type Day, type EpochMs, type Phase } from '@rearguard/shared';

const DAY_MS = 86_400_000;
/** Share of the strip that is kept for what stays after the deadline. */
const AFTER_SHARE = 0.15;

/** A stretch of the strip in shares of its width, 0 to 1. */
export interface Span {
  from: number;
  width: number;
}

export interface PhaseStrip {
  months: { at: EpochMs; from: number }[];
  deadline: number;
  phases: { phase: Phase; span: Span; current: boolean; elapsed: number }[];
  /** Where now is; null before the mission's first day. */
  now: number | null;
}

/**
 * Where everything on the strip stands. Time runs evenly from the first day to the end of the deadline's day; what is
 * later is squeezed into the rest. The phases' windows touch neither each other nor the edges by rule, so that gaps
 * between them show.
 */
export function layOut(start: Day, deadline: Day, phases: readonly Phase[], now: EpochMs): PhaseStrip {
  const from = dayStart(start);
  const to = dayStart(deadline) + DAY_MS;
  const share = (at: EpochMs): number => ((at - from) / (to - from)) * (1 - AFTER_SHARE);
  const months = [];
  const first = new Date(from);
  for (let month = 0; ; month++) {
    const at = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + month, 1);
    if (at >= to) break;
    if (at >= from) months.push({ at, from: share(at) });
  }
  return {
    months,
    deadline: 1 - AFTER_SHARE,
    phases: phases
      .filter((phase) => dayStart(phase.start) < to)
      .map((phase, i, all) => {
        const begin = dayStart(phase.start);
        const next = all[i + 1];
        // A day that belongs to two windows is drawn in the later one, so that they do not cover each other.
        const end = Math.min(dayStart(phase.end) + DAY_MS, to, next === undefined ? Infinity : dayStart(next.start));
        return {
          phase,
          span: { from: share(begin), width: share(end) - share(begin) },
          current: now >= begin && now < dayStart(phase.end) + DAY_MS,
          elapsed: Math.min(1, Math.max(0, (now - begin) / (end - begin))),
        };
      }),
    now: now < from ? null : Math.min(1, share(Math.min(now, to + (to - from) * AFTER_SHARE))),
  };
}

/** A stretch of the line of months, in pixels. */
export interface Stretch {
  from: number;
  width: number;
}

/**
 * Where the flag of the day stands beside its line, and the names that it must hide: it goes to the right unless it would
 * cover a name there and none on the left, or would leave the strip.
 */
export function flagOfNow(
  now: number,
  flagWidth: number,
  stripWidth: number,
  names: readonly Stretch[],
): { left: boolean; hidden: number[] } {
  const covered = (from: number): number[] =>
    names.flatMap((name, i) => (from < name.from + name.width && name.from < from + flagWidth ? i : []));
  const [right, left] = [covered(now), covered(now - flagWidth)];
  const goesLeft = now + flagWidth > stripWidth || (right.length > left.length && now >= flagWidth);
  return { left: goesLeft, hidden: goesLeft ? left : right };
}
