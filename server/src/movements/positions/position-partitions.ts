import { Injectable } from '@nestjs/common';
import { type Day, dayOf, dayStart, type EpochMs } from '@rearguard/shared';
import { DataSource } from 'typeorm';

const DAY_MS = 86_400_000;
/** Keeps two processes from making the same partition at once. */
const PARTITION_LOCK = 7_302_002;

/** The daily partitions of the table `position`, by the day of observation. */
@Injectable()
export class PositionPartitions {
  readonly #made = new Set<Day>();

  constructor(private readonly database: DataSource) {}

  /** Makes the partitions that what was observed at these times falls into. */
  async ensure(observed: Iterable<{ observedAt: EpochMs }>): Promise<void> {
    const missing = new Set<Day>();
    let last = Number.NaN;
    for (const { observedAt: at } of observed) {
      const midnight = at - (((at % DAY_MS) + DAY_MS) % DAY_MS);
      if (midnight === last) continue;
      last = midnight;
      const day = dayOf(at);
      if (!this.#made.has(day)) missing.add(day);
    }
    for (const day of missing) await this.#make(day);
  }

  /** Drops whole days that lie before an instant; returns the days dropped. */
  async dropBefore(instant: EpochMs): Promise<Day[]> {
    const rows: { name: string }[] = await this.database.query(
      `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
       WHERE i.inhparent = 'position'::regclass ORDER BY 1`,
    );
    const days = rows.map(({ name }) => name.replace('position_', '').replaceAll('_', '-'));
    const old = days.filter((day) => dayStart(day) + DAY_MS <= instant);
    for (const day of old) {
      await this.database.query(`DROP TABLE ${nameOf(day)}`);
      this.#made.delete(day);
    }
    return old;
  }

  async #make(day: Day): Promise<void> {
    const from = dayStart(day);
    await this.database.transaction(async (manager) => {
      await manager.query(`SELECT pg_advisory_xact_lock($1)`, [PARTITION_LOCK]);
      await manager.query(
        `CREATE TABLE IF NOT EXISTS ${nameOf(day)} PARTITION OF position
         FOR VALUES FROM ('${new Date(from).toISOString()}') TO ('${new Date(from + DAY_MS).toISOString()}')`,
      );
    });
    this.#made.add(day);
  }
}

function nameOf(day: Day): string {
  return `position_${day.replaceAll('-', '_')}`;
}
