/** A process that keeps a PostgreSQL and a Redis, and ends both when it is asked to or when who asked for them is gone. */
import { join } from 'node:path';
import { type GivenPostgres, startPostgres } from './given-postgres.js';
import { type GivenRedis, startRedis } from './given-redis.js';
import { serve } from './helper-process.js';

export interface Started {
  databaseUrl: string;
  /** Its first process; the others are below it. */
  databasePid: number;
  redisUrl: string;
  redisPid: number;
}

let postgres: GivenPostgres | null = null;
let redis: GivenRedis | null = null;

let folder = '';

async function start(where: string): Promise<Started> {
  folder = where;
  [postgres, redis] = await Promise.all([startPostgres(join(folder, 'database')), startRedis(folder)]);
  return { databaseUrl: postgres.url, databasePid: postgres.pid, redisUrl: redis.url, redisPid: redis.pid };
}

/** Once more where it was, after it was killed; the number of its first process. */
async function postgresAgain(): Promise<number> {
  const before = postgres!.url;
  postgres = await startPostgres(join(folder, 'database'));
  if (postgres.url !== before) throw new Error('another program took the port of the PostgreSQL that was killed');
  return postgres.pid;
}

/** The same for Redis. */
async function redisAgain(): Promise<number> {
  redis = await startRedis(folder, Number(new URL(redis!.url).port));
  return redis.pid;
}

async function end(): Promise<void> {
  await redis?.stop();
  await postgres?.stop();
}

const handlers = { start, postgresAgain, redisAgain, end: () => end() };
export type ServiceCommands = typeof handlers;

serve(handlers, end);
