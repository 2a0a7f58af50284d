import pg from 'pg';
import { createPostgresBackend, Queue, Worker } from 'bullmq';
import { LaneTaker } from './lane-taker.js';
import { caught, FEW_EVENTS, type LaneQueue, type QueueBackend } from './queue-backend.js';

/**
 * Batches live for milliseconds: compressing them, as PostgreSQL does by itself, is work for nothing. So is the record
 * that BullMQ keeps of every step of a job for listeners that we do not have: rows, and a notice that makes all
 * transactions of the database queue up at their commit.
 */
const TUNING = `
  ALTER TABLE bullmq.job ALTER COLUMN data SET STORAGE EXTERNAL;
  CREATE OR REPLACE FUNCTION bullmq.publish_event(p_queue text, p_event text, p_data jsonb) RETURNS bigint
    LANGUAGE sql AS 'SELECT 0::bigint';`;

/** A job that is done but not yet struck off after a crash of the database is done again, which changes nothing. */
const NOT_WAITING_FOR_DISK = '-c synchronous_commit=off';

/** What was accepted is on disk, whatever the database does by itself. */
const ON_DISK = '-c synchronous_commit=on';

/** Lanes on BullMQ's PostgreSQL backend. */
export class PostgresBackend implements QueueBackend {
  #tuned: Promise<void> | null = null;

  constructor(
    private readonly url: string,
    private readonly onError: (cause: Error) => void,
  ) {}

  async fit(): Promise<void> {}

  async open(name: string): Promise<LaneQueue> {
    const connection = { connectionString: this.url, migrate: true, max: 2, options: ON_DISK };
    const queue = new Queue(name, { connection, streams: FEW_EVENTS }, createPostgresBackend);
    queue.on('error', this.onError);
    await queue.waitUntilReady();
    this.#tuned ??= this.#tune().catch((cause: unknown) => {
      this.#tuned = null;
      throw cause;
    });
    await this.#tuned;
    return queue;
  }

  async take(name: string): Promise<LaneTaker> {
    const connection = { connectionString: this.url, max: 1, options: NOT_WAITING_FOR_DISK };
    const box = caught(createPostgresBackend);
    const worker = new Worker(name, null, { connection, autorun: false }, box.make);
    worker.on('error', this.onError);
    await worker.waitUntilReady();
    return new LaneTaker(worker, box.backend!);
  }

  /** Whether jobs were ever kept here; asking changes nothing. */
  async used(): Promise<boolean> {
    const client = new pg.Client({ connectionString: this.url });
    await client.connect();
    try {
      const { rows } = await client.query<{ used: boolean }>(`SELECT to_regclass('bullmq.job') IS NOT NULL AS used`);
      return rows[0]!.used;
    } finally {
      await client.end();
    }
  }

  async close(): Promise<void> {}

  async #tune(): Promise<void> {
    const client = new pg.Client({ connectionString: this.url });
    await client.connect();
    try {
      await client.query(TUNING);
    } finally {
      await client.end();
    }
  }
}
