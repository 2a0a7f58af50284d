import { mkdir, readFile, rm, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { processAlive, processMark } from '../process/liveness.js';
import { writeAtomically } from './atomic-file.js';
import { EmbeddedPostgresError, fileFault } from './embedded-postgres-error.js';
import { prepareDataDir } from './place.js';

const Claimant = z.object({
  pid: z.int().positive(),
  mark: z.string().nullable(),
  purpose: z.enum(['server', 'command']),
  url: z.string().nullable(),
  startedAt: z.string(),
});

/** The process that works on a data folder. */
export type Claimant = z.infer<typeof Claimant>;

/** The right to work on a data folder. */
export interface Claim {
  /** Notes the address under which the server can be reached, once it is known. */
  announce(url: string): Promise<void>;
  /** Gives the folder free. */
  release(): Promise<void>;
}

/** A command holds a folder for a moment; a server waits that long for it. */
const COMMAND_ENDS_WITHIN_MS = 15_000;
/** Taking over takes milliseconds; a gate older than this was left by a kill. */
const GATE_STALE_AFTER_MS = 5_000;
const RETRY_MS = 50;

const fileIn = (dataDir: string) => join(dataDir, 'server.json');

/** The living process that works on a data folder, or null. */
export async function claimantOf(dataDir: string): Promise<Claimant | null> {
  let claimant: Claimant;
  try {
    claimant = Claimant.parse(JSON.parse(await readFile(fileIn(dataDir), 'utf8')));
  } catch {
    return null; // none, or torn by a crash: either way nobody whom we could name
  }
  if (!processAlive(claimant.pid)) return null;
  // The number may have been given to another process since, most likely after a restart of the machine.
  const mark = processMark(claimant.pid);
  return mark !== null && claimant.mark !== null && mark !== claimant.mark ? null : claimant;
}

/**
 * Claims a data folder for this process: two servers on one folder would each believe that it is theirs.
 * @throws EmbeddedPostgresError in a sentence when another process works on it
 */
export async function claimDataDir(dataDir: string, purpose: Claimant['purpose']): Promise<Claim> {
  await prepareDataDir(dataDir);
  const began = performance.now();
  for (;;) {
    const holder = await passGate(dataDir, async () => {
      const found = await claimantOf(dataDir);
      if (found === null || found.pid === process.pid) await write(dataDir, claimOfOurs(purpose, null));
      return found?.pid === process.pid ? null : found;
    });
    if (holder === null) break;
    if (holder.purpose === 'server' || performance.now() - began > COMMAND_ENDS_WITHIN_MS)
      throw refusal(dataDir, holder);
    await wait(RETRY_MS);
  }
  return {
    announce: (url) => write(dataDir, claimOfOurs(purpose, url)),
    release: () => rm(fileIn(dataDir), { force: true }),
  };
}

const claimOfOurs = (purpose: Claimant['purpose'], url: string | null): Claimant => ({
  pid: process.pid,
  mark: processMark(process.pid),
  purpose,
  url,
  startedAt: new Date(performance.timeOrigin).toISOString(),
});

async function write(dataDir: string, claimant: Claimant): Promise<void> {
  await writeAtomically(fileIn(dataDir), `${JSON.stringify(claimant)}\n`, 0o600).catch((cause: unknown) => {
    throw fileFault('Writing', fileIn(dataDir), cause);
  });
}

function refusal(dataDir: string, holder: Claimant): EmbeddedPostgresError {
  if (holder.purpose === 'command') {
    return new EmbeddedPostgresError(
      `A Rearguard command (process ${holder.pid}) works on ${dataDir}. Wait for it to end and try again.`,
    );
  }
  const where = holder.url === null ? '' : ` at ${holder.url}`;
  return new EmbeddedPostgresError(
    `Rearguard already runs on ${dataDir}${where} (process ${holder.pid}). ` +
      'Use that one, stop it, or give this one a folder of its own with DATA_DIR.',
  );
}

/** Lets one process at a time look and write: making a folder either succeeds or says that it exists. */
async function passGate<T>(dataDir: string, work: () => Promise<T>): Promise<T> {
  const gate = join(dataDir, 'server.gate');
  while (!(await makeGate(gate))) {
    const made = await stat(gate).catch(() => null);
    if (made !== null && Date.now() - made.mtimeMs > GATE_STALE_AFTER_MS) await rmdir(gate).catch(() => undefined);
    else await wait(RETRY_MS);
  }
  try {
    return await work();
  } finally {
    await rmdir(gate).catch(() => undefined);
  }
}

async function makeGate(gate: string): Promise<boolean> {
  try {
    await mkdir(gate);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw fileFault('Writing', gate, cause);
  }
}
