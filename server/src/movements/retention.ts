import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../config/config.js';
import { RejectsRepository } from '../feeds/rejects.repository.js';
import { ReportIdentities } from '../feeds/report-identities.js';
import { Clock, SystemClock } from '../platform/clock/clock.js';
import { MachineDeadlines } from '../platform/deadlines/deadlines.js';
import { PositionPartitions } from './positions/position-partitions.js';

const RETENTION_DEADLINE = 'movements.retention';
const DAY_MS = 86_400_000;
const EVERY_MS = 3_600_000;

/**
 * Every hour: thins whole days of positions that are older than the room keeps, forgets the identities of their reports,
 * and drops what was refused then. Changes are never dropped.
 */
@Injectable()
export class Retention implements OnModuleInit, OnApplicationBootstrap {
  readonly #log = new Logger('retention');

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
    private readonly time: SystemClock,
    private readonly database: DataSource,
    private readonly deadlines: MachineDeadlines,
    private readonly partitions: PositionPartitions,
    private readonly identities: ReportIdentities,
    private readonly rejects: RejectsRepository,
  ) {}

  onModuleInit(): void {
    this.deadlines.handle(RETENTION_DEADLINE, async (_deadline, claim) => {
      // Claimed first, as it may take minutes: what is left over by a fault or an end is done in an hour.
      const mine = await this.database.transaction(async (manager) => {
        if (!(await claim(manager))) return false;
        await this.deadlines.set(manager, [this.#next()]);
        return true;
      });
      if (mine) await this.#run();
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.deadlines.ensure(this.#next());
  }

  async #run(): Promise<void> {
    const keepFrom = this.clock.now() - this.config.retentionDays * DAY_MS;
    const days = await this.partitions.thinBefore(keepFrom);
    if (days.length > 0) this.#log.log(`thinned the positions of ${days.length} days, up to ${days.at(-1)}`);
    await this.identities.forgetBefore(keepFrom);
    await this.rejects.dropBefore(keepFrom);
  }

  #next() {
    return { kind: RETENTION_DEADLINE, subject: 'room', dueAt: this.time.now() + EVERY_MS };
  }
}
