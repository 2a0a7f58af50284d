import { rmSync } from 'node:fs';
import { link, mkdir, readFile, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { at } from './root.mjs';
import { processAlive } from './processes.mjs';

const LOCK = at('.setup.lock');
/** Clearing takes milliseconds; a gate older than this was left by a kill. */
const GATE_STALE_AFTER_MS = 5_000;

/**
 * Lets one process at a time install and build in this checkout: a command may be typed while the first start still
 * builds. The lock of a process that is gone is taken over.
 * @template T
 * @param {import('./progress.mjs').Progress} progress
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withSetupLock(progress, work) {
  let said = false;
  for (let holder = await take(); holder !== null; holder = await take()) {
    if (!said) progress.line(`» Waiting for another setup of this checkout (process ${holder}) to finish …`);
    said = true;
    await wait(250);
  }
  const release = () => rmSync(LOCK, { force: true });
  process.once('exit', release); // also when a signal ends us in the middle
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

/** @returns {Promise<number | null>} the living process that holds the lock, or null: it is ours now */
async function take() {
  const note = `${LOCK}.${process.pid}`;
  await writeFile(note, String(process.pid));
  try {
    for (;;) {
      try {
        await link(note, LOCK); // with its content at once: nobody ever reads an empty lock
        return null;
      } catch (cause) {
        if (cause.code !== 'EEXIST') throw cause;
      }
      const holder = await livingHolder();
      if (holder !== null) return holder;
      await clearStale();
    }
  } finally {
    await rm(note, { force: true });
  }
}

const readLock = () => readFile(LOCK, 'utf8').catch(() => null);

async function livingHolder() {
  const holder = Number(await readLock());
  return runs(holder) ? holder : null;
}

const runs = (pid) => pid > 0 && pid !== process.pid && processAlive(pid);

/** One at a time, looking again inside: what the other has just taken must not be cleared as if it were stale. */
async function clearStale() {
  const gate = `${LOCK}.gate`;
  try {
    await mkdir(gate);
  } catch (cause) {
    if (cause.code !== 'EEXIST') throw cause;
    const made = await stat(gate).catch(() => null);
    if (made !== null && Date.now() - made.mtimeMs > GATE_STALE_AFTER_MS) await rmdir(gate).catch(() => undefined);
    else await wait(10);
    return;
  }
  try {
    const noted = await readLock();
    if (noted === null || runs(Number(noted))) return;
    // Read again now that its process is known to be gone: it may have given the lock back just before it ended, and
    // the next may have it already. What a dead process still holds, nobody but us takes away.
    if ((await readLock()) === noted) await rm(LOCK, { force: true });
  } finally {
    await rmdir(gate).catch(() => undefined);
  }
}
