import { findProgram, install, mayInstall } from './debian.mjs';

/** Path of the `redis-server` that tests start for themselves, or null. */
export const findRedisServer = () => findProgram(['redis-server']);

/**
 * Finds redis-server, or installs it when we are root on a Debian-like system.
 * @param {import('./progress.mjs').Progress} progress
 * @returns {Promise<string | null>} what is missing and how to get it, or null when all is well
 */
export async function redisServerFault(progress) {
  if (findRedisServer() !== null) return null;
  if (!mayInstall()) {
    return 'The medium tests need redis-server, which they start for themselves. Install it (Debian: sudo apt-get install redis-server) and run npm test again.';
  }
  const done = await install(progress, 'redis-server', 'Installing redis-server for the medium tests (apt-get, 2 MB)');
  if (done && findRedisServer() !== null) return null;
  return 'apt-get could not install redis-server; the lines above say why. Install it by hand and try again.';
}
