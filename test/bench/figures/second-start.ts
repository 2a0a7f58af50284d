import type { Figure } from '../figure.js';
import { warmUp, watch } from '../load-run.js';
import { Wall } from '../wall.js';
import { median } from '../statistics.js';
import { EMBEDDED } from '../room/backend.js';

const UNITS = 200;
const TRIES = 3;

/** From `npm start` on a data folder with history to a map with every unit on it. */
export const secondStart: Figure = {
  name: 'second-start',
  about: 'npm start of an installed copy, until the wall in Chromium shows the units',
  on: [EMBEDDED],
  async run(bench) {
    const stage = await bench.stage();
    const { room, clients } = stage;
    await watch(stage, 1);
    await warmUp(stage, UNITS);
    await clients.stop();
    const browser = await bench.browser();
    const ready: number[] = [];
    const shown: number[] = [];
    for (let i = 0; i < TRIES; i++) {
      const link = await room.command('sign-in-link', 'watch-officer');
      const wall = await Wall.prepare(browser);
      await room.stop();
      const began = performance.now();
      await room.start('npm');
      ready.push(performance.now() - began);
      await wall.enter(link, UNITS);
      shown.push(performance.now() - began);
      await wall.page.context().close();
    }
    return [
      {
        figure: 'second-start',
        value: median(shown) / 1_000,
        unit: 's',
        floor: 8,
        goal: 4,
        better: 'less',
        note:
          `median of ${TRIES}, slowest ${(Math.max(...shown) / 1_000).toFixed(1)} s; ready after ` +
          `${(median(ready) / 1_000).toFixed(1)} s, then signed in by link in a browser that was open; ${UNITS} units`,
      },
    ];
  },
};
