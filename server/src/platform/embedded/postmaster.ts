import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { processAlive } from '../process/liveness.js';
import type { Binaries } from './binaries.js';
import { EmbeddedPostgresError, fileFault } from './embedded-postgres-error.js';
import type { Place } from './place.js';
import { readLock } from './postmaster-lock.js';
import { postgresEnvironment, settingArguments } from './settings.js';

const POLL_MS = 25;
/** After this long in recovery a person wants to know that something happens. */
const SAY_RECOVERY_AFTER_MS = 2_000;
/** Replaying 2 GB of write-ahead log on a slow disk takes minutes; nothing healthy takes longer than this. */
const READY_WITHIN_MS = 10 * 60_000;
const OLD_LOG_BYTES = 10 * 1024 * 1024;

/** How an attempt to start ended: running, or what PostgreSQL wrote before it gave up. */
export type Launch = { started: true; pid: number } | { started: false; output: string };

/**
 * Starts PostgreSQL in a session of its own, so that a Ctrl-C that stops us does not hit it before we are done with it,
 * and waits until it takes connections.
 */
export async function launch(
  place: Place,
  binaries: Binaries,
  { port, throwAway, log }: { port: number; throwAway: boolean; log: (line: string) => void },
): Promise<Launch> {
  const logFile = openLog(place.dataDir);
  const child = spawn(binaries.postgres, ['-D', place.clusterDir, ...settingArguments(port, throwAway)], {
    ...place.user,
    cwd: '/',
    env: postgresEnvironment(),
    detached: true,
    stdio: ['ignore', logFile.fd, logFile.fd],
  });
  closeSync(logFile.fd);
  let ended = false;
  child.on('exit', () => (ended = true));
  child.on('error', () => (ended = true));
  child.unref();
  const began = performance.now();
  for (let said = false; ;) {
    // Asked before the lock is read: a lock that is ready then belongs to a process that still ran.
    const gaveUp = ended;
    const lock = readLock(place.clusterDir);
    if (!gaveUp && child.pid !== undefined && lock?.pid === child.pid && lock.status === 'ready') {
      return { started: true, pid: child.pid };
    }
    if (gaveUp) return { started: false, output: readFileSync(logFile.path, 'utf8').slice(logFile.before) };
    const took = performance.now() - began;
    if (!said && took > SAY_RECOVERY_AFTER_MS) {
      log('The database brings itself up to date after an unclean stop; this can take a few minutes.');
      said = true;
    }
    if (took > READY_WITHIN_MS) {
      throw new EmbeddedPostgresError(
        `The database did not get ready within ${READY_WITHIN_MS / 60_000} minutes. ${logFile.path} says why.`,
      );
    }
    await wait(POLL_MS);
  }
}

/** Opens the log of PostgreSQL, with one older generation kept beside it. */
function openLog(dataDir: string): { fd: number; path: string; before: number } {
  const path = join(dataDir, 'logs', 'postgres.log');
  try {
    mkdirSync(join(dataDir, 'logs'), { recursive: true, mode: 0o700 });
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > OLD_LOG_BYTES) renameSync(path, `${path}.1`);
    const fd = openSync(path, 'a', 0o600);
    // Counted in characters, since that is how the tail is cut off.
    return { fd, path, before: readFileSync(path, 'utf8').length };
  } catch (cause) {
    throw fileFault('Writing', path, cause);
  }
}

/**
 * Shuts PostgreSQL down: cleanly (sessions are cut, everything is written), and when that takes longer than `withinMs`
 * at once, which loses nothing that was committed but costs a recovery at the next start.
 */
export async function shutDown(pid: number, withinMs: number): Promise<void> {
  for (const [signal, limitMs] of [
    ['SIGINT', withinMs],
    ['SIGQUIT', 2_000],
    ['SIGKILL', 1_000],
  ] as const) {
    if (!send(pid, signal)) return;
    if (await gone(pid, limitMs)) return;
  }
  throw new EmbeddedPostgresError(`The database (process ${pid}) does not end. Stop it by hand: kill -9 ${pid}.`);
}

function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw cause;
  }
}

/** Waits for a process to end. */
export async function gone(pid: number, withinMs: number): Promise<boolean> {
  const began = performance.now();
  while (processAlive(pid)) {
    if (performance.now() - began > withinMs) return false;
    await wait(POLL_MS);
  }
  return true;
}

/** A port that nobody uses: the preferred one where possible. */
export async function freePort(preferred: number | null): Promise<number> {
  if (preferred !== null && (await portIfFree(preferred)) !== null) return preferred;
  const port = await portIfFree(0);
  if (port === null) throw new EmbeddedPostgresError('This machine has no free port on 127.0.0.1 for the database.');
  return port;
}

function portIfFree(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.on('error', () => resolve(null));
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : null));
    });
  });
}
