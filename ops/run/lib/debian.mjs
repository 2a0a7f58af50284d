import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runChild } from './children.mjs';

/** Path of the first of these programs that is installed, or null. */
export function findProgram(names) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const candidates = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return candidates.find(executable) ?? null;
}

/** Whether we may install packages ourselves: as root on a Debian-like system. */
export function mayInstall() {
  return process.getuid?.() === 0 && executable('/usr/bin/apt-get');
}

/**
 * Installs a package; true when apt-get says that it is there.
 * @param {import('./progress.mjs').Progress} progress
 */
export async function install(progress, name, what) {
  const options = { fd: progress.fd, env: { DEBIAN_FRONTEND: 'noninteractive' } };
  const code = await progress.step(what, async () => {
    await runChild('apt-get', ['update', '-q'], options);
    return (await runChild('apt-get', ['install', '-y', '-q', '--no-install-recommends', name], options)).code;
  });
  return code === 0;
}

export function executable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
