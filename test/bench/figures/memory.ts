import type { Figure, Measured } from '../figure.js';
import { floorRun } from '../floor-run.js';
import { EMBEDDED, REDIS, REDIS_2_NODES } from '../room/backend.js';

/** What the room's processes hold with 10,000 units. */
export const memory: Figure = {
  name: 'memory',
  about: 'memory of the processes with 10,000 units and 50 clients, after the run at the floor rate',
  on: [EMBEDDED, REDIS, REDIS_2_NODES],
  async run(bench) {
    const { restingMb, peakMb } = await floorRun(bench);
    const figure = (name: string, value: number, limit: number | null, note?: string): Measured => ({
      figure: name,
      value,
      unit: 'MB',
      floor: limit,
      goal: limit,
      better: 'less',
      note,
    });
    const measured = [
      figure(
        'memory',
        restingMb.server,
        400,
        `of a process that serves, resident, median of 5 s after 5 s of rest; most during the run ${Math.round(peakMb)} MB`,
      ),
      figure('memory-postgresql', restingMb.database, null, 'all its processes; what they share counts once'),
    ];
    if (bench.backend.served) measured.push(figure('memory-redis', restingMb.redis, null));
    return measured;
  },
};
