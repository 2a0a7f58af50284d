import { setTimeout as wait } from 'node:timers/promises';
import { processAlive } from '../process/liveness.js';
import { findBinaries, type Binaries } from './binaries.js';
import { ensureCluster } from './cluster.js';
import { answers, ensureDatabase } from './connection.js';
import { databaseUrl, readDatabaseRecord, writeDatabaseRecord } from './database-record.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { clusterDirOf, prepareDataDir, settlePlace, type Place } from './place.js';
import { freePort, gone, launch, shutDown } from './postmaster.js';
import { holderOf } from './postmaster-lock.js';
import { startFault } from './start-fault.js';

/** How long processes of a killed server may take to end before we give up. */
const DYING_WITHIN_MS = 20_000;
const RETRY_MS = 200;
/** A process that is being killed looks like a stranger for a moment; a stranger stays one. */
const STRANGER_AFTER_MS = 2_000;
const LIVENESS_EVERY_MS = 1_000;
/** Half of what a stop of the whole product may take. */
const STOP_WITHIN_MS = 6_000;

/** A running PostgreSQL of ours. */
export interface EmbeddedPostgres {
  /** Address of the product's database, access included. */
  readonly url: string;
  /** Process number of its first process. */
  readonly pid: number;
  /** It ran already: its last server was killed and it was not. */
  readonly adopted: boolean;
  /** Calls back once when it ends without {@link stop}: killed by somebody, or by the system for want of memory. */
  onLost(callback: () => void): void;
  /** Shuts it down cleanly and waits for it. May be called again. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Absolute path; made when it is missing. */
  readonly dataDir: string;
  /** Takes a line for people. */
  readonly log: (line: string) => void;
  /** For test runs: fast, and promises nothing after a crash. */
  readonly throwAway?: boolean;
}

/**
 * Starts the PostgreSQL that comes with Rearguard on a data folder, or takes over the one that runs there already.
 * The caller has claimed the data folder (`claimDataDir`).
 * @throws EmbeddedPostgresError in sentences when it cannot
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  await prepareDataDir(options.dataDir);
  const place = await settlePlace(options.dataDir, options.log);
  const adopted = await adopt(place, options.log);
  if (adopted !== null) return adopted;
  const binaries = await findBinaries(place.user, options.log);
  await ensureCluster(place, binaries, options.log);
  const { pid, port } = await launchPatiently(place, binaries, options);
  if (port !== place.record.port) await writeDatabaseRecord(place.dataDir, { ...place.record, port });
  await ensureDatabase(databaseUrl(place.record, port, 'postgres'));
  return handle(databaseUrl(place.record, port), pid, false);
}

/**
 * Address of the embedded database of a data folder when it runs and answers, else null. Changes nothing.
 * @throws EmbeddedPostgresError when the data folder cannot be read
 */
export async function findEmbeddedPostgres(dataDir: string): Promise<string | null> {
  const record = await readDatabaseRecord(dataDir);
  if (record === null) return null;
  const holder = holderOf(clusterDirOf(dataDir, record));
  if (holder.kind !== 'ours' || holder.lock.port === null) return null;
  const url = databaseUrl(record, holder.lock.port);
  return (await answers(url)) ? url : null;
}

function handle(url: string, pid: number, adopted: boolean): EmbeddedPostgres {
  let watch: NodeJS.Timeout | undefined;
  return {
    url,
    pid,
    adopted,
    onLost(callback) {
      clearInterval(watch);
      watch = setInterval(() => {
        if (processAlive(pid)) return;
        clearInterval(watch);
        callback();
      }, LIVENESS_EVERY_MS);
      watch.unref();
    },
    async stop() {
      clearInterval(watch);
      await shutDown(pid, STOP_WITHIN_MS);
    },
  };
}

/** Takes over a PostgreSQL that outlived its server, or waits for one that is ending. */
async function adopt(place: Place, log: (line: string) => void): Promise<EmbeddedPostgres | null> {
  const holder = holderOf(place.clusterDir);
  if (holder.kind !== 'ours') return null;
  const { pid } = holder.lock;
  log(`A database of an earlier start still runs (process ${pid}); taking it over.`);
  const began = performance.now();
  while (performance.now() - began < DYING_WITHIN_MS) {
    const now = holderOf(place.clusterDir);
    if (now.kind !== 'ours') return null;
    const { port, status } = now.lock;
    if (status === 'stopping') {
      if (!(await gone(pid, DYING_WITHIN_MS))) break;
      return null;
    }
    if (port !== null && status === 'ready') {
      if (await answers(databaseUrl(place.record, port, 'postgres'))) {
        await ensureDatabase(databaseUrl(place.record, port, 'postgres'));
        return handle(databaseUrl(place.record, port), pid, true);
      }
    }
    await wait(RETRY_MS);
  }
  throw new EmbeddedPostgresError(
    `A database already runs on ${place.clusterDir} (process ${pid}) and does not answer. ` +
      `Wait for it to end or end it (kill -INT ${pid}), then start again.`,
  );
}

/**
 * Starts PostgreSQL, again while processes of a killed server are still ending. Its own checks of the lock and of
 * shared memory decide when that is over; the lock is never touched here.
 */
async function launchPatiently(
  place: Place,
  binaries: Binaries,
  { log, throwAway = false }: EmbeddedOptions,
): Promise<{ pid: number; port: number }> {
  const began = performance.now();
  let preferred = place.record.port;
  for (let said = false; ;) {
    const port = await freePort(preferred);
    const result = await launch(place, binaries, { port, throwAway, log });
    if (result.started) return { pid: result.pid, port };
    const fault = startFault(result.output, place.clusterDir);
    if (fault.kind === 'fatal') throw new EmbeddedPostgresError(fault.sentence);
    const limitMs = holderOf(place.clusterDir).kind === 'other' ? STRANGER_AFTER_MS : DYING_WITHIN_MS;
    if (performance.now() - began > limitMs) throw new EmbeddedPostgresError(blockedSentence(place));
    if (fault.kind === 'port-taken') {
      preferred = null;
      continue;
    }
    if (!said) log('Waiting for the database of a killed start to end.');
    said = true;
    await wait(RETRY_MS);
  }
}

function blockedSentence(place: Place): string {
  const holder = holderOf(place.clusterDir);
  const lock = `${place.clusterDir}/postmaster.pid`;
  switch (holder.kind) {
    case 'ours':
      return `A database already runs on ${place.clusterDir} (process ${holder.lock.pid}). End it (kill -INT ${holder.lock.pid}) and start again.`;
    case 'other':
      return (
        `The lock ${lock} names process ${holder.pid}, which runs but is no database ("${holder.program}"): most likely ` +
        'the machine was restarted and the number was given out again. When no other machine or container uses this ' +
        `folder, delete that file and start again.`
      );
    case 'nobody':
      return (
        `Processes of an earlier database on ${place.clusterDir} do not end. ` +
        'Look for them (ps ax | grep postgres), end them, and start again.'
      );
  }
}
