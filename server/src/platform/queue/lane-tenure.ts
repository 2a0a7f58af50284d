import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Lease } from '../leases/lease.js';
import type { AddedJob } from './lane-queues.js';
import type { BatchJob, LaneTaker } from './lane-taker.js';
import type { LaneQueue } from './queue-backend.js';

const WAIT_S = 2;
/** So often in a row there was nothing to take: perhaps because a former holder left a job active. */
const MANY_MISSES = 3;
/** A wait that ends sooner was none: something waits and cannot be taken. */
const NO_WAIT_MS = 20;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

/**
 * One process's turn at a lane.
 *
 * A job becomes active when it is taken and stays so until it is done, whatever becomes of the process that took it; the
 * queue lets nobody take a job while another of the lane is active. So the order of a lane does not depend on who holds
 * its lease: no job can be begun before the one in front of it was done at least once. What is found active at the
 * beginning of a turn, or later when nothing can be taken, was left by a former holder and is done first. A former
 * holder that goes on after a stop does its last job a second time, after others perhaps; handlers must bear that.
 */
export class LaneTenure {
  readonly #log = new Logger('queue');
  #misses = 0;

  constructor(
    private readonly name: string,
    private readonly queue: LaneQueue,
    private readonly taker: LaneTaker,
    private readonly lease: Lease,
    private readonly handler: (job: AddedJob) => Promise<void>,
  ) {}

  /** Works until the lease ends. */
  async work(): Promise<void> {
    const onEnd = () => void this.taker.wake().catch(() => undefined);
    this.lease.signal.addEventListener('abort', onEnd, { once: true });
    while (this.lease.held) {
      await this.#persist(async () => {
        await this.#begin();
        while (this.lease.held) {
          await this.#takeAll();
          if (this.lease.held) await this.#wait();
        }
      });
    }
  }

  /** Works until nothing is left in a lane to which nobody adds any more, or the lease ends. */
  async finish(): Promise<void> {
    for (let left = true; left && this.lease.held;) {
      await this.#persist(async () => {
        await this.#begin();
        await this.#takeAll();
        left = (await this.queue.getJobCountByTypes('waiting', 'active')) > 0;
      });
    }
  }

  /**
   * Also after each fault: the answer that was lost may have been a job, now active, and a queue that lost its data does
   * not know any more that one job is to be active at a time.
   */
  async #begin(): Promise<void> {
    await this.queue.setGlobalConcurrency(1);
    await this.#finishLeft();
  }

  /** All that can be taken, one after another. */
  async #takeAll(): Promise<void> {
    let job = await this.taker.take();
    if (job) this.#misses = 0;
    while (job) {
      if (!(await this.#do(job))) return;
      job = await this.taker.strike(job, this.lease.held);
    }
  }

  async #wait(): Promise<void> {
    this.#misses += 1;
    if (this.#misses > MANY_MISSES) await this.#finishLeft();
    const asked = performance.now();
    await this.taker.wait(WAIT_S);
    if (this.#misses > MANY_MISSES && performance.now() - asked < NO_WAIT_MS) await this.#pause(NO_WAIT_MS);
  }

  async #finishLeft(): Promise<void> {
    for (const job of (await this.queue.getActive()) as BatchJob[]) {
      // BullMQ answers with a gap for a job that was struck off meanwhile.
      if (!job?.id || !this.lease.held || !(await this.#do(job))) continue;
      await this.taker.strike(job, false);
    }
  }

  /** Tries until it succeeds; false when the lease ended first. */
  async #do(job: BatchJob): Promise<boolean> {
    for (let wait = FIRST_PAUSE_MS; this.lease.held; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
      try {
        await this.handler({ id: job.id!, data: job.data, addedAt: job.timestamp });
        return true;
      } catch (cause) {
        this.#log.error(`${this.name}: batch not stored, trying again in ${wait} ms: ${String(cause)}`);
        await this.#pause(wait);
      }
    }
    return false;
  }

  /** The queue may be away for a while: nothing is lost by trying again. */
  async #persist(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (cause) {
      if (!this.lease.held) return;
      this.#log.warn(`${this.name}: jobs could not be taken, trying again: ${String(cause)}`);
      await this.#pause(FIRST_PAUSE_MS);
    }
  }

  async #pause(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.lease.signal }).catch(() => undefined);
  }
}
