import type { Bench } from '../bench.js';
import type { Totals } from '../clients/main.js';
import { type Figure, type Measured, must } from '../figure.js';
import { floorRun, WATCHERS } from '../floor-run.js';
import { loadFor, runLoad, warmUp, watch } from '../load-run.js';
import { EMBEDDED } from '../room/backend.js';

/** Ten convoys of a hundred vehicles, each vehicle heard every five seconds, handed in ten at a time. */
const CONVOYS = { units: 1_000, perSecond: 200, batch: 10 };
const SECONDS = 20;

function perUpdate(figure: string, totals: Totals, of: string): Measured {
  must(totals.updates > 0, 'no position update reached a client');
  const all = (totals.bytes / totals.updates).toFixed(1);
  const inFrame = (totals.updates / (totals.frames - totals.keyframes)).toFixed(1);
  return {
    figure,
    value: totals.frameBytes / totals.updates,
    unit: 'bytes',
    floor: 16,
    goal: 6,
    better: 'less',
    note: `${of}; ${inFrame} updates in a frame; with changes, health and clock it is ${all} bytes`,
  };
}

async function convoys(bench: Bench): Promise<Totals> {
  const stage = await bench.stage();
  await watch(stage, 10);
  await warmUp(stage, CONVOYS.units);
  const { totals } = await runLoad(stage, loadFor(stage, { ...CONVOYS, seconds: SECONDS, ownAges: true }));
  return totals;
}

/** What a position update costs on the line to each client. */
export const bytesPerUpdate: Figure = {
  name: 'bytes',
  about: 'bytes on the line for each position update and client',
  on: [EMBEDDED],
  async run(bench) {
    const { run } = await floorRun(bench);
    await bench.clear();
    return [
      perUpdate(
        'bytes-10000-units',
        run.totals,
        `10,000 units at ${Math.round(run.perSecond).toLocaleString('en')} reports/s, ${WATCHERS} clients`,
      ),
      perUpdate('bytes-convoys', await convoys(bench), '10 convoys of 100 vehicles, a report of each every 5 s'),
    ];
  },
};
