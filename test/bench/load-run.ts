import { setTimeout as pause } from 'node:timers/promises';
import type { Stage } from './bench.js';
import type { Totals } from './clients/main.js';
import { type Cost, describeCost, startMeter } from './cost.js';
import type { Load, Sent } from './driver/load.js';
import { must } from './figure.js';
import { mean } from './statistics.js';

export const UNITS = 10_000;
export const BATCH = 100;
/** So long at most until what was accepted must have been stored and told; then the run is worth nothing. */
const TOLD_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 20;
const SAMPLE_EVERY_MS = 1_000;
/** A backlog that is gone this soon after the last report was never more than what is on its way. */
const GONE_WITHIN_MS = 2_000;
/** A rate counts as sent when its plan took no longer than this share more. */
const LATE_SHARE = 1.01;

export interface Run {
  load: Load;
  sent: Sent;
  totals: Totals;
  /** Accepted reports a second over the run. */
  perSecond: number;
  /** From the last answer until everything accepted had been told to every client. */
  drainMs: number;
  /** From the door to storage, seconds, as the product told: first and second half of the run. */
  lagS: { first: number; second: number };
  cost: Cost;
}

export const loadFor = ({ room }: Stage, load: Partial<Load> & { perSecond: number; seconds: number }): Load => ({
  urls: room.urls,
  token: room.feedToken,
  units: UNITS,
  batch: BATCH,
  ...load,
});

/** Opens clients that watch the picture, at all doors alike. */
export const watch = ({ room, clients }: Stage, count: number): Promise<void> =>
  clients.ask('open', { urls: room.urls, token: room.readToken, count });

/**
 * Lets every unit report often enough that the room knows it and its rhythm: what is told of a unit once in its life, to
 * every client, is no part of what a report costs.
 * @param most reports a second at most
 */
const REPORTS_UNTIL_KNOWN = 6;

export async function warmUp(stage: Stage, units = UNITS, most = 15_000): Promise<void> {
  const before = await toldSoFar(stage);
  const perSecond = Math.max(100, Math.min(units, most));
  const seconds = Math.ceil((REPORTS_UNTIL_KNOWN * units) / perSecond) + 1;
  const batch = Math.min(BATCH, units);
  const sent = await stage.driver.ask('run', loadFor(stage, { perSecond, seconds, units, batch }));
  must(sent.accepted > units, `the room did not take the first reports in: ${sent.faults.join('; ')}`);
  await untilTold(stage, before + sent.accepted);
}

/**
 * One run of a load: the clients are there before it begins, and what they were told is counted against what was
 * accepted.
 * @throws Error when something accepted was not told to a client in time, or a client was lost or missed a number
 */
export async function runLoad(stage: Stage, load: Load, noteEvery = 0): Promise<Run> {
  const { driver, clients } = stage;
  await clients.ask('reset', { noteEvery, timing: load.wholeTenths === true });
  const meter = startMeter(stage);
  const lags: number[] = [];
  const sampling = new AbortController();
  const sampled = sampleLag(stage, lags, sampling.signal);
  const sent = await driver.ask('run', load).finally(() => sampling.abort());
  const answered = performance.now();
  await sampled;
  await untilTold(stage, sent.accepted);
  const drainMs = performance.now() - answered;
  const cost = meter(sent.accepted);
  const totals = await clients.ask('totals', undefined);
  must(totals.lost === 0, `${totals.lost} of ${totals.clients} clients lost their connection`);
  must(totals.gaps === 0, `clients missed a frame or a change ${totals.gaps} times`);
  const half = Math.ceil(lags.length / 2);
  return {
    load,
    sent,
    totals,
    perSecond: sent.accepted / Math.max(load.seconds, sent.tookMs / 1_000),
    drainMs,
    lagS: { first: mean(lags.slice(0, half)), second: mean(lags.slice(half)) },
    cost,
  };
}

/**
 * Counts history: everything answered 202 is there once, and nothing else but what was sent without an answer.
 * @throws Error when a report is missing or too many
 */
export function checkHistory(sent: Sent, stored: number): void {
  const { accepted, turnedAway } = sent;
  must(
    stored >= accepted && stored <= accepted + turnedAway,
    `${accepted} reports were accepted (${turnedAway} got no 202: ${sent.faults[0] ?? ''}) and ${stored} are in history`,
  );
}

/** Why a run did not hold its rate, or null: it was sent, taken in, and no backlog grew. */
export function whyNotHeld({ load, sent, drainMs, lagS }: Run): string | null {
  if (sent.turnedAway > 0) return `${sent.turnedAway} reports turned away (${sent.faults[0] ?? ''})`;
  if (sent.rejected > 0) return `${sent.rejected} reports rejected (${sent.faults[0] ?? ''})`;
  if (sent.sent < sent.planned) return `only ${sent.sent} of ${sent.planned} reports could be sent`;
  if (sent.tookMs > load.seconds * 1_000 * LATE_SHARE) return `sending took ${sent.tookMs} ms`;
  if (drainMs > GONE_WITHIN_MS) return `the backlog took ${Math.round(drainMs)} ms to clear`;
  if (lagS.second > lagS.first * 1.5 + 0.2)
    return `the lag grew from ${lagS.first.toFixed(2)} to ${lagS.second.toFixed(2)} s`;
  return null;
}

/** One line about a run, for people. */
export function describe(run: Run): string {
  const rate = Math.round(run.perSecond).toLocaleString('en');
  return (
    `${rate}/s accepted of ${run.load.perSecond.toLocaleString('en')}/s; told ${Math.round(run.drainMs)} ms after the ` +
    `last answer; processor µs a report: ${describeCost(run.cost)}`
  );
}

const toldSoFar = async ({ clients }: Stage) => (await clients.ask('totals', undefined)).told;

/** Waits until the first client was told of so many stored positions, and every client of the same changes. */
async function untilTold({ clients }: Stage, count: number): Promise<void> {
  const until = performance.now() + TOLD_WITHIN_MS;
  for (;;) {
    const totals = await clients.ask('totals', undefined);
    if (totals.told >= count && totals.leastSeq === totals.mostSeq) return;
    must(
      performance.now() < until,
      `${count} reports were accepted, and after ${TOLD_WITHIN_MS / 1_000} s ${totals.told} of them had been told`,
    );
    await pause(LOOK_EVERY_MS);
  }
}

async function sampleLag({ room }: Stage, lags: number[], signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const lag = await room.metric('rearguard_feed_lag_seconds');
    if (Number.isFinite(lag)) lags.push(lag);
    await pause(SAMPLE_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}
