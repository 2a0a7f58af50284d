import { FrameDecoder } from '@rearguard/shared';
import { byUnit, delaysOf, type Told } from '../delays.js';
import { type Figure, must } from '../figure.js';
import { describe, loadFor, runLoad, UNITS, warmUp, watch } from '../load-run.js';
import { percentile } from '../statistics.js';
import { type DrawnUpdate, type HeardFrame, Wall } from '../wall.js';
import { EMBEDDED } from '../room/backend.js';

/** Every unit once a second. */
const LOAD = { perSecond: 10_000, seconds: 20 };
/** Before anything counts: a page that has just been opened is busy with opening, which is a figure of its own. */
const SETTLING = { ...LOAD, seconds: 5 };
/** Every so many units are followed to the picture. */
const NOTE_EVERY = 10;

/** When each noted unit's positions were on the canvas: with the first drawing that began after their frame came. */
function drawnPositions(frames: readonly HeardFrame[], updates: readonly DrawnUpdate[]): Map<number, Told[]> {
  const decoder = new FrameDecoder();
  const rows: (Told & { unitNo: number })[] = [];
  let next = 0;
  for (const { at, bytes } of frames) {
    while (next < updates.length && updates[next]!.drawAt < at) next += 1;
    const update = updates[next];
    decoder.read(bytes, ({ no, observedAt }) => {
      if (update && no % NOTE_EVERY === 0) rows.push({ unitNo: no, observedAt, at: update.doneAt });
    });
  }
  return byUnit(rows);
}

/** From a report that is handed in to the picture that shows it. */
export const drawn: Figure = {
  name: 'drawn',
  about: "a report's way to the drawn picture in Chromium, 10,000 units, each once a second",
  on: [EMBEDDED],
  async run(bench) {
    const stage = await bench.stage();
    const { room } = stage;
    await watch(stage, 1);
    await warmUp(stage);
    const wall = await Wall.prepare(await bench.browser());
    await wall.enter(await room.command('sign-in-link', 'watch-officer'), UNITS);
    await runLoad(stage, loadFor(stage, SETTLING));
    const run = await runLoad(stage, loadFor(stage, LOAD));
    bench.say(`  ${describe(run)}`);
    await wall.page.waitForTimeout(2_000);
    const { updates, frames } = await wall.recorded();
    must(updates.length > 0, 'the page drew nothing');
    const delays = delaysOf(run.sent, run.load, await room.unitNumbers(), drawnPositions(frames, updates));
    const fromSent = percentile(delays.sinceSent, 0.99);
    const figure = (name: string, share: number, floor: number, goal: number) => ({
      figure: `drawn-${name}`,
      value: Math.max(0, percentile(delays.sinceAccepted, share)),
      unit: 'ms',
      floor,
      goal,
      better: 'less' as const,
    });
    return [
      figure('p50', 0.5, 400, 60),
      {
        ...figure('p99', 0.99, 400, 120),
        note:
          `from reading the 202 until the drawing call was done; from sending the request it is ` +
          `${Math.round(fromSent)} ms; ${LOAD.perSecond.toLocaleString('en')} reports/s; software GL at 1440 × 900, ${(updates.length / (SETTLING.seconds + LOAD.seconds)).toFixed(1)} drawings/s`,
      },
    ];
  },
};
