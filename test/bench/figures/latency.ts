import type { Bench } from '../bench.js';
import { byUnit, type Delays, delaysOf } from '../delays.js';
import type { Figure, Measured } from '../figure.js';
import { FLOOR_RATE, floorRun, WATCHERS } from '../floor-run.js';
import { loadFor, type Run, runLoad, warmUp, watch } from '../load-run.js';
import { percentile } from '../statistics.js';
import { EMBEDDED, REDIS, REDIS_2_NODES } from '../room/backend.js';

const SHARES = [
  { name: 'p50', share: 0.5, floor: 100, goal: 40 },
  { name: 'p99', share: 0.99, floor: 250, goal: 80 },
];
/** A room with hardly anything to do: what the path itself takes. */
const QUIET = { perSecond: 200, batch: 1, seconds: 15 };

async function quietRun(bench: Bench): Promise<{ run: Run; delays: Delays }> {
  const stage = await bench.stage();
  const { room, clients } = stage;
  await watch(stage, WATCHERS);
  await warmUp(stage);
  const run = await runLoad(stage, loadFor(stage, QUIET), 1);
  const { unitNo, observedAt, at } = await clients.ask('arrivals', undefined);
  const rows = Array.from(unitNo, (no, i) => ({ unitNo: no, observedAt: observedAt[i]!, at: at[i]! }));
  return { run, delays: delaysOf(run.sent, run.load, await room.unitNumbers(), byUnit(rows)) };
}

function measured(name: string, { run, delays }: { run: Run; delays: Delays }): Measured[] {
  const rate = Math.round(run.perSecond).toLocaleString('en');
  return SHARES.map(({ name: shareName, share, floor, goal }) => ({
    figure: `${name}-${shareName}`,
    // Below zero the picture was faster than the answer.
    value: Math.max(0, percentile(delays.sinceAccepted, share)),
    unit: 'ms',
    floor,
    goal,
    better: 'less',
    note:
      `from reading the 202 until the frame came, at ${rate} accepted/s; from sending the request it is ` +
      `${Math.round(percentile(delays.sinceSent, share))} ms; ${delays.sinceSent.length} reports followed`,
  }));
}

/** How long a report takes to a socket client: at the floor rate, and in a quiet room. */
export const latency: Figure = {
  name: 'latency',
  about: `from the 202 to a socket client at ${FLOOR_RATE.toLocaleString('en')} reports/s, and unloaded`,
  on: [EMBEDDED, REDIS, REDIS_2_NODES],
  async run(bench) {
    const loaded = measured('latency', await floorRun(bench));
    // What it takes with nothing to do, one process tells.
    if (bench.backend.roles.length > 1) return loaded;
    await bench.clear();
    return [...loaded, ...measured('latency-unloaded', await quietRun(bench))];
  },
};
