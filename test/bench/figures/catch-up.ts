import { setTimeout as pause } from 'node:timers/promises';
import type { Stage } from '../bench.js';
import { type Figure, must } from '../figure.js';
import { loadFor, runLoad, UNITS, warmUp, watch } from '../load-run.js';
import { median } from '../statistics.js';
import { EMBEDDED } from '../room/backend.js';

const CUT_MS = 60_000;
/** Every unit once a second. */
const LOAD = { perSecond: 10_000, seconds: 60 };
const BEFORE_S = 12;
const TRIES = 5;
const NOTE_EVERY_MS = 200;

/** The newest change at each moment, for clients that were cut off then. */
async function noteNumbers({ clients }: Stage, noted: { at: number; seq: number }[], signal: AbortSignal) {
  while (!signal.aborted) {
    noted.push({ at: Date.now(), seq: (await clients.ask('totals', undefined)).mostSeq });
    await pause(NOTE_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** How long a client that comes back needs until it shows what everybody shows. */
export const catchUp: Figure = {
  name: 'catch-up',
  about: 'a client comes back after a cut of 60 s, 10,000 units moving',
  on: [EMBEDDED],
  async run(bench) {
    const stage = await bench.stage();
    const { room, clients } = stage;
    await watch(stage, 1);
    await warmUp(stage);
    const noted: { at: number; seq: number }[] = [];
    const noting = new AbortController();
    const notes = noteNumbers(stage, noted, noting.signal);
    await runLoad(stage, loadFor(stage, { ...LOAD, seconds: BEFORE_S }));
    const running = runLoad(stage, loadFor(stage, LOAD));
    // Heard below: were it to fail meanwhile, nobody would have listened yet.
    running.catch(() => undefined);
    await pause((LOAD.seconds - 10) * 1_000);

    const back = [];
    for (let i = 0; i < TRIES; i++) {
      const cutAt = Date.now() - CUT_MS;
      const last = noted.findLast(({ at }) => at <= cutAt);
      must(last !== undefined, 'the run was too short for the cut');
      back.push(await clients.ask('catchUp', { url: room.url, token: room.readToken, after: last.seq }));
      await pause(1_000);
    }
    await running;
    noting.abort();
    await notes;
    must(
      back.every(({ gaps }) => gaps === 0),
      'a client that came back missed a change',
    );
    const times = back.map(({ ms }) => ms);
    const { changes, bytes, snapshot } = back.at(-1)!;
    return [
      {
        figure: 'catch-up',
        value: Math.max(...times),
        unit: 'ms',
        floor: 2_000,
        goal: 500,
        better: 'less',
        note:
          `slowest of ${TRIES}, median ${Math.round(median(times))} ms; ${UNITS.toLocaleString('en')} units, each once a ` +
          `second, also meanwhile; ${changes} changes and a keyframe in ${Math.round(bytes / 1_024)} KB` +
          (snapshot ? ', as a snapshot' : ''),
      },
    ];
  },
};
