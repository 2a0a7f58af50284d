import { setTimeout as pause } from 'node:timers/promises';
import type { ReportsReply } from '@rearguard/shared';
import type { SentFeed, Topology } from './topology.js';
import { Patience } from './waiting.js';

/** A first answer is waited for so long, later ones longer: the machine may be slow. */
const ANSWER_WITHIN_MS = 2_000;
const LONGEST_ANSWER_MS = 15_000;
const TRY_AGAIN_MS = 60;
/** Nobody waits longer for a door that must be open again after every fault. */
const GIVE_UP_AFTER_MS = 180_000;
/** Not now: a gateway keeps the batch and sends it again. Any other answer would make it drop the batch. */
const NOT_NOW = new Set([408, 429, 503]);

/** A report as it is sent. */
export interface Report {
  unitId: string;
  lat: number;
  lon: number;
  observedAt: number;
  reportId?: string;
}

/** What a gateway did. */
export interface Tally {
  /** Reports sent, repeats included. */
  sent: number;
  /** Reports answered 202. */
  accepted: number;
  /** Batches that had to be sent more than once. */
  repeated: number;
  /** Longest time until a batch was answered 202, ms. */
  doorMs: number;
}

const noTally = (): Tally => ({ sent: 0, accepted: 0, repeated: 0, doorMs: 0 });

/** Sends batches as a real gateway does: what was not answered goes again, to another api process. */
export class Gateway {
  #tally = noTally();
  #next = 0;

  constructor(
    private readonly room: Topology,
    private readonly complain: (what: string) => void,
  ) {}

  /** What it did since it was last asked. */
  takeTally(): Tally {
    const tally = this.#tally;
    this.#tally = noTally();
    return tally;
  }

  /** Resolves when the batch was answered 202. */
  async deliver(reports: readonly object[], feed: SentFeed = 'positions'): Promise<void> {
    const body = JSON.stringify({ reports });
    const began = performance.now();
    const patience = new Patience(GIVE_UP_AFTER_MS);
    for (let tries = 0; !(await this.#send(feed, body, reports.length, tries)); tries++) {
      if (tries === 0) this.#tally.repeated += 1;
      if (patience.over) {
        return this.complain(`no door took a batch within ${GIVE_UP_AFTER_MS / 1_000} s`);
      }
      await pause(TRY_AGAIN_MS);
    }
    this.#tally.doorMs = Math.max(this.#tally.doorMs, performance.now() - began);
    this.#tally.accepted += reports.length;
  }

  async #send(feed: SentFeed, body: string, count: number, tries: number): Promise<boolean> {
    this.#tally.sent += count;
    const door = this.room.doors[(this.#next += 1) % this.room.doors.length]!;
    let answer: Response;
    let text: string;
    try {
      answer = await fetch(`${door}/api/feeds/${feed}/reports`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${this.room.feedTokens[feed]}` },
        body,
        signal: AbortSignal.timeout(Math.min(LONGEST_ANSWER_MS, ANSWER_WITHIN_MS * (tries + 1))),
      });
      text = await answer.text();
    } catch {
      return false; // no answer, or half of one
    }
    if (answer.status !== 202) {
      if (!NOT_NOW.has(answer.status)) this.complain(`a good batch was answered ${answer.status}: ${text}`);
      return false;
    }
    const { accepted, rejected } = JSON.parse(text) as ReportsReply;
    if (accepted !== count) this.complain(`good reports were refused: ${JSON.stringify(rejected[0])}`);
    return true;
  }
}
