import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeAtomically } from './atomic-file.js';
import { EmbeddedPostgresError, fileFault } from './embedded-postgres-error.js';

const DatabaseRecord = z.object({
  port: z.int().min(1).max(65_535).nullable(),
  password: z.string().min(20),
  /** Folder of the cluster where it cannot lie in the data folder; null: `postgres` in the data folder. */
  elsewhere: z.string().nullable(),
});

/** What a data folder remembers of its database. */
export type DatabaseRecord = z.infer<typeof DatabaseRecord>;

/** Name and role of the product's database. */
export const DATABASE = 'rearguard';

const pathIn = (dataDir: string) => join(dataDir, 'database.json');

/**
 * @returns null when there is none yet
 * @throws EmbeddedPostgresError when it cannot be read or understood
 */
export async function readDatabaseRecord(dataDir: string): Promise<DatabaseRecord | null> {
  const path = pathIn(dataDir);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes((cause as NodeJS.ErrnoException).code ?? '')) return null;
    throw fileFault('Reading', path, cause);
  }
  try {
    return DatabaseRecord.parse(JSON.parse(text));
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `${path} holds the access to the database and is damaged. Put back a copy of it, or choose an empty DATA_DIR to begin anew.`,
      { cause },
    );
  }
}

/** @throws EmbeddedPostgresError when the data folder cannot be written */
export async function writeDatabaseRecord(dataDir: string, record: DatabaseRecord): Promise<void> {
  const path = pathIn(dataDir);
  await writeAtomically(path, `${JSON.stringify(record, null, 2)}\n`, 0o600).catch((cause: unknown) => {
    throw fileFault('Writing', path, cause);
  });
}

export const newDatabaseRecord = (): DatabaseRecord => ({
  port: null,
  password: randomBytes(24).toString('base64url'),
  elsewhere: null,
});

/** Address of a database of the cluster, access included: never shown or logged. */
export function databaseUrl(record: DatabaseRecord, port: number, database: string = DATABASE): string {
  return `postgres://${DATABASE}:${record.password}@127.0.0.1:${port}/${database}`;
}
