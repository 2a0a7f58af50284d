import type { Bench, Stage } from '../bench.js';
import type { Figure } from '../figure.js';
import { FLOOR_RATE, WATCHERS } from '../floor-run.js';
import { checkHistory, describe, loadFor, type Run, runLoad, warmUp, watch, whyNotHeld } from '../load-run.js';
import { EMBEDDED, REDIS, REDIS_2_NODES } from '../room/backend.js';

/** Rates that are tried for a short time, upwards from the floor while they hold, or downwards until one does. */
const UPWARDS = [50_000, 75_000, 100_000, 150_000, 200_000];
const DOWNWARDS = [40_000, 30_000, 20_000, 15_000, 10_000, 7_500, 5_000, 2_500, 1_000];
const TRY_S = 12;
/** Long runs before the search is given up as wrong. */
const MOST_TRIES = 4;

/** Runs a rate and counts history; why it did not hold goes to people. */
async function attempt(
  bench: Bench,
  stage: Stage,
  perSecond: number,
  seconds: number,
): Promise<{ run: Run; held: boolean }> {
  const before = await stage.room.stored();
  const run = await runLoad(stage, loadFor(stage, { perSecond, seconds }));
  if (run.sent.turnedAway > 0) await stage.room.untilStill();
  checkHistory(run.sent, (await stage.room.stored()) - before);
  const why = whyNotHeld(run);
  bench.say(`  ${seconds} s: ${describe(run)}: ${why === null ? 'held' : `not held, ${why}`}`);
  return { run, held: why === null };
}

/** The highest rate that holds for a short time. */
async function search(bench: Bench, stage: Stage): Promise<number> {
  let highest = 0;
  let reached = 0;
  for (const rate of UPWARDS) {
    const { run, held } = await attempt(bench, stage, rate, TRY_S);
    reached = run.perSecond;
    if (!held) break;
    highest = rate;
  }
  if (highest > 0) return highest;
  // What was not even taken in while nothing was held back cannot hold.
  const within = DOWNWARDS.filter((rate) => rate <= reached);
  for (const rate of within) if ((await attempt(bench, stage, rate, TRY_S)).held) return rate;
  throw new Error(`none of ${[UPWARDS[0], ...within].join(', ')} reports a second is held`);
}

/** How many reports a second the whole path carries without a growing backlog. */
export const throughput: Figure = {
  name: 'throughput',
  about: `position reports a second through the whole path, ${WATCHERS} clients watching`,
  on: [EMBEDDED, REDIS, REDIS_2_NODES],
  async run(bench) {
    const stage = await bench.stage();
    await watch(stage, WATCHERS);
    await warmUp(stage);
    const found = await search(bench, stage);
    const rates = [...DOWNWARDS, ...UPWARDS].filter((rate) => rate <= found).sort((a, b) => b - a);
    // What holds for some seconds must hold for the whole run, else the next lower rate is tried.
    for (const rate of rates.slice(0, MOST_TRIES)) {
      const { run, held } = await attempt(bench, stage, rate, bench.seconds);
      if (!held) continue;
      bench.heldRate = rate;
      return [
        {
          figure: 'throughput',
          value: rate,
          unit: 'reports/s',
          floor: FLOOR_RATE,
          goal: 200_000,
          better: 'more',
          note: `the highest of the tried rates that held for ${bench.seconds} s; ${describe(run)}`,
        },
      ];
    }
    throw new Error(`${found} reports a second held for ${TRY_S} s, and nothing near it for ${bench.seconds} s`);
  },
};
