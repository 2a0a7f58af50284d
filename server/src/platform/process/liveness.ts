import { readFileSync, readlinkSync } from 'node:fs';

/** Whether a process runs. One that ended and was not collected by its parent yet (a zombie) does not. */
export function processAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (cause) {
    // EPERM: it is there, and belongs to somebody else.
    if ((cause as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const fields = statFields(pid);
  return fields === null || !['Z', 'X'].includes(fields[0] ?? '');
}

/**
 * A mark that tells a process from a later one with the same number, or null where the system has no /proc.
 * (Clock ticks since boot at which it began.)
 */
export function processMark(pid: number): string | null {
  return statFields(pid)?.[19] ?? null;
}

/** The parent of a process, or null when it is gone or cannot be read. */
export function parentOf(pid: number): number | null {
  const parent = statFields(pid)?.[1];
  return parent === undefined ? null : Number(parent);
}

/** Name of the program of a process (at most 15 characters), or null when it cannot be read. */
export function programOf(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return null; // gone, or no /proc on this system
  }
}

/** Folder in which a process works, or null when it is gone or not ours to read. */
export function workingFolderOf(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return null; // gone, of another user, or no /proc on this system
  }
}

/** The fields of /proc/<pid>/stat from the state on; the name before them may hold spaces and brackets. */
function statFields(pid: number): string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null; // gone, or no /proc on this system
  }
}
