import { EventEmitter, once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { createPostgresBackend, type Job, type JobType, Queue, WaitingError, Worker } from 'bullmq';
import { type AddedJob, type LaneJob, LaneQueues } from './lane-queues.js';

/** How long a dead process holds a job before another may take it. */
const LOCK_MS = 5_000;
const LOOK_FOR_DEAD_EVERY_MS = 1_500;
/** A job is never given up because processes die over it. */
const ANY_NUMBER = 1_000_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
const LOOK_IF_DONE_EVERY_MS = 200;
/** States of a job that is not done: the first is the running one. */
const HELD: JobType[] = ['active', 'wait', 'prioritized', 'delayed'];

type LaneQueue = ReturnType<typeof openQueue>;
type LaneWorker = ReturnType<typeof openWorker>;

function openQueue(connectionString: string, name: string) {
  return new Queue(name, { connection: { connectionString, migrate: true, max: 2 } }, createPostgresBackend);
}

function openWorker(connectionString: string, name: string, work: (job: Job<string>) => Promise<void>) {
  return new Worker(
    name,
    work,
    {
      connection: { connectionString, max: 3 },
      concurrency: 1,
      lockDuration: LOCK_MS,
      stalledInterval: LOOK_FOR_DEAD_EVERY_MS,
      maxStalledCount: ANY_NUMBER,
    },
    createPostgresBackend,
  );
}

/** Lanes on BullMQ's PostgreSQL backend: one queue a lane, and never more than one active job in it. */
export class BullmqLaneQueues extends LaneQueues implements BeforeApplicationShutdown {
  readonly #log = new Logger('queue');
  readonly #queues = new Map<string, Promise<LaneQueue>>();
  readonly #workers: LaneWorker[] = [];
  readonly #finished = new EventEmitter().setMaxListeners(0);
  readonly #closing = new AbortController();
  #tuned: Promise<void> | null = null;

  constructor(private readonly url: string) {
    super();
  }

  async add(feed: string, lane: number, job: LaneJob): Promise<void> {
    const queue = await this.#queue(feed, lane);
    await queue.add('batch', job.data, { jobId: job.id, removeOnComplete: true, attempts: ANY_NUMBER });
  }

  async work(feed: string, lane: number, handler: (job: AddedJob) => Promise<void>): Promise<void> {
    const name = queueName(feed, lane);
    const queue = await this.#queue(feed, lane);
    await queue.setGlobalConcurrency(1);
    // The backend puts the job of a dead process behind all that wait; here it goes before them, where it was.
    const overdue = new Set<string>();
    const doneEarly = new Set<string>();
    const run = async (job: Job<string>) => {
      await handler({ id: job.id!, data: job.data, addedAt: job.timestamp });
      this.#finished.emit(job.id!);
    };
    const worker = openWorker(this.url, name, async (job) => {
      overdue.delete(job.id!);
      for (const id of overdue) {
        await this.#untilDone(name, async () => {
          const older: Job<string> | undefined = await queue.getJob(id);
          if (older) await run(older);
        });
        overdue.delete(id);
        doneEarly.add(id);
      }
      if (!doneEarly.delete(job.id!)) await this.#untilDone(name, () => run(job));
    });
    worker.on('stalled', (id) => overdue.add(id));
    worker.on('error', (cause) => this.#log.error(`${name}: ${cause.message}`));
    worker.on('failed', (_job, cause) =>
      this.#log.error(`${name}: a batch failed and is tried again: ${cause.message}`),
    );
    this.#workers.push(worker);
    await worker.waitUntilReady();
  }

  async done(feed: string, lane: number, jobId: string): Promise<void> {
    const stop = new AbortController();
    const heard = once(this.#finished, jobId, { signal: stop.signal }).then(
      () => true,
      () => false,
    );
    try {
      const queue = await this.#queue(feed, lane);
      // Another process may have done it, or it was done before we asked: then the job is gone.
      while (!this.#closing.signal.aborted) {
        if (await Promise.race([heard, pause(LOOK_IF_DONE_EVERY_MS, false)])) return;
        if (!(await queue.getJob(jobId))) return;
      }
    } finally {
      stop.abort();
    }
  }

  async waiting(feed: string): Promise<number> {
    let sum = 0;
    for (const [name, opening] of this.#queues) {
      if (!name.startsWith(`${feed}-`)) continue;
      const queue = await opening;
      sum += await queue.getJobCountByTypes('waiting', 'active', 'delayed', 'prioritized');
    }
    return sum;
  }

  async oldestAddedAt(feed: string, lane: number): Promise<number | null> {
    const queue = await this.#queue(feed, lane);
    const ids = await queue.getRanges([...HELD], 0, 0, true);
    const jobs = await Promise.all(ids.map((id): Promise<Job<string> | undefined> => queue.getJob(id)));
    const times = jobs.flatMap((job) => (job ? [job.timestamp] : []));
    return times.length === 0 ? null : Math.min(...times);
  }

  async *held(feed: string, lane: number): AsyncIterable<AddedJob> {
    const queue = await this.#queue(feed, lane);
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
    await Promise.all(this.#workers.map((worker) => worker.close()));
    await Promise.all([...this.#queues.values()].map(async (opening) => (await opening).close()));
  }

  #queue(feed: string, lane: number): Promise<LaneQueue> {
    const name = queueName(feed, lane);
    const known = this.#queues.get(name);
    if (known) return known;
    const opening = this.#open(name);
    this.#queues.set(name, opening);
    // A queue that could not be opened is tried afresh by the next who needs it.
    opening.catch(() => this.#queues.delete(name));
    return opening;
  }

  async #open(name: string): Promise<LaneQueue> {
    const queue = openQueue(this.url, name);
    queue.on('error', (cause) => this.#log.error(`${name}: ${cause.message}`));
    await queue.waitUntilReady();
    await this.#uncompressed();
    return queue;
  }

  /** Batches live for milliseconds: compressing them, as PostgreSQL does by itself, is work for nothing. */
  #uncompressed(): Promise<void> {
    this.#tuned ??= (async () => {
      const client = new pg.Client({ connectionString: this.url });
      await client.connect();
      try {
        await client.query('ALTER TABLE bullmq.job ALTER COLUMN data SET STORAGE EXTERNAL');
      } finally {
        await client.end();
      }
    })().catch((cause: unknown) => {
      this.#tuned = null;
      throw cause;
    });
    return this.#tuned;
  }

  /** Tries until it succeeds or the process closes, so that the lane's order holds through a database outage. */
  async #untilDone(name: string, work: () => Promise<void>): Promise<void> {
    for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
      try {
        return await work();
      } catch (cause) {
        this.#log.error(`${name}: batch not stored, trying again in ${wait} ms: ${String(cause)}`);
        await pause(wait, undefined, { signal: this.#closing.signal }).catch(() => undefined);
        // Left as it is, it is taken over as the job of a dead process; a job that fails would lose its place.
        if (this.#closing.signal.aborted) throw new WaitingError(`${name} closes`);
      }
    }
  }
}

/** BullMQ forbids colons in names. */
function queueName(feed: string, lane: number): string {
  return `${feed}-${lane}`;
}
