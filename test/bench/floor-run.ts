import type { Bench, Stage } from './bench.js';
import { byUnit, type Delays, delaysOf } from './delays.js';
import { memoryMb } from '../topology/processes.js';
import { memoryOf } from './cost.js';
import { checkHistory, describe, loadFor, type Run, runLoad, warmUp, watch } from './load-run.js';
import { setTimeout as pause } from 'node:timers/promises';
import { median } from './statistics.js';

export const FLOOR_RATE = 50_000;
export const WATCHERS = 50;
/** Every so many units are followed to the client; a prime, so that they stand at every place of a request. */
const NOTE_EVERY = 97;
const REST_S = 10;
const REST_COUNTED = 5;

export interface FloorRun {
  run: Run;
  delays: Delays;
  /** Memory in MB when the load was over for some seconds. */
  restingMb: ReturnType<typeof memoryOf>;
  /** Most that a process which serves ever held. */
  peakMb: number;
}

/** The run at the floor rate, from which several figures are read: 10,000 units and 50 clients that watch. */
export const floorRun = (bench: Bench): Promise<FloorRun> =>
  bench.once('floor run', async () => {
    const stage = await bench.stage();
    const { room, clients } = stage;
    await watch(stage, WATCHERS);
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
    const peakMb = Math.max(...room.parts.server.map((pid) => memoryMb(pid).peak));
    return { run, delays, peakMb, restingMb: await restingMemory(stage) };
  });

/** When the load is over: median of the last seconds. */
async function restingMemory(stage: Stage): Promise<FloorRun['restingMb']> {
  const looks: FloorRun['restingMb'][] = [];
  for (let second = 0; second < REST_S; second++) {
    await pause(1_000);
    looks.push(memoryOf(stage));
  }
  const counted = looks.slice(-REST_COUNTED);
  const of = (part: keyof FloorRun['restingMb']) => median(counted.map((look) => look[part]));
  return { server: of('server'), workers: of('workers'), database: of('database'), redis: of('redis') };
}
