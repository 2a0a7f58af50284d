import type { HandoverItem } from '@rearguard/shared';

/** Figures that move by the minute: an item is not another one because of them. */
const MOVING = new Set(['etaAt', 'lateMin', 'headKm', 'speedKmh', 'lastReceivedAt']);

/** The items of now, with the ticks of those that say the same as before. */
export function takenIn(before: readonly HandoverItem[], now: readonly HandoverItem[]): HandoverItem[] {
  const known = new Map(before.map((item) => [item.id, item]));
  return now.map((item) => {
    const was = known.get(item.id);
    return was && print(was) === print(item) ? { ...item, tick: was.tick } : item;
  });
}

/** What is new or different, and what is no longer so. */
export function difference(
  before: readonly HandoverItem[],
  now: readonly HandoverItem[],
): { changed: string[]; gone: string[] } {
  const known = new Map(before.map((item) => [item.id, print(item)]));
  const ids = new Set(now.map(({ id }) => id));
  return {
    changed: now.filter((item) => known.get(item.id) !== print(item)).map(({ id }) => id),
    gone: before.filter(({ id }) => !ids.has(id)).map(({ id }) => id),
  };
}

function print({ section, severity, text, facts }: HandoverItem): string {
  const still = Object.entries(facts).filter(([name]) => !MOVING.has(name));
  return JSON.stringify([section, severity, text, still.sort(([a], [b]) => (a < b ? -1 : 1))]);
}
