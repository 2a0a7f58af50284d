import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What was built: Jest runs this file as it is, outside the transforms that tests have. */
const EMBEDDED = new URL('../../dist/platform/embedded/', import.meta.url);
const FOLDER = /^rearguard-medium-(\d+)-/;

/** Before the medium tests: one throw-away PostgreSQL for the whole run, its address in the environment. */
export default async function startPostgres() {
  if (!existsSync(new URL('index.js', EMBEDDED))) {
    throw new Error('Medium tests need the built server: run `npm test -- medium`, or `npm run build` first.');
  }
  const { startEmbeddedPostgres } = await import(new URL('index.js', EMBEDDED).href);
  await clearLeftovers();
  const folder = await mkdtemp(join(tmpdir(), `rearguard-medium-${process.pid}-`));
  await chmod(folder, 0o711); // as root the database has a user of its own, who must get through
  const postgres = await startEmbeddedPostgres({ dataDir: folder, log: () => {}, throwAway: true });
  process.env.REARGUARD_TEST_DATABASE_URL = postgres.url;
  globalThis.throwAwayPostgres = {
    async stop() {
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Ends and removes what earlier runs that were killed left behind. */
async function clearLeftovers() {
  const { processAlive } = await import(new URL('../process/liveness.js', EMBEDDED).href);
  const { holderOf } = await import(new URL('postmaster-lock.js', EMBEDDED).href);
  const { shutDown } = await import(new URL('postmaster.js', EMBEDDED).href);
  for (const name of await readdir(tmpdir())) {
    const pid = Number(FOLDER.exec(name)?.[1] ?? process.pid);
    if (pid === process.pid || processAlive(pid)) continue;
    const folder = join(tmpdir(), name);
    const holder = holderOf(join(folder, 'postgres'));
    if (holder.kind === 'ours') await shutDown(holder.lock.pid, 5_000);
    await rm(folder, { recursive: true, force: true });
  }
}
