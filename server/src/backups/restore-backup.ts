import { once } from 'node:events';
import { BUILT_FEEDS } from '@rearguard/shared';
import pg from 'pg';
import { type CopyStreamQuery, from as copyFrom } from 'pg-copy-streams';
import { DataSource } from 'typeorm';
import { MIGRATIONS } from '../platform/database/migrations/index.js';
import { LANES, type LaneQueues } from '../platform/queue/lane-queues.js';
import { PositionPartitions } from '../movements/positions/position-partitions.js';
import { type ArchivedTable, BackupFault, type Header, type Manifest } from './archive.js';
import { readArchive, verifyArchive } from './archive-reader.js';
import { columnList, migrationsOf, positionDay, quoted, SEEDED, tablesOf } from './catalogue.js';

export interface Restore {
  /** Address of an empty database. */
  readonly url: string;
  readonly queues: LaneQueues;
  readonly path: string;
  readonly say: (line: string) => void;
}

/**
 * Brings a backup into an empty database: all of it, checked, or nothing. A backup of an earlier version is brought in
 * as it was and then taken up to this one.
 * @throws BackupFault in a sentence
 */
export async function restoreBackup({ url, queues, path, say }: Restore): Promise<Manifest> {
  say(`Checking ${path}.`);
  const { header, manifest } = await verifyArchive(path);
  const unknown = header.migrations.filter((name) => !MIGRATIONS.some((one) => one.name === name));
  if (unknown.length > 0) {
    throw new BackupFault(
      `${path} was made by a newer Rearguard (it knows ${unknown.join(', ')}). Restore it with that.`,
    );
  }
  const client = new pg.Client({ connectionString: url, application_name: 'rearguard restore' });
  await client.connect();
  try {
    await mustBeEmpty(client, queues);
    await schemaAt(url, client, header);
    await client.query('BEGIN');
    await mustBeEmpty(client, queues);
    // A server that starts now waits here, and finds the room that it is to serve.
    await client.query('LOCK TABLE room IN ACCESS EXCLUSIVE MODE');
    await copyIn(client, header, path, say);
    await agree(client, header, manifest, path);
    await readArchive(path, { batch: ({ feed, lane, id, data }) => queues.add(feed, lane, { id, data }) });
    await client.query('COMMIT');
  } finally {
    // Ends the transaction too, when it did not come to its commit.
    await client.end();
  }
  await withSchema(url, MIGRATIONS, (database) => database.runMigrations({ transaction: 'each' }));
  return manifest;
}

/** A room that is there is never written over: real history would be gone by one wrong word. */
async function mustBeEmpty(client: pg.Client, queues: LaneQueues): Promise<void> {
  for (const { name } of await tablesOf(client)) {
    const asLeft = SEEDED[name];
    const { rowCount } = await client.query(
      `SELECT 1 FROM ${quoted(name)} ${asLeft === undefined ? '' : `WHERE NOT (${asLeft})`} LIMIT 1`,
    );
    if (rowCount !== 0) {
      throw new BackupFault(
        `The database is not empty (${name} has rows), and a restore never writes over a room. Name an empty one with DATA_DIR or DATABASE_URL.`,
      );
    }
  }
  for (const feed of BUILT_FEEDS) {
    for (let lane = 0; lane < LANES; lane += 1) {
      if ((await queues.oldestAddedAt(feed, lane)) === null) continue;
      throw new BackupFault('The queue is not empty: batches of another room wait in it. Name an empty one.');
    }
  }
}

