import { readFileSync } from 'node:fs';

/** Whether a process runs; one that ended and was not collected yet (a zombie) does not. */
export function processAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (cause) {
    if (cause.code !== 'EPERM') return false;
  }
  // No /proc, or not ours to read: the signal was accepted, so it is there.
  return !['Z', 'X'].includes(statFields(pid)?.[0]);
}

/** When a process began, in clock ticks since boot: tells it from a later one with the same number. */
export const processMark = (pid) => statFields(pid)?.[19] ?? null;

function statFields(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}
