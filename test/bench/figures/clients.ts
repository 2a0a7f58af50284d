import type { Bench } from '../bench.js';
import { type Figure, must } from '../figure.js';
import { describe, loadFor, runLoad, warmUp, watch } from '../load-run.js';
import { EMBEDDED, REDIS } from '../room/backend.js';

const UNITS = 100;
/** Ten requests a second, each a new position of all hundred units. */
const LOAD = { units: UNITS, batch: 100, perSecond: 1_000, wholeTenths: true };
const COUNTS = [500];
const LONG_COUNTS = [500, 1_000, 2_000];
const SECONDS = 20;
const WITHIN_MS = 100;

interface Crowd {
  count: number;
  p50: number;
  p99: number;
  spreadP99: number;
  framesPerS: number;
}

async function crowd(bench: Bench, count: number): Promise<Crowd> {
  const stage = await bench.stage();
  const { clients } = stage;
  await warmUpAlone(bench, stage);
  await watch(stage, count);
  const run = await runLoad(stage, loadFor(stage, { ...LOAD, seconds: SECONDS }));
  const { ageP50, ageP99, spreadP99, frames } = await clients.ask('delays', undefined);
  must(run.totals.clients === count, `${run.totals.clients} of ${count} clients watched`);
  must(run.sent.turnedAway + run.sent.rejected === 0, `reports were refused: ${run.sent.faults.join('; ')}`);
  const framesPerS = frames / count / SECONDS;
  bench.say(
    `  ${count} clients: p50 ${ageP50}, p99 ${ageP99} ms, spread ${spreadP99} ms, ${framesPerS.toFixed(1)} frames/s`,
  );
  bench.say(`  ${describe(run)}`);
  await bench.clear();
  return { count, p50: ageP50, p99: ageP99, spreadP99, framesPerS };
}

/** Units are known before the crowd comes: else each of its members is told of every one. */
async function warmUpAlone(bench: Bench, stage: Awaited<ReturnType<Bench['stage']>>): Promise<void> {
  const first = bench.clients();
  await watch({ ...stage, clients: first }, 1);
  await warmUp({ ...stage, clients: first }, UNITS);
  await first.stop();
}

/** How many clients one node serves. */
export const clients: Figure = {
  name: 'clients',
  about: `socket clients on one node, a hundred units ten times a second, p99 under ${WITHIN_MS} ms`,
  on: [EMBEDDED, REDIS],
  async run(bench) {
    const crowds: Crowd[] = [];
    for (const count of bench.long ? LONG_COUNTS : COUNTS) {
      const next = await crowd(bench, count);
      crowds.push(next);
      if (next.p99 >= WITHIN_MS * 5) break; // more of them cannot be faster
    }
    const note = crowds
      .map(
        ({ count, p50, p99, spreadP99, framesPerS }) =>
          `${count}: p50 ${p50}, p99 ${p99}, first to last client p99 ${spreadP99} ms, ${framesPerS.toFixed(1)} frames/s each`,
      )
      .join('; ');
    const served = crowds.filter(({ p99 }) => p99 < WITHIN_MS).map(({ count }) => count);
    const atFloor = crowds[0]!;
    return [
      {
        figure: 'clients',
        value: Math.max(0, ...served),
        unit: 'clients',
        floor: 500,
        goal: 2_000,
        better: 'more',
        note: `from the tenth of a second that the reports are stamped with to each client, the door in it. ${note}`,
      },
      {
        figure: 'clients-500-p99',
        value: atFloor.p99,
        unit: 'ms',
        floor: WITHIN_MS,
        goal: WITHIN_MS,
        better: 'less',
      },
    ];
  },
};
