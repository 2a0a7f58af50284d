import type { Bench } from './bench.js';
import { byUnit, type Delays, delaysOf } from './delays.js';
import { checkHistory, describe, loadFor, type Run, runLoad, warmUp } from './load-run.js';
import { setTimeout as pause } from 'node:timers/promises';
import { memoryMb } from './room/processes.js';
import { median } from './statistics.js';

export const FLOOR_RATE = 50_000;
export const WATCHERS = 50;
/** Every so many units are followed to the client; a prime, so that they stand at every place of a request. */
const NOTE_EVERY = 97;
const REST_S = 15;
const REST_COUNTED = 5;

export interface FloorRun {
  run: Run;
  delays: Delays;
  /** Server memory in MB, when the load was over for some seconds. */
  restingMb: number;
}

/** The run at the floor rate, from which several figures are read: 10,000 units and 50 clients that watch. */
export const floorRun = (bench: Bench): Promise<FloorRun> =>
  bench.once('floor run', async () => {
    const stage = await bench.stage();
    const { room, clients } = stage;
    await clients.ask('open', { url: room.url, token: room.readToken, count: WATCHERS });
    await warmUp(stage);
    const before = await room.stored();
    // Beyond what the room holds, delays would tell of the length of the run.
    const perSecond = Math.min(FLOOR_RATE, bench.heldRate ?? FLOOR_RATE);
    const run = await runLoad(stage, loadFor(stage, { perSecond, seconds: bench.seconds }), NOTE_EVERY);
    bench.say(`  ${describe(run)}`);
    checkHistory(run.sent, (await room.stored()) - before);
    const { unitNo, observedAt, at } = await clients.ask('arrivals', undefined);
    const rows = Array.from(unitNo, (no, i) => ({ unitNo: no, observedAt: observedAt[i]!, at: at[i]! }));
    const delays = delaysOf(run.sent, run.load, await room.unitNumbers(), byUnit(rows));
    const resting: number[] = [];
    for (let second = 0; second < REST_S; second++) {
      await pause(1_000);
      resting.push(memoryMb(room.pid).now);
    }
    return { run, delays, restingMb: median(resting.slice(-REST_COUNTED)) };
  });
