import { Injectable, Logger } from '@nestjs/common';
import { type Day, dayOf, dayStart, type EpochMs } from '@rearguard/shared';
import { DataSource } from 'typeorm';
import { POSITION_COLUMNS } from './position-store.js';

const DAY_MS = 86_400_000;
/** Keeps two processes from making the same partition at once. */
const PARTITION_LOCK = 7_302_002;
/** While we wait for a reader, everybody who stores a position waits behind us. */
const WAIT_FOR_READERS_MS = 500;
const UNDEFINED_TABLE = '42P01';
const LOCK_NOT_AVAILABLE = '55P03';

/** The daily partitions of the table `position`, by the day of observation. */
@Injectable()
export class PositionPartitions {
  readonly #log = new Logger('positions');
  readonly #made = new Set<Day>();

  constructor(private readonly database: DataSource) {}

  /** What was made may have been dropped since, by a process that thins: it is looked for again when it is needed. */
  doubt(): void {
    this.#made.clear();
  }

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

  /**
   * Thins whole days that lie before an instant to one point a minute and unit, the newest of it, and drops them; returns
   * the days. One that is being read, by a backup say, is left for the next time: to wait for it would hold all others up.
   */
  async thinBefore(instant: EpochMs): Promise<Day[]> {
    const old = (await this.days()).filter((day) => dayStart(day) + DAY_MS <= instant);
    const thinned: Day[] = [];
    for (const day of old) if (await this.#thin(day)) thinned.push(day);
    return thinned;
  }

  /** The days that have a partition, oldest first. */
  async days(): Promise<Day[]> {
    const rows: { name: string }[] = await this.database.query(
      `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
       WHERE i.inhparent = 'position'::regclass ORDER BY 1`,
    );
    return rows.map(({ name }) => name.replace('position_', '').replaceAll('_', '-'));
  }

  /**
   * In one transaction: a day is whole, or thinned and gone, and nothing in between is ever seen. It may take minutes, in
   * which other days are made and written to; of two who thin the same day, the second finds it locked.
   */
  async #thin(day: Day): Promise<boolean> {
    const name = nameOf(day);
    try {
      await this.database.transaction(async (manager) => {
        await manager.query(`SET LOCAL lock_timeout = '${WAIT_FOR_READERS_MS}ms'`);
        // A day of positions is read once, by nobody who waits.
        await manager.query(`SET LOCAL statement_timeout = 0`);
        await manager.query(`LOCK TABLE ONLY ${name} IN SHARE ROW EXCLUSIVE MODE`);
        await manager.query(
          `INSERT INTO position_thinned (${POSITION_COLUMNS})
           SELECT DISTINCT ON (unit_no, date_trunc('minute', observed_at, 'UTC')) ${POSITION_COLUMNS} FROM ONLY ${name}
           ORDER BY unit_no, date_trunc('minute', observed_at, 'UTC'),
             observed_at DESC, source_observed_at DESC NULLS LAST, report_key DESC
           ON CONFLICT DO NOTHING`,
        );
        await manager.query(`DROP TABLE ${name}`);
      });
    } catch (cause) {
      const { code } = (cause as { driverError?: { code?: string } }).driverError ?? {};
      if (code === UNDEFINED_TABLE) return false; // another process was first
      if (code !== LOCK_NOT_AVAILABLE) throw cause;
      this.#log.warn(`the positions of ${day} are being read and are thinned later`);
      return false;
    }
    this.#made.delete(day);
    return true;
  }

  /** Attached, not made in its place: that would wait for all who read positions, and everybody else behind it. */
  async #make(day: Day): Promise<void> {
    const name = nameOf(day);
    const from = dayStart(day);
    await this.database.transaction(async (manager) => {
      await manager.query(`SELECT pg_advisory_xact_lock($1)`, [PARTITION_LOCK]);
      const [{ there }]: [{ there: boolean }] = await manager.query(`SELECT to_regclass($1) IS NOT NULL AS there`, [
        name,
      ]);
      if (there) return;
      await manager.query(`CREATE TABLE ${name} (LIKE position INCLUDING ALL)`);
      await manager.query(
        `ALTER TABLE position ATTACH PARTITION ${name}
         FOR VALUES FROM ('${new Date(from).toISOString()}') TO ('${new Date(from + DAY_MS).toISOString()}')`,
      );
    });
    this.#made.add(day);
  }
}

function nameOf(day: Day): string {
  return `position_${day.replaceAll('-', '_')}`;
}
