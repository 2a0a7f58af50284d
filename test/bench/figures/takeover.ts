import { setTimeout as pause } from 'node:timers/promises';
import type { Stage } from '../bench.js';
import { byUnit, delaysOf } from '../delays.js';
import { type Figure, type Measured, must } from '../figure.js';
import { checkHistory, loadFor, runLoad, warmUp, watch } from '../load-run.js';
import { REDIS, REDIS_2_WORKERS } from '../room/backend.js';
import { holderOf, untilSpread } from '../room/leases.js';
import { median } from '../statistics.js';

const UNITS = 1_000;
const LOAD = { units: UNITS, batch: 10, perSecond: 2_000, seconds: 16 };
/** Into the run; what is left of it is longer than any takeover may take. */
const STRIKE_AFTER_MS = 4_000;
const SWEEPER = 'deadlines';
/** A deadline falls due this often. One that is due too early is set anew by who sweeps it. */
const DUE_EVERY_MS = 200;
const DUE_AT_ALL = 100;
const LOOK_EVERY_MS = 25;

interface Takeover {
  /** Longest that a report waited from its 202 until it was told, ms, and the usual. */
  lanesMs: number;
  usualMs: number;
  /** Longest that a deadline was overdue, ms. */
  sweeperMs: number;
}

/** The worst that reports and deadlines had to wait when the worker that sweeps, and works half of the lanes, is struck. */
async function struck(stage: Stage, strike: 'kill' | 'hang'): Promise<Takeover> {
  const { room, clients } = stage;
  await untilSpread(room);
  const before = await room.stored();
  const ending = new AbortController();
  const overdue = longestOverdue(stage, ending.signal);
  const running = runLoad(stage, loadFor(stage, LOAD), 1);
  // Heard below: were it to fail meanwhile, nobody would have listened yet.
  running.catch(() => undefined);
  await pause(STRIKE_AFTER_MS);
  const worker = await holderOf(room, SWEEPER);
  if (strike === 'kill') worker.kill();
  else worker.signal('SIGSTOP');
  const run = await running;
  ending.abort();
  const sweeperMs = await overdue;
  const { unitNo, observedAt, at } = await clients.ask('arrivals', undefined);
  const told = byUnit(Array.from(unitNo, (no, i) => ({ unitNo: no, observedAt: observedAt[i]!, at: at[i]! })));
  const { sinceAccepted } = delaysOf(run.sent, run.load, await room.unitNumbers(), told);
  if (strike === 'kill') await worker.start();
  else worker.signal('SIGCONT');
  checkHistory(run.sent, (await room.stored()) - before);
  return {
    lanesMs: sinceAccepted.reduce((most, one) => Math.max(most, one), 0),
    usualMs: median(sinceAccepted),
    sweeperMs,
  };
}

/** Lets a deadline fall due all the time, and looks for how long the oldest one has been so. */
async function longestOverdue({ room }: Stage, signal: AbortSignal): Promise<number> {
  await room.query(
    `UPDATE deadline SET due_at = date_trunc('milliseconds', clock_timestamp()) + place * interval '${DUE_EVERY_MS} milliseconds'
       FROM (SELECT kind, subject, row_number() OVER () AS place FROM deadline WHERE time = 'room' LIMIT ${DUE_AT_ALL}) AS each
      WHERE each.kind = deadline.kind AND each.subject = deadline.subject`,
  );
  let longest = 0;
  while (!signal.aborted) {
    const [row] = await room.query<{ ms: number }>(
      `SELECT coalesce(extract(epoch FROM clock_timestamp() - min(due_at)) * 1000, 0)::float8 AS ms
         FROM deadline WHERE time = 'room'`, // those by the machine's time are daily work, and swept twice a minute
    );
    longest = Math.max(longest, row!.ms);
    await pause(LOOK_EVERY_MS);
  }
  must(longest > 0, 'no deadline fell due');
  return longest;
}

function measured(suffix: string, how: string, { lanesMs, usualMs, sweeperMs }: Takeover): Measured[] {
  const figure = (name: string, ms: number, floor: number, note: string): Measured => ({
    figure: `takeover-${name}${suffix}`,
    value: ms / 1_000,
    unit: 's',
    floor,
    goal: null,
    better: 'less',
    note,
  });
  return [
    figure(
      'lanes',
      lanesMs,
      10,
      `one of two workers ${how} at ${LOAD.perSecond.toLocaleString('en')} reports/s: the longest that a report waited ` +
        `from its 202 until it was told; the median was ${Math.round(usualMs)} ms, and every report is in history once`,
    ),
    figure('sweeper', sweeperMs, 5, `the one that swept: the longest that a deadline was overdue`),
  ];
}

/** How long reports and deadlines wait when a worker dies or hangs. */
export const takeover: Figure = {
  name: 'takeover',
  about: "another worker takes over a dead or hung one's lanes and deadlines",
  on: [REDIS],
  needsServices: true,
  async run(bench) {
    const stage = await bench.stage(REDIS_2_WORKERS);
    await watch(stage, 1);
    await warmUp(stage, UNITS);
    const killed = await struck(stage, 'kill');
    const hung = await struck(stage, 'hang');
    return [...measured('', 'killed', killed), ...measured('-hung', 'stopped', hung)];
  },
};
