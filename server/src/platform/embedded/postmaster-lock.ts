import { spawnSync } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { processAlive, programOf, workingFolderOf } from '../process/liveness.js';

/** What PostgreSQL writes into postmaster.pid. */
export interface PostmasterLock {
  readonly pid: number;
  readonly port: number | null;
  /** `starting`, `ready`, `stopping` or, right after its birth, unknown. */
  readonly status: string;
}

/** Who holds a cluster. */
export type Holder =
  | { kind: 'nobody' }
  /** A PostgreSQL that runs on this very cluster. */
  | { kind: 'ours'; lock: PostmasterLock }
  /** The number in the lock belongs to a process that is no PostgreSQL of this cluster. */
  | { kind: 'other'; pid: number; program: string };

/** Reads the lines of postmaster.pid: pid, folder, start time, port, socket folder, address, memory key, status. */
export function parseLock(text: string): PostmasterLock | null {
  const lines = text.split('\n').map((line) => line.trim());
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return null;
  const port = Number(lines[3]);
  return { pid, port: Number.isInteger(port) && port > 0 ? port : null, status: lines[7] ?? '' };
}

/** @returns null when there is no lock, or none that can be read yet */
export function readLock(clusterDir: string): PostmasterLock | null {
  try {
    return parseLock(readFileSync(join(clusterDir, 'postmaster.pid'), 'utf8'));
  } catch {
    return null; // there is none, or the cluster is not there
  }
}

/** Who holds the cluster now. Only looks: the lock itself is PostgreSQL's alone. */
export function holderOf(clusterDir: string): Holder {
  const lock = readLock(clusterDir);
  if (lock === null || !processAlive(lock.pid)) return { kind: 'nobody' };
  if (isPostgresOf(lock.pid, clusterDir)) return { kind: 'ours', lock };
  return { kind: 'other', pid: lock.pid, program: programOf(lock.pid) ?? 'unknown' };
}

/** A postmaster works in the folder of its cluster. */
function isPostgresOf(pid: number, clusterDir: string): boolean {
  if (process.platform === 'linux') {
    return programOf(pid) === 'postgres' && workingFolderOf(pid) === realpathSync(clusterDir);
  }
  const { stdout } = spawnSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' });
  return stdout.includes('postgres') && stdout.includes(clusterDir);
}
