import { spawnSync } from 'node:child_process';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

/** The system user under which the database runs when Rearguard runs as root: PostgreSQL refuses root. */
export interface RunAs {
  readonly uid: number;
  readonly gid: number;
}

/** Name of the system user that Rearguard makes for itself. */
const SYSTEM_USER = 'rearguard';

export const runningAsRoot = (): boolean => process.getuid?.() === 0;

/**
 * Finds or makes the unprivileged system user.
 * @throws EmbeddedPostgresError when there is none and none can be made
 */
export function systemUser(): RunAs {
  const found = lookUp();
  if (found !== null) return found;
  const args = ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent'];
  const made = spawnSync('useradd', [...args, '--shell', '/usr/sbin/nologin', SYSTEM_USER], { encoding: 'utf8' });
  // Another Rearguard may have made it in the meantime, so what counts is whether it is there.
  const user = lookUp();
  if (user !== null) return user;
  const reason = made.error?.message ?? made.stderr.trim();
  throw new EmbeddedPostgresError(
    `PostgreSQL does not run as root, and the system user "${SYSTEM_USER}" could not be made (${reason}). ` +
      `Make it (useradd --system ${SYSTEM_USER}), start Rearguard as an ordinary user, or give it a database with DATABASE_URL.`,
  );
}

function lookUp(): RunAs | null {
  const ask = (flag: string) => spawnSync('id', [flag, SYSTEM_USER], { encoding: 'utf8' });
  const uid = ask('-u');
  const gid = ask('-g');
  if (uid.status !== 0 || gid.status !== 0) return null;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

/** Whether a user can work in a folder: asked of the system itself, so that every folder above it and ACLs count. */
export function canReach(user: RunAs, folder: string): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd "$1" && test -x .', 'sh', folder], { ...user, cwd: '/' }).status === 0;
}
