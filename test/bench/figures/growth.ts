import type { Bench } from '../bench.js';
import { describeCost, productUs } from '../cost.js';
import type { Figure } from '../figure.js';
import { loadFor, type Run, runLoad, warmUp, watch } from '../load-run.js';
import { EMBEDDED, REDIS } from '../room/backend.js';

const FEW = 1_000;
const MANY = 100_000;
const RATE = 20_000;
const WATCHERS = 10;
const SECONDS = 15;

async function runWith(bench: Bench, units: number): Promise<Run> {
  const stage = await bench.stage();
  await watch(stage, WATCHERS);
  await warmUp(stage, units, RATE);
  const run = await runLoad(stage, loadFor(stage, { units, perSecond: RATE, seconds: bench.long ? 60 : SECONDS }));
  bench.say(`  ${units.toLocaleString('en')} units: ${describeCost(run.cost)}`);
  await bench.clear();
  return run;
}

/** Whether a report costs more in a room that knows many units. */
export const growth: Figure = {
  name: 'growth',
  about: `processor time of a report with ${MANY.toLocaleString('en')} units against ${FEW.toLocaleString('en')}`,
  on: [EMBEDDED, REDIS],
  async run(bench) {
    const [few, many] = [await runWith(bench, FEW), await runWith(bench, MANY)];
    const [usFew, usMany] = [productUs(few.cost), productUs(many.cost)];
    return [
      {
        figure: 'growth',
        value: (usMany / usFew - 1) * 100,
        unit: '%',
        floor: 30,
        // Runs of the same number of units differ by as much.
        goal: 5,
        better: 'less',
        note:
          `all processes of the room, ${RATE.toLocaleString('en')} reports/s, ${WATCHERS} clients: ` +
          `${usFew.toFixed(1)} µs a report with ${FEW.toLocaleString('en')} units (${describeCost(few.cost)}), ` +
          `${usMany.toFixed(1)} µs with ${MANY.toLocaleString('en')} (${describeCost(many.cost)})`,
      },
    ];
  },
};
