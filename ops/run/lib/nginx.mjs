import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runChild } from './children.mjs';

/** Where system administrators' programs lie, which is not in everybody's PATH. */
const SYSTEM = ['/usr/sbin', '/usr/local/sbin'];

/** Path of an nginx for the test of the proxy (`NGINX_PATH`, else the system's), or null. */
export function findNginx() {
  const folders = [...(process.env.PATH ?? '').split(delimiter).filter(Boolean), ...SYSTEM];
  const named = process.env.NGINX_PATH;
  return (named ? [named] : folders.map((folder) => join(folder, 'nginx'))).find(executable) ?? null;
}

/**
 * Finds nginx, or installs it when we are root on a Debian-like system.
 * @param {import('./progress.mjs').Progress} progress
 * @returns {Promise<{ path: string } | { fault: string }>}
 */
export async function ensureNginx(progress) {
  const found = findNginx();
  if (found !== null) return { path: found };
  if (process.getuid?.() !== 0 || !executable('/usr/bin/apt-get')) {
    return {
      fault:
        'The test of the proxy needs nginx. Install it (Debian: sudo apt-get install nginx-light), or name one with NGINX_PATH=/path/to/nginx, and run npm test again.',
    };
  }
  const options = { fd: progress.fd, env: { DEBIAN_FRONTEND: 'noninteractive' } };
  await progress.step('Installing nginx for the test of the proxy (apt-get, 3 MB)', async () => {
    await runChild('apt-get', ['update', '-q'], options);
    await runChild('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'nginx-light'], options);
  });
  const installed = findNginx();
  if (installed !== null) return { path: installed };
  return { fault: 'apt-get could not install nginx; the lines above say why. Install it by hand and try again.' };
}

function executable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
