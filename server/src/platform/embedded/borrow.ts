import { claimantOf, claimDataDir } from './data-dir-claim.js';
import { findEmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { setTimeout as wait } from 'node:timers/promises';

/** The embedded database for the time of one command. */
export interface BorrowedPostgres {
  readonly url: string;
  /** Stops it when it was started for this command; leaves it alone when a server uses it. */
  release(): Promise<void>;
}

/** A server that starts at the same moment makes a new database in seconds; a recovery takes longer and says so. */
const SERVER_COMES_UP_WITHIN_MS = 60_000;
const RETRY_MS = 200;

/**
 * The database of a data folder for a command: that of the running server, or one started for the occasion.
 * @throws EmbeddedPostgresError in sentences when there is none to be had
 */
export async function borrowEmbeddedPostgres(options: {
  dataDir: string;
  log: (line: string) => void;
}): Promise<BorrowedPostgres> {
  const began = performance.now();
  while ((await claimantOf(options.dataDir))?.purpose === 'server') {
    const url = await findEmbeddedPostgres(options.dataDir);
    if (url !== null) return { url, release: () => Promise.resolve() };
    if (performance.now() - began > SERVER_COMES_UP_WITHIN_MS) {
      throw new EmbeddedPostgresError(
        'The server is starting and its database does not answer yet. Try again shortly.',
      );
    }
    await wait(RETRY_MS);
  }
  const claim = await claimDataDir(options.dataDir, 'command');
  try {
    const postgres = await startEmbeddedPostgres(options);
    return { url: postgres.url, release: () => postgres.stop().finally(() => claim.release()) };
  } catch (cause) {
    await claim.release();
    throw cause;
  }
}
