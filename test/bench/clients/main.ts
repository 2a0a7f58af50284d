/** Socket clients in a process of their own, and what they were sent. */
import { FrameDecoder } from '@rearguard/shared';
import { serve } from '../../topology/helper-process.js';
import { Histogram } from '../statistics.js';
import type { Head } from './frame-head.js';
import { noTally, PictureClient, type Tally, type Watching } from './picture-client.js';

export interface Door {
  url: string;
  token: string;
}

/** What clients are opened on: in turn, where a room has several doors. */
export interface Doors {
  urls: string[];
  token: string;
  count: number;
}

/** When each unit's positions arrived at one client: one entry for each told position of a unit that is noted. */
export interface Arrivals {
  unitNo: Int32Array;
  /** Epoch ms, to the tenth of a second that a frame carries. */
  observedAt: Float64Array;
  /** Epoch ms. */
  at: Float64Array;
}

/** All clients together. */
export interface Totals extends Tally {
  clients: number;
  lost: number;
  /** Newest change of the client that is furthest behind, and of the one that is furthest ahead. */
  leastSeq: number;
  mostSeq: number;
  /** Positions stored, as the changes told the first client. */
  told: number;
}

/** Opened at the same time; a room full of screens does not open in one instant either. */
const OPEN_AT_ONCE = 20;
const MOST_DOORS = 16;
/** Frames of which the first arrival is remembered. */
const FRAMES_KEPT = 2_000;

const clients: PictureClient[] = [];
const age = new Histogram();
const spread = new Histogram();
const firstArrival = new Map<number, number>();
const noted: { unitNo: number; observedAt: number; at: number }[] = [];
let lost = 0;
let told = 0;
/** Every n-th unit is noted; 0: none. */
let noteEvery = 0;
let timing = false;

/** How old a frame's newest observation is, and how much later than the first client of its door this one has it. */
function time(door: number, head: Head, at: number): void {
  if (!timing || head.keyframe) return;
  age.add(at - head.newest);
  const frame = head.frameNo * MOST_DOORS + door;
  const first = firstArrival.get(frame);
  spread.add(first === undefined ? 0 : at - first);
  if (first !== undefined) return;
  firstArrival.set(frame, at);
  if (firstArrival.size > FRAMES_KEPT) firstArrival.delete(firstArrival.keys().next().value!);
}

const counter = (door: number): Watching => ({
  onFrame: (_frame, head, at) => time(door, head, at),
  onClosed: () => (lost += 1),
});

/** The first client reads everything; the others count. */
function reader(): Watching {
  const decoder = new FrameDecoder();
  return {
    ...counter(0),
    onFrame(frame, head, at) {
      time(0, head, at);
      decoder.read(frame, ({ no, observedAt }) => {
        if (noteEvery > 0 && !head.keyframe && no % noteEvery === 0) noted.push({ unitNo: no, observedAt, at });
      });
    },
    onChanges({ changes }) {
      for (const change of changes) {
        if (change.kind === 'positions') told += (change.body as { count: number }).count;
      }
    },
  };
}

async function open({ urls, token, count }: Doors): Promise<void> {
  for (let opened = 0; opened < count; opened += OPEN_AT_ONCE) {
    const some = Array.from({ length: Math.min(OPEN_AT_ONCE, count - opened) }, () => {
      const door = clients.length % urls.length;
      const client = new PictureClient(urls[door]!, token, clients.length === 0 ? reader() : counter(door));
      clients.push(client);
      return client.ready;
    });
    await Promise.all(some);
  }
}

/** From now on everything counts anew. */
function reset(options: { noteEvery: number; timing: boolean }): void {
  ({ noteEvery, timing } = options);
  for (const client of clients) client.tally = noTally();
  noted.length = 0;
  told = 0;
  age.clear();
  spread.clear();
  firstArrival.clear();
}

function totals(): Totals {
  const sum = noTally();
  for (const { tally } of clients) {
    for (const key of Object.keys(sum) as (keyof Tally)[]) sum[key] += tally[key];
  }
  const seqs = clients.map(({ seq }) => seq);
  return { ...sum, clients: clients.length, lost, leastSeq: Math.min(...seqs), mostSeq: Math.max(...seqs), told };
}

function arrivals(): Arrivals {
  return {
    unitNo: Int32Array.from(noted, (one) => one.unitNo),
    observedAt: Float64Array.from(noted, (one) => one.observedAt),
    at: Float64Array.from(noted, (one) => one.at),
  };
}

function delays(): { frames: number; ageP50: number; ageP99: number; spreadP99: number } {
  return {
    frames: age.count,
    ageP50: age.percentile(0.5),
    ageP99: age.percentile(0.99),
    spreadP99: spread.percentile(0.99),
  };
}

/** A client that comes back after a cut: how long until it has every change and where everybody is. */
async function catchUp({ url, token, after }: Door & { after: number }): Promise<{
  ms: number;
  changes: number;
  snapshot: boolean;
  bytes: number;
  gaps: number;
}> {
  const began = performance.now();
  const client = new PictureClient(url, token, { onClosed: () => undefined }, after);
  await client.ready;
  const ms = performance.now() - began;
  const { promised, gotSnapshot, tally } = client;
  client.close();
  return { ms, changes: promised - after, snapshot: gotSnapshot, bytes: tally.bytes, gaps: tally.gaps };
}

const handlers = { open, reset, totals, arrivals, delays, catchUp };
export type ClientCommands = typeof handlers;

serve(handlers);
