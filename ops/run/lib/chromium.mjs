import { executable, findProgram, install, mayInstall } from './debian.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Path of a Chromium for the journey tests (`CHROMIUM_PATH`, else the system's), or null. */
export function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (!named) return findProgram(NAMES);
  return executable(named) ? named : null;
}

/**
 * Finds Chromium, or installs it when we are root on a Debian-like system.
 * @param {import('./progress.mjs').Progress} progress
 * @returns {Promise<{ path: string } | { fault: string }>}
 */
export async function ensureChromium(progress) {
  const found = findChromium();
  if (found !== null) return { path: found };
  if (!mayInstall()) {
    return {
      fault:
        'The journey tests need Chromium. Install it (Debian: sudo apt-get install chromium), or name one with CHROMIUM_PATH=/path/to/chromium, and run npm test again.',
    };
  }
  const done = await install(progress, 'chromium', 'Installing Chromium for the journey tests (apt-get, about 100 MB)');
  const installed = findChromium();
  if (done && installed !== null) return { path: installed };
  return { fault: 'apt-get could not install Chromium; the lines above say why. Install it by hand and try again.' };
}
