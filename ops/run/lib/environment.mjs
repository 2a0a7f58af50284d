import { resolve } from 'node:path';
import { ROOT } from './root.mjs';

/**
 * The few settings that the checks before the start need. The server reads and judges all of them by itself; what is
 * wrong here is left for it to say.
 */
export function readEnvironment(env = process.env) {
  const port = Number(env.PORT || 3000);
  return {
    port: Number.isInteger(port) && port >= 0 && port <= 65_535 ? port : null,
    host: env.HOST || '127.0.0.1',
    dataDir: resolve(ROOT, env.DATA_DIR || '.rearguard'),
    embedded: !env.DATABASE_URL,
    redisUrl: env.REDIS_URL || null,
  };
}
