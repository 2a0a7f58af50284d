import type pg from 'pg';
import type { Candidate } from './spread.js';

/** How long a lease outlives the last word of its holder. */
export const LEASE_MS = 3_000;
/** A process that sits in the middle of a transaction for as long hangs, and whoever needs its locks with it. */
const HUNG_AFTER_MS = 2_500;

/** Names of database sessions, by which processes know of each other. */
export const sessionNames = {
  lease: (process: string) => `rearguard lease ${process}`,
  room: (process: string) => `rearguard room ${process}`,
};

const ALIVE = `clock_timestamp() + $2 * interval '1 millisecond'`;
/** A process that died has no session left, long before its word runs out. */
const HAS_SESSION = `EXISTS (SELECT 1 FROM pg_stat_activity WHERE application_name = 'rearguard lease ' || %)`;

/** Says that this process lives, renews what it holds, and returns what was renewed and who lives beside it. */
const RENEW = `
  WITH said AS (
    INSERT INTO lease_candidate (process, alive_until, wants) VALUES ($1, ${ALIVE}, $3)
    ON CONFLICT (process) DO UPDATE SET alive_until = excluded.alive_until, wants = excluded.wants
  ), renewed AS (
    UPDATE lease SET expires_at = ${ALIVE} FROM unnest($4::text[], $5::bigint[]) AS mine(name, fence)
     WHERE lease.name = mine.name AND lease.fence = mine.fence AND lease.holder = $1 RETURNING lease.name
  ), others AS (
    SELECT process, wants FROM lease_candidate
     WHERE process <> $1 AND alive_until > clock_timestamp() AND ${HAS_SESSION.replace('%', 'process')}
  )
  SELECT (SELECT coalesce(json_agg(name), '[]') FROM renewed) AS renewed,
         (SELECT coalesce(json_agg(json_build_object('process', process, 'wants', wants)), '[]') FROM others) AS others`;

/** Nobody says so: the database's clock was set back since, and a holder that hangs would keep its lease for as long. */
const TOO_FAR_AHEAD = `lease.expires_at > clock_timestamp() + 2 * $2 * interval '1 millisecond'`;

const TAKE = `
  INSERT INTO lease (name, holder, expires_at, fence) VALUES ($3, $1, ${ALIVE}, 1)
  ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at, fence = lease.fence + 1
   WHERE lease.expires_at <= clock_timestamp() OR ${TOO_FAR_AHEAD} OR NOT ${HAS_SESSION.replace('%', 'lease.holder')}
  RETURNING fence::text`;

/**
 * Ends sessions of other processes that stopped in the middle of a transaction: what they hold is then free. One that
 * waits for the rest of a COPY is busy to PostgreSQL, whose own time limits do not reach it.
 */
const END_HUNG = `
  SELECT pg_terminate_backend(pid) FROM pg_stat_activity
   WHERE datname = current_database() AND application_name LIKE 'rearguard room %' AND application_name <> $1
     AND xact_start IS NOT NULL AND wait_event = 'ClientRead'
     AND state_change < clock_timestamp() - ${HUNG_AFTER_MS} * interval '1 millisecond'`;

/** The leases in the database, through one connection. All times are the database's, whatever clocks processes have. */
export class LeaseTable {
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly client: pg.Client,
    private readonly process: string,
  ) {}

  async renew(
    wants: readonly string[],
    held: readonly { name: string; fence: string }[],
  ): Promise<{ renewed: Set<string>; others: Candidate[] }> {
    const { rows } = await this.#query<{ renewed: string[]; others: Candidate[] }>(RENEW, [
      this.process,
      LEASE_MS,
      wants,
      held.map((lease) => lease.name),
      held.map((lease) => lease.fence),
    ]);
    return { renewed: new Set(rows[0]!.renewed), others: rows[0]!.others };
  }

  /** The fence of a lease that was free and is ours now, or null. */
  async take(name: string): Promise<string | null> {
    const { rows } = await this.#query<{ fence: string }>(TAKE, [this.process, LEASE_MS, name]);
    return rows[0]?.fence ?? null;
  }

  async giveUp(name: string, fence: string): Promise<void> {
    await this.#query(
      `UPDATE lease SET expires_at = clock_timestamp() WHERE name = $1 AND fence = $2 AND holder = $3`,
      [name, fence, this.process],
    );
  }

  async leave(): Promise<void> {
    await this.#query(`DELETE FROM lease_candidate WHERE process = $1 OR alive_until < now() - interval '1 day'`, [
      this.process,
    ]);
  }

  async endHung(): Promise<void> {
    await this.#query(END_HUNG, [sessionNames.room(this.process)]);
  }

  /** One statement at a time, as the connection demands. */
  #query<Row extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<pg.QueryResult<Row>> {
    const mine = this.#turn.then(() => this.client.query<Row>(text, values));
    this.#turn = mine.catch(() => undefined);
    return mine;
  }
}
