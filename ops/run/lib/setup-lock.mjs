import { readFile, rm, writeFile } from 'node:fs/promises';
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
  while (!(await take())) {
    if (!said) progress.line('» Waiting for another setup of this checkout to finish …');
    said = true;
    await wait(250);
  }
  const release = () => rm(LOCK, { force: true });
  try {
    return await work();
  } finally {
    await release();
  }
}

async function take() {
  try {
    await writeFile(LOCK, String(process.pid), { flag: 'wx' });
    return true;
  } catch (cause) {
    if (cause.code !== 'EEXIST') throw cause;
  }
  const holder = Number(await readFile(LOCK, 'utf8').catch(() => ''));
  if (holder > 0 && holder !== process.pid && processAlive(holder)) return false;
  await rm(LOCK, { force: true });
  return false;
}
