import { readHead } from '../clients/frame-head.js';
import { type Figure, must } from '../figure.js';
import { loadFor, runLoad, UNITS, warmUp, watch } from '../load-run.js';
import { percentile } from '../statistics.js';
import { Wall } from '../wall.js';
import { EMBEDDED } from '../room/backend.js';

/** Twice a second all units at once: an update of the whole picture. */
const BURST_MS = 500;
const SECONDS = 20;

/** What an update of 10,000 moving units costs the page's main thread. */
export const browserUpdate: Figure = {
  name: 'browser-update',
  about: 'main-thread script for an update of 10,000 units, all moving, on the wall in Chromium',
  on: [EMBEDDED],
  async run(bench) {
    const stage = await bench.stage();
    const { room } = stage;
    await watch(stage, 1);
    await warmUp(stage);
    const wall = await Wall.prepare(await bench.browser());
    await wall.enter(await room.command('sign-in-link', 'watch-officer'), UNITS);

    await wall.forget();
    const before = await wall.mainThreadMs();
    const perSecond = (UNITS * 1_000) / BURST_MS;
    await runLoad(stage, loadFor(stage, { perSecond, seconds: SECONDS, burstMs: BURST_MS }));
    const after = await wall.mainThreadMs();
    const { updates, frames } = await wall.recorded();

    const heard = frames.map(({ bytes }) => readHead(bytes)).filter(({ keyframe }) => !keyframe);
    const positions = heard.reduce((sum, { count }) => sum + count, 0);
    // Where several positions of a unit wait, a frame carries the newest: a busy machine sends the page fewer.
    const most = (UNITS * SECONDS * 1_000) / BURST_MS;
    must(positions >= UNITS && updates.length > 0, `the page was sent only ${positions} positions of ${most}`);
    const whole = positions / UNITS;
    const script = updates.reduce((sum, update) => sum + update.scriptMs, 0);
    const p99 = percentile(
      updates.map(({ scriptMs }) => scriptMs),
      0.99,
    );
    const goals = { unit: 'ms', floor: 8, goal: 4, better: 'less' } as const;
    return [
      {
        figure: 'browser-update',
        value: script / whole,
        ...goals,
        note:
          `script that reads frames and draws units, for each 10,000 positions, which came in ` +
          `${(heard.length / whole).toFixed(1)} frames and ${(updates.length / whole).toFixed(1)} drawings; ` +
          `the page was sent ${Math.round((100 * positions) / most)} % of all, the others were overtaken; ` +
          `one drawing: mean ${(script / updates.length).toFixed(1)}, p99 ${p99.toFixed(1)} ms`,
      },
      {
        figure: 'browser-frame',
        value: (after.script - before.script + after.layout - before.layout) / updates.length,
        ...goals,
        note:
          `all script, style and layout of the page (boards, ages, socket and browser's own, too) for each drawing: ` +
          `script ${((after.script - before.script) / updates.length).toFixed(1)}, ` +
          `style and layout ${((after.layout - before.layout) / updates.length).toFixed(1)} ms`,
      },
    ];
  },
};
