import { readFileSync } from 'node:fs';

/** Whether a process runs; one that ended and was not collected yet (a zombie) does not. */
export function processAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (cause) {
    if (cause.code !== 'EPERM') return false;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    return true; // no /proc, or it is not ours to read: the signal was accepted, so it is there
  }
}