/** Gives the database exactly the schema that the backup was made of. */
async function schemaAt(url: string, client: pg.Client, header: Header): Promise<void> {
  const wanted = MIGRATIONS.filter(({ name }) => header.migrations.includes(name));
  const there = await migrationsOf(client);
  await withSchema(url, MIGRATIONS, async (database) => {
    for (const name of there.toReversed()) {
      if (!header.migrations.includes(name)) await database.undoLastMigration({ transaction: 'each' });
    }
  });
  await withSchema(url, wanted, (database) => database.runMigrations({ transaction: 'each' }));
  const days = header.tables.flatMap(({ name }) => {
    const observedAt = positionDay(name);
    return observedAt === null ? [] : [{ observedAt }];
  });
  await withSchema(url, wanted, (database) => new PositionPartitions(database).ensure(days));
  const made = new Map((await tablesOf(client)).map((table) => [table.name, table.columns.toSorted().join()]));
  for (const { name, columns } of header.tables) {
    if (made.get(name) === columns.toSorted().join()) continue;
    throw new BackupFault(`The table ${name} of the backup is not one that its migrations make.`);
  }
}

async function withSchema(
  url: string,
  migrations: typeof MIGRATIONS,
  work: (database: DataSource) => Promise<unknown>,
): Promise<void> {
  const database = new DataSource({ type: 'postgres', url, migrations, applicationName: 'rearguard restore' });
  await database.initialize();
  try {
    await work(database);
  } finally {
    await database.destroy();
  }
}

async function copyIn(client: pg.Client, header: Header, path: string, say: (line: string) => void): Promise<void> {
  // In the schema of an earlier version not all of them are there.
  for (const { name } of await tablesOf(client)) {
    if (SEEDED[name] !== undefined) await client.query(`DELETE FROM ${quoted(name)}`);
  }
  const tables = new Map(header.tables.map((table) => [table.name, table]));
  let open: RowsInto | null = null;
  const close = async () => {
    await open?.end();
    if (open) say(`${open.table}: ${open.count} rows`);
    open = null;
  };
  await readArchive(path, {
    rows: async (name, part) => {
      if (open?.table !== name) {
        await close();
        open = new RowsInto(client, tables.get(name)!);
      }
      for await (const chunk of part) await open.write(chunk);
    },
    manifest: close,
  });
  for (const { name, last } of header.sequences) {
    if (last !== null) await client.query(`SELECT setval($1::regclass, $2::bigint)`, [quoted(name), last]);
  }
}

/** One COPY into a table. */
class RowsInto {
  readonly table: string;
  readonly #rows: CopyStreamQuery;
  readonly #failed: Promise<never>;

  constructor(client: pg.Client, table: ArchivedTable) {
    this.table = table.name;
    this.#rows = client.query(copyFrom(`COPY ${quoted(table.name)} (${columnList(table)}) FROM STDIN`));
    this.#failed = new Promise((_, reject) => this.#rows.once('error', reject));
    this.#failed.catch(() => undefined); // told by the next call
  }

  get count(): number {
    return this.#rows.rowCount;
  }

  async write(chunk: Buffer): Promise<void> {
    if (!this.#rows.write(chunk)) await Promise.race([once(this.#rows, 'drain'), this.#failed]);
  }

  async end(): Promise<void> {
    this.#rows.end();
    await Promise.race([once(this.#rows, 'finish'), this.#failed]);
  }
}

/** What was brought in must be what was saved, and the change log without a gap. */
async function agree(client: pg.Client, header: Header, manifest: Manifest, path: string): Promise<void> {
  for (const { name } of header.tables) {
    const { rows } = await client.query<{ count: string }>(`SELECT count(*) FROM ${quoted(name)}`);
    const [found, saved] = [Number(rows[0]!.count), manifest.tables[name]!.rows];
    if (found !== saved) throw new BackupFault(`${path}: ${found} rows of ${name} came in, and ${saved} were saved.`);
  }
  const { rows } = await client.query<{ count: string; first: string | null; last: string | null }>(
    `SELECT count(*), min(seq) AS first, max(seq) AS last FROM change`,
  );
  const { count, last } = rows[0]!;
  if (Number(count) !== manifest.lastChange || Number(last ?? 0) !== manifest.lastChange) {
    throw new BackupFault(`${path}: the numbers of its changes have a gap (${count} changes up to ${last ?? 0}).`);
  }
}
