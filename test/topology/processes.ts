import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks a second in /proc; fixed by the kernel's interface. */
const TICKS = 100;

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null; // the process ended, or this system has no /proc
  }
}

/** Fields of /proc/<pid>/stat from the state on; the name before them may hold anything. */
function statOf(pid: number): string[] | null {
  const stat = read(`/proc/${pid}/stat`);
  return stat === null ? null : stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function megabytes(pid: number, file: 'status' | 'smaps_rollup', field: string): number {
  const text = read(`/proc/${pid}/${file}`) ?? '';
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? NaN) / 1024;
}

/** Memory of a process in MB (2^20 bytes): what it holds now, and the most that it ever held. */
export function memoryMb(pid: number): { now: number; peak: number } {
  return { now: megabytes(pid, 'status', 'VmRSS'), peak: megabytes(pid, 'status', 'VmHWM') };
}

/** Memory of processes that share much of it, in MB: what they share counts once. */
export function sharedMemoryMb(pids: readonly number[]): number {
  // One that ended since it was listed has none.
  return pids.reduce((sum, pid) => sum + (megabytes(pid, 'smaps_rollup', 'Pss') || 0), 0);
}

/** Seconds of processor time that living processes, and children of theirs that ended, used so far. */
export function cpuSeconds(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    const stat = statOf(pid);
    if (stat === null) return sum;
    return sum + stat.slice(11, 15).reduce((ticks, each) => ticks + Number(each), 0) / TICKS;
  }, 0);
}

/** Whether a process runs; one that ended and was not collected yet does not. */
export const alive = (pid: number): boolean => !['Z', 'X', undefined].includes(statOf(pid)?.[0]);

/** Every living process below one. */
export function below(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const parent = Number(statOf(Number(entry))?.[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  const walk = (of: number): number[] => (children.get(of) ?? []).flatMap((child) => [child, ...walk(child)]);
  return walk(pid);
}

/**
 * A signal for a process that may have ended by itself meanwhile.
 * @param pid of a process, or the negative one of a whole group
 */
export function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ESRCH') throw cause;
  }
}
