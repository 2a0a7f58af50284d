import { EventEmitter, once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Job, JobType } from 'bullmq';
import type { Leases } from '../leases/leases.js';
import type { Lease } from '../leases/lease.js';
import type { FormerLanes } from './former-lanes.js';
import { type AddedJob, type LaneJob, LaneQueues, LANES } from './lane-queues.js';
import { LaneTenure } from './lane-tenure.js';
import type { LaneQueue, QueueBackend } from './queue-backend.js';

/** A queue that hangs is told from one that is slow by this; what was not answered is sent again. */
const ADD_WITHIN_MS = 5_000;
const FIRST_LOOK_IF_DONE_MS = 10;
const LONGEST_LOOK_IF_DONE_MS = 200;
/** States of a job that is not done: the first is the running one. */
const HELD: JobType[] = ['active', 'wait', 'prioritized', 'delayed'];

/** Lanes on BullMQ, wherever that keeps its jobs: one queue a lane, worked by the process that holds its lease. */
export class BullmqLaneQueues extends LaneQueues implements BeforeApplicationShutdown {
  readonly #log = new Logger('queue');
  readonly #queues = new Map<string, Promise<LaneQueue>>();
  readonly #stops: (() => Promise<void>)[] = [];
  readonly #finished = new EventEmitter().setMaxListeners(0);
  readonly #closing = new AbortController();
  readonly #backend: QueueBackend;

  constructor(
    backend: (onError: (cause: Error) => void) => QueueBackend,
    /** Null in a process that only adds. */
    private readonly leases: Leases | null,
    /** Where jobs may wait that were added before this kind of queue was given. */
    private readonly former: FormerLanes | null = null,
  ) {
    super();
    this.#backend = backend((cause) => this.#log.error(cause.message));
  }

  async add(feed: string, lane: number, job: LaneJob): Promise<void> {
    const queue = await this.#queue(queueName(feed, lane));
    await within(ADD_WITHIN_MS, this.#backend.fit());
    await within(ADD_WITHIN_MS, queue.add('batch', job.data, { jobId: job.id, removeOnComplete: true }));
  }

  async work(feed: string, lane: number, handler: (job: AddedJob) => Promise<void>): Promise<void> {
    if (!this.leases) return;
    const name = queueName(feed, lane);
    const run = async (job: AddedJob) => {
      await handler(job);
      this.#finished.emit(job.id);
    };
    this.#stops.push(this.leases.hold(`lane ${name}`, (lease) => this.#tenure(name, lease, run)));
  }

  async done(feed: string, lane: number, jobId: string): Promise<void> {
    const stop = new AbortController();
    const heard = once(this.#finished, jobId, { signal: stop.signal }).then(
      () => true,
      () => false,
    );
    try {
      const queue = await this.#queue(queueName(feed, lane));
      // Another process may do it, or it was done before we asked: then the job is gone.
      for (let wait = FIRST_LOOK_IF_DONE_MS; !this.#closing.signal.aborted;) {
        if (await Promise.race([heard, pause(wait, false)])) return;
        if ((await queue.getJobState(jobId)) === 'unknown') return;
        wait = Math.min(wait * 2, LONGEST_LOOK_IF_DONE_MS);
      }
    } finally {
      stop.abort();
    }
  }

  async waiting(feed: string): Promise<number> {
    const lanes = Array.from({ length: LANES }, (_, lane) => this.#queue(queueName(feed, lane)));
    const counts = lanes.map(async (lane) => (await lane).getJobCountByTypes('waiting', 'active'));
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  }

  async oldestAddedAt(feed: string, lane: number): Promise<number | null> {
    const queue = await this.#queue(queueName(feed, lane));
    const ids = await queue.getRanges([...HELD], 0, 0, true);
    const jobs = await Promise.all(ids.map((id): Promise<Job<string> | undefined> => queue.getJob(id)));
    const times = jobs.flatMap((job) => (job ? [job.timestamp] : []));
    return times.length === 0 ? null : Math.min(...times);
  }

  async *held(feed: string, lane: number): AsyncIterable<AddedJob> {
    const queue = await this.#queue(queueName(feed, lane));
    // The waiting first: one that begins to run between the two questions is then seen twice and not missed.
    const waiting = await queue.getRanges(HELD.slice(1), 0, -1, true);
    const running = await queue.getRanges(HELD.slice(0, 1), 0, -1, true);
    for (const id of new Set([...running, ...waiting])) {
      const job: Job<string> | undefined = await queue.getJob(id);
      if (job) yield { id, data: job.data, addedAt: job.timestamp };
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#stops.map((stop) => stop()));
    await Promise.all([...this.#queues.values()].map(async (opening) => (await opening).close()));
    await this.#backend.close();
  }

  async #tenure(name: string, lease: Lease, run: (job: AddedJob) => Promise<void>): Promise<void> {
    await this.former?.finish(name, lease, run);
    const queue = await this.#queue(name);
    const taker = await this.#backend.take(name);
    try {
      await new LaneTenure(name, queue, taker, lease, run).work();
    } finally {
      await taker.close();
    }
  }

  #queue(name: string): Promise<LaneQueue> {
    const known = this.#queues.get(name);
    if (known) return known;
    const opening = this.#backend.open(name);
    this.#queues.set(name, opening);
    // A queue that could not be opened is tried afresh by the next who needs it.
    opening.catch(() => this.#queues.delete(name));
    return opening;
  }
}

/** BullMQ forbids colons in names. */
function queueName(feed: string, lane: number): string {
  return `${feed}-${lane}`;
}

async function within<Result>(ms: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the queue did not answer within ${ms} ms`)), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
