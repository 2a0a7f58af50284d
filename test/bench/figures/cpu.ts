import { PRODUCT, productUs } from '../cost.js';
import type { Figure, Measured } from '../figure.js';
import { FLOOR_RATE, floorRun } from '../floor-run.js';
import { EMBEDDED, REDIS, REDIS_2_NODES } from '../room/backend.js';

/** More than this, and two cores cannot carry the floor rate, even if nothing else ran on them: 2 s for each 50,000. */
const FLOOR_S = 2e6 / FLOOR_RATE;
/** The same for the rate of the goal. */
const GOAL_S = 2e6 / 200_000;

/** What a million reports cost in processor time. */
export const cpu: Figure = {
  name: 'cpu',
  about: 'seconds of processor time for a million reports, 50 clients watching',
  on: [EMBEDDED, REDIS, REDIS_2_NODES],
  async run(bench) {
    const { run } = await floorRun(bench);
    const figure = (
      name: string,
      value: number,
      floor: number | null,
      goal: number | null,
      note?: string,
    ): Measured => ({
      figure: name,
      value,
      unit: 's',
      floor,
      goal,
      better: 'less',
      note,
    });
    const parts = PRODUCT.filter((part) => run.cost[part] > 0);
    return [
      figure(
        'cpu-per-million',
        productUs(run.cost),
        FLOOR_S,
        GOAL_S,
        `all processes of the room, at ${Math.round(run.perSecond).toLocaleString('en')} reports/s; beside it the driver ` +
          `took ${run.cost.driver.toFixed(1)} and the clients ${run.cost.clients.toFixed(1)} s`,
      ),
      ...parts.map((part) => figure(`cpu-per-million-${part}`, run.cost[part], null, null)),
    ];
  },
};
