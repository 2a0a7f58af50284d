import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, writeFileSync } from 'node:fs';
import { open, readdir, readFile, rename, rm, statfs } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Binaries } from './binaries.js';
import { DATABASE } from './database-record.js';
import { EmbeddedPostgresError, fileFault } from './embedded-postgres-error.js';
import { handOver, type Place } from './place.js';
import { postgresEnvironment } from './settings.js';
import { initFault } from './start-fault.js';

/** A new cluster takes about 60 MB; the rest is room for its write-ahead log. */
const NEW_CLUSTER_NEEDS_BYTES = 400 * 1024 * 1024;

/**
 * Makes the cluster unless it is there. It is made under another name and renamed when it is whole, so one that was
 * cut short by a kill or a full disk is never started, and the next start makes it anew.
 * @throws EmbeddedPostgresError when it cannot be made, or was made by another version of PostgreSQL
 */
export async function ensureCluster(place: Place, binaries: Binaries, log: (line: string) => void): Promise<void> {
  const { clusterDir } = place;
  if (existsSync(join(clusterDir, 'PG_VERSION'))) {
    const version = (await readFile(join(clusterDir, 'PG_VERSION'), 'utf8')).trim();
    if (version === String(binaries.major)) return;
    throw new EmbeddedPostgresError(
      `The database in ${clusterDir} was made by PostgreSQL ${version}, and this Rearguard brings ${binaries.major}. ` +
        'Start it with the Rearguard that made it, take a backup there, and restore that into an empty DATA_DIR.',
    );
  }
  log('Making the database (once, a few seconds).');
  try {
    await makeCluster(place, binaries);
  } catch (cause) {
    if (cause instanceof EmbeddedPostgresError) throw cause;
    throw fileFault('Making the database in', clusterDir, cause);
  }
}

async function makeCluster(place: Place, binaries: Binaries): Promise<void> {
  const parent = dirname(place.clusterDir);
  handOverParent(place, parent);
  await removeLeftovers(parent, basename(place.clusterDir));
  await requireSpace(parent);
  const started = `${place.clusterDir}.init-${randomBytes(4).toString('hex')}`;
  const passwordFile = `${started}.password`;
  handOver(started, place.user);
  writeFileSync(passwordFile, place.record.password, { mode: 0o600 });
  if (place.user !== null) chownSync(passwordFile, place.user.uid, place.user.gid);
  try {
    await initdb(place, binaries, started, passwordFile);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(started, place.clusterDir);
  const folder = await open(parent, 'r');
  await folder.sync().finally(() => folder.close());
}

/** A cluster outside the data folder has a folder of its own around it, open to pass through. */
function handOverParent(place: Place, parent: string): void {
  if (parent !== place.dataDir) handOver(parent, place.user);
}

async function initdb(place: Place, binaries: Binaries, folder: string, passwordFile: string): Promise<void> {
  // The built-in C.UTF-8 of PostgreSQL needs no locale of the system, so it is the same on every machine.
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  const access = [`--username=${DATABASE}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  const child = spawn(binaries.initdb, ['-D', folder, ...locale, ...access, '--no-instructions'], {
    ...place.user,
    cwd: '/',
    env: postgresEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code === 0) return;
  await rm(folder, { recursive: true, force: true });
  throw new EmbeddedPostgresError(initFault(output, place.clusterDir));
}

/** What an earlier start that was cut short left behind. */
async function removeLeftovers(parent: string, name: string): Promise<void> {
  for (const entry of await readdir(parent)) {
    if (entry.startsWith(`${name}.init-`)) {
      // An initdb that outlived its server may still write there: try for a while, then leave it to the next start.
      await rm(join(parent, entry), { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    }
  }
}

async function requireSpace(folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free >= NEW_CLUSTER_NEEDS_BYTES) return;
  const mb = (bytes: number) => Math.floor(bytes / 1024 / 1024);
  throw new EmbeddedPostgresError(
    `The disk of ${folder} has ${mb(free)} MB left, and a new database needs ${mb(NEW_CLUSTER_NEEDS_BYTES)} MB. ` +
      'Free some space, or choose a folder on another disk with DATA_DIR.',
  );
}
