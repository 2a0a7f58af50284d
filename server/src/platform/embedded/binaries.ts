import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { EmbeddedPostgresError, fileFault } from './embedded-postgres-error.js';
import type { RunAs } from './run-as.js';

/** The programs of one PostgreSQL. */
export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  /** For example 18. */
  readonly major: number;
}

/** Where what an unprivileged user must reach is kept when Rearguard runs as root. */
export const SYSTEM_FOLDER = '/var/lib/rearguard';

/**
 * The PostgreSQL of this platform, where `user` can run it: in node_modules, or copied once to {@link SYSTEM_FOLDER}
 * when a folder above node_modules is closed to others (a clone in root's home).
 * @param user null: ourselves
 * @throws EmbeddedPostgresError when the platform has none, or it does not run
 */
export async function findBinaries(user: RunAs | null, log: (line: string) => void): Promise<Binaries> {
  const platform = `${process.platform}-${process.arch}`;
  let packaged: { postgres: string };
  try {
    packaged = (await import(`@embedded-postgres/${platform}`)) as { postgres: string };
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `There is no built-in PostgreSQL for ${platform}. Give Rearguard a PostgreSQL 16 or newer with DATABASE_URL.`,
      { cause },
    );
  }
  const native = dirname(dirname(packaged.postgres));
  const fault = runFault(binariesIn(native, 0).postgres, user);
  const version = packageVersion(native);
  const major = Number.parseInt(version, 10);
  if (fault === null) return binariesIn(native, major);
  if (user === null) throw doesNotRun(native, fault);
  const copy = join(SYSTEM_FOLDER, `postgresql-${platform}-${version}`);
  if (!existsSync(copy)) copyBinaries(native, copy, log);
  const stillFault = runFault(binariesIn(copy, 0).postgres, user);
  if (stillFault !== null) throw doesNotRun(copy, stillFault);
  return binariesIn(copy, major);
}

const binariesIn = (folder: string, major: number): Binaries => ({
  postgres: join(folder, 'bin/postgres'),
  initdb: join(folder, 'bin/initdb'),
  major,
});

function packageVersion(native: string): string {
  const manifest = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8')) as { version: string };
  return manifest.version;
}

/** Why `user` cannot run the program, or null. Running it is the only test that finds every reason. */
function runFault(postgres: string, user: RunAs | null): string | null {
  const tried = spawnSync(postgres, ['--version'], { ...user, cwd: '/', encoding: 'utf8' });
  if (tried.status === 0) return null;
  return tried.error?.message ?? tried.stderr.trim();
}

function doesNotRun(folder: string, reason: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `The built-in PostgreSQL in ${folder} does not run: ${reason}. ` +
      'Delete node_modules and start again, or give Rearguard a database with DATABASE_URL.',
  );
}

/** Copies under another name first: a copy that was cut short is never taken for a whole one. */
function copyBinaries(native: string, copy: string, log: (line: string) => void): void {
  log(`Copying PostgreSQL to ${copy}, because the user that runs it cannot reach ${native}.`);
  const started = `${copy}.${process.pid}.new`;
  try {
    mkdirSync(SYSTEM_FOLDER, { recursive: true, mode: 0o755 });
    rmSync(started, { recursive: true, force: true });
    cpSync(native, started, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !path.endsWith('.a') && basename(path) !== 'pkgconfig',
    });
    renameSync(started, copy);
  } catch (cause) {
    rmSync(started, { recursive: true, force: true });
    if (!existsSync(copy)) throw fileFault('Copying PostgreSQL to', copy, cause);
  }
}
