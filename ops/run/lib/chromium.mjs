import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runChild } from './children.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Path of a Chromium for the journey tests (`CHROMIUM_PATH`, else the system's), or null. */
export function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const candidates = named ? [named] : NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return candidates.find(executable) ?? null;
}

/**
 * Finds Chromium, or installs it when we are root on a Debian-like system.
 * @param {import('./progress.mjs').Progress} progress
 * @returns {Promise<{ path: string } | { fault: string }>}
 */
export async function ensureChromium(progress) {
  const found = findChromium();
  if (found !== null) return { path: found };
  const root = process.getuid?.() === 0;
  if (!root || !executable('/usr/bin/apt-get')) {
    return {
      fault:
        'The journey tests need Chromium. Install it (Debian: sudo apt-get install chromium), or name one with CHROMIUM_PATH=/path/to/chromium, and run npm test again.',
    };
  }
  const options = { fd: progress.fd, env: { DEBIAN_FRONTEND: 'noninteractive' } };
  const code = await progress.step('Installing Chromium for the journey tests (apt-get, about 100 MB)', async () => {
    await runChild('apt-get', ['update', '-q'], options);
    return (await runChild('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], options)).code;
  });
  const installed = findChromium();
  if (code === 0 && installed !== null) return { path: installed };
  return { fault: 'apt-get could not install Chromium; the lines above say why. Install it by hand and try again.' };
}

function executable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
