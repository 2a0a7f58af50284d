import { Logger } from '@nestjs/common';
import type { Lease } from '../leases/lease.js';
import type { AddedJob } from './lane-queues.js';
import { LaneTenure } from './lane-tenure.js';
import { PostgresBackend } from './postgres-backend.js';

/**
 * Lanes on the room's PostgreSQL, after the room was given a Redis: what was accepted before waits there, and is done
 * before anything of the same lane on Redis.
 */
export class FormerLanes {
  readonly #log = new Logger('queue');
  readonly #backend: PostgresBackend;

  constructor(databaseUrl: string) {
    this.#backend = new PostgresBackend(databaseUrl, (cause) => this.#log.error(cause.message));
  }

  /** Works off what is left of a lane, until nothing is or the lease ends. */
  async finish(name: string, lease: Lease, run: (job: AddedJob) => Promise<void>): Promise<void> {
    if (!(await this.#backend.used())) return;
    const queue = await this.#backend.open(name);
    try {
      const left = await queue.getJobCountByTypes('waiting', 'active');
      if (left === 0) return;
      this.#log.warn(`${name}: ${left} batches were accepted before Redis was given, and are stored first`);
      const taker = await this.#backend.take(name);
      try {
        await new LaneTenure(name, queue, taker, lease, run).finish();
      } finally {
        await taker.close();
      }
    } finally {
      await queue.close();
    }
  }
}
