import { createHash } from 'node:crypto';
import { access, rename, rm } from 'node:fs/promises';
import { BUILT_FEEDS } from '@rearguard/shared';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { LANES, type LaneQueues } from '../platform/queue/lane-queues.js';
import {
  type ArchivedTable,
  BackupFault,
  FORMAT,
  type Header,
  HEADER,
  type HeldBatch,
  type Manifest,
  MANIFEST,
  type Sum,
} from './archive.js';
import { ArchiveWriter } from './archive-writer.js';
import { columnList, migrationsOf, quoted, sequencesOf, tablesOf } from './catalogue.js';

/** A table that goes away between being seen and being held; with the next look it is not there. */
const LOOKS = 5;
const UNDEFINED_TABLE = '42P01';

export interface Backup {
  /** Address of the room's database. */
  readonly url: string;
  readonly queues: LaneQueues;
  /** Where the backup is to lie. */
  readonly path: string;
  readonly now: Date;
  /** Takes a line for people. */
  readonly say: (line: string) => void;
}

/**
 * Writes a backup of a room, also while its servers run: everything that was answered 202 before it began is in it.
 * Batches of the queue are read first and the database as of one instant after that, so a batch is in one of the two;
 * where it is in both, applying it again changes nothing.
 * @throws BackupFault in a sentence; then nothing lies at `path`
 */
export async function writeBackup({ url, queues, path, now, say }: Backup): Promise<Manifest> {
  if (await exists(path)) throw new BackupFault(`${path} exists already and is left as it is. Choose another name.`);
  const started = `${path}.part`;
  await rm(started, { force: true });
  const archive = new ArchiveWriter(started, now);
  const client = new pg.Client({ connectionString: url, application_name: 'rearguard backup' });
  try {
    await client.connect();
    const batches = await heldBatches(queues, archive);
    const header = await oneInstant(client, now);
    await archive.file(HEADER, `${JSON.stringify(header, null, 2)}\n`);
    const tables: Record<string, Sum> = {};
    for (const table of header.tables) {
      const sum = await copyOut(client, table, archive);
      tables[table.name] = sum;
      if (sum.rows > 0) say(`${table.name}: ${sum.rows} rows`);
    }
    const { rows } = await client.query<{ last: string }>(`SELECT last FROM change_counter`);
    const manifest: Manifest = { lastChange: Number(rows[0]!.last), batches, tables };
    await archive.file(MANIFEST, `${JSON.stringify(manifest, null, 2)}\n`);
    await archive.close();
    await rename(started, path);
    return manifest;
  } catch (cause) {
    await archive.abandon();
    await rm(started, { force: true });
    throw told(cause, path);
  } finally {
    await client.end();
  }
}

async function heldBatches(queues: LaneQueues, archive: ArchiveWriter): Promise<number> {
  let count = 0;
  for (const feed of BUILT_FEEDS) {
    for (let lane = 0; lane < LANES; lane += 1) {
      for await (const { id, data } of queues.held(feed, lane)) {
        count += 1;
        const batch: HeldBatch = { feed, lane, id, data };
        await archive.file(`queue/${feed}-${lane}/${String(count).padStart(6, '0')}.json`, JSON.stringify(batch));
      }
    }
  }
  return count;
}

/**
 * Begins a transaction that sees the database as of one instant, and says what is in it. Only the tables themselves are
 * held, never the parent of the positions: that would keep others from making the table of a new day.
 */
async function oneInstant(client: pg.Client, now: Date): Promise<Header> {
  for (let look = 1; ; look += 1) {
    const seen = await tablesOf(client);
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    try {
      for (const { name } of seen) await client.query(`LOCK TABLE ONLY ${quoted(name)} IN ACCESS SHARE MODE`);
      const migrations = await migrationsOf(client);
      if (migrations.length === 0) throw new BackupFault('There is no room in this database yet.');
      const tables = await tablesOf(client);
      return { format: FORMAT, takenAt: now.toISOString(), migrations, tables, sequences: await sequencesOf(client) };
    } catch (cause) {
      await client.query('ROLLBACK');
      if ((cause as { code?: string }).code !== UNDEFINED_TABLE || look === LOOKS) throw cause;
    }
  }
}

async function copyOut(client: pg.Client, table: ArchivedTable, archive: ArchiveWriter): Promise<Sum> {
  const hash = createHash('sha256');
  let bytes = 0;
  const rows = client.query(copyTo(`COPY ${quoted(table.name)} (${columnList(table)}) TO STDOUT`));
  await archive.parts(`tables/${table.name}`, rows as AsyncIterable<Buffer>, (part) => {
    hash.update(part);
    bytes += part.length;
  });
  return { rows: rows.rowCount, bytes, sha256: hash.digest('hex') };
}

function told(cause: unknown, path: string): unknown {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === 'ENOSPC') return new BackupFault(`The disk of ${path} is full; no backup was left there.`, { cause });
  if (code === 'ENOENT' || code === 'EACCES' || code === 'EROFS' || code === 'ENOTDIR' || code === 'EPERM') {
    return new BackupFault(`${path} cannot be written (${code}): ${message}.`, { cause });
  }
  return cause;
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
