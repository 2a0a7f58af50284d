import { createHash } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { access, constants, mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SYSTEM_FOLDER } from './binaries.js';
import { newDatabaseRecord, readDatabaseRecord, writeDatabaseRecord, type DatabaseRecord } from './database-record.js';
import { EmbeddedPostgresError, fileFault } from './embedded-postgres-error.js';
import { canReach, runningAsRoot, systemUser, type RunAs } from './run-as.js';

/** Where the database of a data folder lies and who runs it. */
export interface Place {
  readonly dataDir: string;
  readonly clusterDir: string;
  /** Null: the user that we are. */
  readonly user: RunAs | null;
  readonly record: DatabaseRecord;
}

/** The folder of the cluster, whether it exists or not. */
export const clusterDirOf = (dataDir: string, record: DatabaseRecord): string =>
  record.elsewhere ?? join(dataDir, 'postgres');

/**
 * Makes sure that the data folder is there and can be written.
 * @throws EmbeddedPostgresError in a sentence when it cannot
 */
export async function prepareDataDir(dataDir: string): Promise<void> {
  try {
    // Root's data folder must let the database's own user pass; what is secret in it is closed file by file.
    await makeFolders(dataDir, runningAsRoot() ? 0o755 : 0o700);
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw fileFault('Writing to the data folder', dataDir, cause);
  }
}

/** Node.js's own `recursive` never ends where a file system answers "no such file" to mkdir, as /proc does. */
async function makeFolders(folder: string, mode: number): Promise<void> {
  const found = await stat(folder).catch(() => null);
  if (found?.isDirectory()) return;
  if (dirname(folder) !== folder) await makeFolders(dirname(folder), mode);
  await mkdir(folder, { mode }).catch((cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
  });
}

/**
 * Decides, at the first start, where the cluster lies, and finds it again at each later one.
 * @throws EmbeddedPostgresError when it cannot be reached or belongs to somebody else
 */
export async function settlePlace(dataDir: string, log: (line: string) => void): Promise<Place> {
  const record = (await readDatabaseRecord(dataDir)) ?? newDatabaseRecord();
  const clusterDir = clusterDirOf(dataDir, record);
  if (existsSync(join(clusterDir, 'PG_VERSION'))) {
    return { dataDir, clusterDir, record, user: ownerOf(clusterDir) };
  }
  if (record.port !== null) {
    // It ran before: making an empty one in its place would hide that everything is gone.
    throw new EmbeddedPostgresError(
      `The database of ${dataDir} should lie in ${clusterDir} and is not there. ` +
        'Put that folder back, or choose an empty DATA_DIR to begin anew.',
    );
  }
  return firstPlace(dataDir, record, log);
}

/** Who runs an existing cluster: its owner, because PostgreSQL insists on that. */
function ownerOf(clusterDir: string): RunAs | null {
  const { uid, gid } = statSync(clusterDir);
  if (uid === process.getuid?.()) return null;
  if (!runningAsRoot()) {
    throw new EmbeddedPostgresError(
      `The database in ${clusterDir} belongs to another user (number ${uid}). ` +
        'Start Rearguard as that user or as root, or choose another folder with DATA_DIR.',
    );
  }
  const user = { uid, gid };
  if (!canReach(user, clusterDir)) {
    throw new EmbeddedPostgresError(
      `The user that runs the database (number ${uid}) can no longer reach ${clusterDir}. ` +
        'Let others pass the folders above it again (chmod o+x).',
    );
  }
  return user;
}

async function firstPlace(dataDir: string, given: DatabaseRecord, log: (line: string) => void): Promise<Place> {
  if (!runningAsRoot()) {
    await writeDatabaseRecord(dataDir, given);
    return { dataDir, clusterDir: clusterDirOf(dataDir, given), record: given, user: null };
  }
  const user = systemUser();
  let record: DatabaseRecord = { ...given, elsewhere: null };
  if (!canReach(user, dataDir)) {
    const elsewhere = given.elsewhere ?? freeSystemFolder(dataDir);
    log(`The database is kept in ${elsewhere}, because the user that runs it cannot reach ${dataDir}.`);
    record = { ...given, elsewhere };
    try {
      mkdirSync(dirname(elsewhere), { recursive: true, mode: 0o755 });
      noteOwner(dirname(elsewhere), dataDir);
    } catch (cause) {
      throw fileFault('Making', elsewhere, cause);
    }
  }
  await writeDatabaseRecord(dataDir, record);
  return { dataDir, clusterDir: clusterDirOf(dataDir, record), record, user };
}

/** Says whose database a folder outside the data folder is, so that one whose data folder has gone can be found. */
function noteOwner(folder: string, dataDir: string): void {
  const note = join(folder, 'belongs-to');
  if (!existsSync(note)) writeFileSync(note, `${realpathSync(dataDir)}\n`, { flag: 'wx', mode: 0o644 });
}

/** Named after the data folder; numbered when an earlier data folder of that path left its database there. */
function freeSystemFolder(dataDir: string): string {
  const name = createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 12);
  for (let n = 1; ; n += 1) {
    const folder = join(SYSTEM_FOLDER, n === 1 ? name : `${name}-${n}`);
    if (!existsSync(folder)) return join(folder, 'postgres');
  }
}

/** Gives a new, empty folder to the user that runs the database. */
export function handOver(folder: string, user: RunAs | null): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (user !== null) chownSync(folder, user.uid, user.gid);
}
