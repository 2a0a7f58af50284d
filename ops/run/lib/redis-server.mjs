import { findProgram, install, mayInstall } from './debian.mjs';

/** Path of the `redis-server` that tests start for themselves, or null. */
export const findRedisServer = () => findProgram(['redis-server']);

/**
 * Finds redis-server, or installs it when we are root on a Debian-like system.
 * @param {import('./progress.mjs').Progress} progress
 * @param {string} who needs it
 * @param {string} command to run again once it is there
 * @returns {Promise<string | null>} what is missing and how to get it, or null when all is well
 */
export async function redisServerFault(progress, who = 'medium tests', command = 'npm test') {
  if (findRedisServer() !== null) return null;
  if (!mayInstall()) {
    return `The ${who} need redis-server, which they start for themselves. Install it (Debian: sudo apt-get install redis-server) and run ${command} again.`;
  }
  const done = await install(progress, 'redis-server', `Installing redis-server for the ${who} (apt-get, 2 MB)`);
  if (done && findRedisServer() !== null) return null;
  return 'apt-get could not install redis-server; the lines above say why. Install it by hand and try again.';
}
