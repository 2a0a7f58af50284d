import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface GivenPostgres {
  readonly url: string;
  /** Its first process; the others are below it. */
  readonly pid: number;
  stop(): Promise<void>;
}

/** The PostgreSQL that comes with the product, so that one less must be installed; told to be durable, as it is there. */
const POSTGRES = 'server/dist/platform/embedded/index.js';

/** @param dataDir made when it is missing; the folder above it must be passable for the database's own user */
export async function startPostgres(dataDir: string): Promise<GivenPostgres> {
  await mkdir(dataDir, { mode: 0o711, recursive: true });
  const embedded = (await import(pathToFileURL(resolve(POSTGRES)).href)) as {
    startEmbeddedPostgres(options: { dataDir: string; log: () => void }): Promise<GivenPostgres>;
  };
  return embedded.startEmbeddedPostgres({ dataDir, log: () => undefined });
}
