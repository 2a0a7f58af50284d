import type { Figure } from '../figure.js';
import { floorRun } from '../floor-run.js';

/** What the server process holds with 10,000 units. */
export const memory: Figure = {
  name: 'memory',
  about: 'memory of the server process with 10,000 units and 50 clients, after the run at the floor rate',
  async run(bench) {
    const { run, restingMb } = await floorRun(bench);
    return [
      {
        figure: 'memory',
        value: restingMb,
        unit: 'MB',
        floor: 400,
        goal: 400,
        better: 'less',
        note: `resident, median of 5 s after 10 s of rest; most during the run ${Math.round(run.memoryMb.peak)} MB; PostgreSQL not in it`,
      },
    ];
  },
};
