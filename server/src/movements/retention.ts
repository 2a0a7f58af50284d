import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../config/config.js';
import { setTimeout as pause } from 'node:timers/promises';
import { Clock } from '../platform/clock/clock.js';
import type { Lease } from '../platform/leases/lease.js';
import { Leases } from '../platform/leases/leases.js';
import { PositionPartitions } from './positions/position-partitions.js';

const DAY_MS = 86_400_000;
const EVERY_MS = 3_600_000;

/**
 * Thins whole days of positions that are older than the room keeps, and drops the identities of their reports. Changes
 * are never dropped.
 */
@Injectable()
export class Retention implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #log = new Logger('retention');
  #stop: (() => Promise<void>) | null = null;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
    private readonly database: DataSource,
    private readonly partitions: PositionPartitions,
    private readonly leases: Leases,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.role !== 'api') this.#stop = this.leases.hold('retention', (lease) => this.#keepUp(lease));
  }

  async onModuleDestroy(): Promise<void> {
    await this.#stop?.();
  }

  async #keepUp(lease: Lease): Promise<void> {
    while (lease.held) {
      await pause(EVERY_MS, undefined, { signal: lease.signal }).catch(() => undefined);
      if (!lease.held) return;
      await this.run().catch((cause: unknown) => this.#log.warn(`old positions were not thinned: ${String(cause)}`));
    }
  }

  async run(): Promise<void> {
    const keepFrom = this.clock.now() - this.config.retentionDays * DAY_MS;
    const days = await this.partitions.thinBefore(keepFrom);
    await this.database.query(`DELETE FROM report_identity WHERE observed_at < $1`, [new Date(keepFrom)]);
    if (days.length > 0) this.#log.log(`thinned the positions of ${days.length} days, up to ${days.at(-1)}`);
  }
}
