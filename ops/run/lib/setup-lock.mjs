import { rmSync } from 'node:fs';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { at } from './root.mjs';
import { processAlive } from './processes.mjs';

const LOCK = at('.setup.lock');

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
      const holder = Number(await readFile(LOCK, 'utf8').catch(() => ''));
      if (holder > 0 && holder !== process.pid && processAlive(holder)) return holder;
      await rm(LOCK, { force: true });
    }
  } finally {
    await rm(note, { force: true });
  }
}
