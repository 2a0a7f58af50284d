import { type AlarmQuality, FLAPPING_TIMES, FLAPPING_WITHIN_MIN } from '@rearguard/shared';
import type { Raise, Story } from './story.js';

const TOP = 10;
const WITHIN_MS = FLAPPING_WITHIN_MIN * 60_000;

const named = ({ cause, kind, ruleId, subjects }: Story) => ({ cause, kind, ruleId, subjects });
const byTimes = (a: { times: number; cause: string }, b: { times: number; cause: string }) =>
  b.times - a.times || (a.cause < b.cause ? -1 : 1);

function byCause(raises: readonly Raise[]): Map<string, Raise[]> {
  const groups = new Map<string, Raise[]>();
  for (const raise of raises) {
    const known = groups.get(raise.story.cause);
    if (known) known.push(raise);
    else groups.set(raise.story.cause, [raise]);
  }
  return groups;
}

/** Causes that were raised three times or more within half an hour, with the most within one. Raises come by time. */
export function flappingOf(raises: readonly Raise[]): AlarmQuality['flapping'] {
  // The end of a shelf is a person's own choice, and no flapping.
  const own = raises.filter(({ story, index }) => story.steps[index]!.action !== 'unshelve');
  return [...byCause(own).values()]
    .map((those) => ({ ...named(those[0]!.story), times: mostWithin(WITHIN_MS, those) }))
    .filter(({ times }) => times >= FLAPPING_TIMES)
    .sort(byTimes);
}

function mostWithin(ms: number, raises: readonly Raise[]): number {
  let most = 0;
  let first = 0;
  raises.forEach(({ at }, index) => {
    while (at - raises[first]!.at > ms) first += 1;
    most = Math.max(most, index - first + 1);
  });
  return most;
}

/** The ten that were raised most, each with its share of all. */
export function topOf(raises: readonly Raise[]): Pick<AlarmQuality, 'top' | 'topShare'> {
  const top = [...byCause(raises).values()]
    .map((those) => ({ ...named(those[0]!.story), times: those.length, share: those.length / raises.length }))
    .sort(byTimes)
    .slice(0, TOP);
  const times = top.reduce((sum, one) => sum + one.times, 0);
  return { top, topShare: raises.length === 0 ? 0 : times / raises.length };
}
