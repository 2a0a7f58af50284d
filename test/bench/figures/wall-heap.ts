import type { Convoy, Page as PageOf, Picture, Route } from '@rearguard/shared';
import { type Figure, must } from '../figure.js';
import { UNITS, warmUp, watch } from '../load-run.js';
import { EMBEDDED } from '../room/backend.js';
import { Wall } from '../wall.js';
import { CHANGES, Day, FRAMES } from '../wall-day/day.js';
import { preparePage, replay } from '../wall-day/replay.js';
import { unitId } from '../driver/moving-units.js';

const CONVOYS = 10;
const FRAMES_AT_ONCE = 1_000;
/** What is compiled and cached once belongs to no day: the first tenth is told before the heap is measured. */
const BEFORE = FRAMES / 10;

/** Convoys on the room's roads, each of a hundred of the units. */
async function planConvoys(wall: Wall): Promise<void> {
  const { items: routes } = await wall.ask<PageOf<Route>>('/api/routes');
  for (let i = 0; i < CONVOYS; i++) {
    await wall.ask<Convoy>('/api/convoys', {
      id: `convoy-${i}`,
      routeId: routes[i % routes.length]!.id,
      plannedDepartureAt: new Date().toISOString(),
      plannedSpeedKmh: 40,
      unitIds: Array.from({ length: 100 }, (_, unit) => unitId(i * 100 + unit)),
    });
  }
}

/** Whether a wall page that is open for a day keeps what it should forget. */
export const wallHeap: Figure = {
  name: 'wall-heap',
  about: `growth of the wall page's heap over ${FRAMES.toLocaleString('en')} frames and ${CHANGES.toLocaleString('en')} changes`,
  on: [EMBEDDED],
  async run(bench) {
    const stage = await bench.stage();
    await watch(stage, 1);
    await warmUp(stage);
    const wall = await Wall.prepare(await bench.browser(), preparePage);
    await wall.enter(await stage.room.command('sign-in-link', 'watch-officer'), UNITS);
    await planConvoys(wall);
    await stage.room.untilStill();
    const day = new Day(await wall.ask<Picture>('/api/picture'));

    await replay(wall.page, { frames: [day.keyframe()], runs: [] });
    const tell = async (until: number) => {
      while (day.framesTold < until) await replay(wall.page, day.next(FRAMES_AT_ONCE));
      await wall.forget();
    };
    bench.say('  the page is ready');
    await tell(BEFORE);
    const before = await wall.heapMb();
    bench.say(`  ${before.toFixed(1)} MB after a tenth of the day`);
    await tell(FRAMES / 2);
    const half = await wall.heapMb();
    await tell(FRAMES);
    const after = await wall.heapMb();
    const shown = await wall.shownSeq();
    must(shown === day.lastSeq, `the page shows change ${shown} and was told up to ${day.lastSeq}`);
    return [
      {
        figure: 'wall-heap',
        value: (after / before - 1) * 100,
        unit: '%',
        floor: 10,
        // Two measurements of the same page differ by as much.
        goal: 2,
        better: 'less',
        note:
          `after forced collection, script and DOM: ${before.toFixed(1)} MB after a tenth of the day, ` +
          `${half.toFixed(1)} after half, ${after.toFixed(1)} at its end; ${UNITS.toLocaleString('en')} units, ` +
          `${CONVOYS} convoys; what is told is put to the page's own socket as fast as it reads`,
      },
    ];
  },
};
