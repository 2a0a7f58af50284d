import type { Change, ChangeKind, EpochMs } from '@rearguard/shared';
import { toInstantOut } from '@rearguard/shared';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { PoolClient } from 'pg';
import { Bus } from '../platform/bus/bus.js';

/** A change before it has its number. */
export interface NewChange {
  kind: ChangeKind;
  id: string;
  /** Rises by one with each change of the same subject. */
  version: number;
  /** When we learned of it. */
  at: EpochMs;
  observedAt: EpochMs;
  op: 'put' | 'remove';
  body: unknown;
}

/** One transaction of the room: what is written and the changes that tell of it stand or fall together. */
export interface RoomTransaction {
  readonly manager: EntityManager;
  /** The bare connection, for COPY. */
  readonly client: PoolClient;
  /** Adds a change; it gets its number as the transaction's last act before commit. */
  change(change: NewChange): void;
}

export interface Committed<Result> {
  result: Result;
  /** Number of the newest change of this transaction, or null when it made none. */
  seq: number | null;
  /** Number of the first change of this transaction. */
  firstSeq: number | null;
}

interface ChangeRow {
  seq: string;
  at: Date;
  observed_at: Date;
  kind: ChangeKind;
  id: string;
  version: number;
  op: 'put' | 'remove';
  body: unknown;
}

/**
 * Numbers the changes and keeps, beside the log, the newest body of each subject (`picture_state`), which is the log
 * folded. The counter row is taken last: its lock is held only from there to commit, so that numbers follow commit
 * order, and whoever has seen n has seen all below n.
 */
const APPEND = `
  WITH given AS (
    SELECT * FROM unnest($1::text[], $2::text[], $3::int[], $4::timestamptz[], $5::timestamptz[], $6::text[], $7::jsonb[])
      WITH ORDINALITY AS given(kind, id, version, at, observed_at, op, body, place)
  ), counter AS (
    UPDATE change_counter SET last = last + $8 RETURNING last
  ), logged AS (
    INSERT INTO change (seq, kind, id, version, at, observed_at, op, body)
    SELECT counter.last - $8 + place, kind, id, version, at, observed_at, op, body FROM given, counter
    RETURNING seq, kind, id, version, op, body
  ), folded AS (
    INSERT INTO picture_state (kind, id, seq, version, body)
    SELECT DISTINCT ON (kind, id) kind, id, seq, version, CASE op WHEN 'put' THEN body END
      FROM logged WHERE kind <> 'positions' ORDER BY kind, id, seq DESC
    ON CONFLICT (kind, id) DO UPDATE SET seq = excluded.seq, version = excluded.version, body = excluded.body
  )
  SELECT last::text AS last FROM counter`;

@Injectable()
export class ChangeLog {
  readonly #log = new Logger('changes');

  constructor(
    private readonly database: DataSource,
    private readonly bus: Bus,
  ) {}

  /** Runs `work` in one transaction, numbers its changes, commits, and tells the room afterwards. */
  async write<Result>(work: (tx: RoomTransaction) => Promise<Result>): Promise<Committed<Result>> {
    const runner = this.database.createQueryRunner();
    const changes: NewChange[] = [];
    let committed: Committed<Result>;
    try {
      const client = (await runner.connect()) as PoolClient;
      await runner.startTransaction();
      const result = await work({ manager: runner.manager, client, change: (change) => changes.push(change) });
      const last = changes.length > 0 ? await append(client, changes) : null;
      await runner.commitTransaction();
      committed = { result, seq: last, firstSeq: last === null ? null : last - changes.length + 1 };
    } catch (cause) {
      // The first fault is the one to tell; a rollback on a lost connection fails too and says nothing new.
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      throw cause;
    } finally {
      await runner.release().catch((cause: unknown) => this.#log.warn(String(cause)));
    }
    if (committed.seq !== null) this.bus.publish('changes:committed', { to: committed.seq });
    return committed;
  }

  /** Changes after a number, in order, at most `limit`. */
  async read(after: number, limit: number): Promise<Change[]> {
    const rows: ChangeRow[] = await this.database.query('SELECT * FROM change WHERE seq > $1 ORDER BY seq LIMIT $2', [
      after,
      limit,
    ]);
    return rows.map(toChange);
  }

  /** The newest number; 0 before the first change. */
  async head(): Promise<number> {
    const [row]: { last: string }[] = await this.database.query('SELECT last::text FROM change_counter');
    return Number(row?.last ?? 0);
  }

  /** Every change of one subject, oldest first, from a number on. */
  async history(kind: ChangeKind, id: string, after: number, limit: number): Promise<Change[]> {
    const rows: ChangeRow[] = await this.database.query(
      'SELECT * FROM change WHERE kind = $1 AND id = $2 AND seq > $3 ORDER BY seq LIMIT $4',
      [kind, id, after, limit],
    );
    return rows.map(toChange);
  }
}

async function append(client: PoolClient, changes: readonly NewChange[]): Promise<number> {
  const values = [
    changes.map((change) => change.kind),
    changes.map((change) => change.id),
    changes.map((change) => change.version),
    changes.map((change) => new Date(change.at)),
    changes.map((change) => new Date(change.observedAt)),
    changes.map((change) => change.op),
    changes.map((change) => JSON.stringify(change.body)),
    changes.length,
  ];
  // By name, so that PostgreSQL plans it once a connection: it runs with every batch.
  const { rows } = await client.query<{ last: string }>({ name: 'append-changes', text: APPEND, values });
  return Number(rows[0]!.last);
}

function toChange(row: ChangeRow): Change {
  return {
    seq: Number(row.seq),
    at: toInstantOut(row.at.getTime()),
    observedAt: toInstantOut(row.observed_at.getTime()),
    kind: row.kind,
    id: row.id,
    version: row.version,
    op: row.op,
    body: row.body,
  };
}
