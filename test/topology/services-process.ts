/** A process that keeps a PostgreSQL and a Redis, and ends both when it is asked to or when who asked for them is gone. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { freePort } from './free-port.js';
import { serve } from './helper-process.js';

export interface Started {
  databaseUrl: string;
  /** Its first process; the others are below it. */
  databasePid: number;
  redisUrl: string;
  redisPid: number;
}

interface Postgres {
  url: string;
  pid: number;
  stop(): Promise<void>;
}

/** The PostgreSQL that comes with the product, so that one less must be installed; told to be durable, as it is there. */
const POSTGRES = 'server/dist/platform/embedded/index.js';
/** What makes a Redis durable, as the product demands it. */
const DURABLE = ['--appendonly', 'yes', '--appendfsync', 'always', '--maxmemory-policy', 'noeviction', '--save', ''];

let postgres: Postgres | null = null;
let redis: ChildProcess | null = null;

async function start(folder: string): Promise<Started> {
  const [database, { url, pid }] = await Promise.all([startPostgres(join(folder, 'database')), startRedis(folder)]);
  return { databaseUrl: database.url, databasePid: database.pid, redisUrl: url, redisPid: pid };
}

async function startPostgres(dataDir: string): Promise<Postgres> {
  await mkdir(dataDir, { mode: 0o711 });
  const embedded = (await import(pathToFileURL(resolve(POSTGRES)).href)) as {
    startEmbeddedPostgres(options: { dataDir: string; log: () => void }): Promise<Postgres>;
  };
  postgres = await embedded.startEmbeddedPostgres({ dataDir, log: () => undefined });
  return postgres;
}

async function startRedis(folder: string): Promise<{ url: string; pid: number }> {
  const port = await freePort();
  const where = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
  const server = spawn('redis-server', [...where, ...DURABLE], { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  redis = server;
  let said = '';
  await new Promise<void>((ready, failed) => {
    server.stdout.on('data', (text: Buffer) => {
      said += text.toString();
      if (said.includes('Ready to accept connections')) ready();
    });
    server.once('error', () =>
      failed(new Error('redis-server is missing. Install it (Debian: apt-get install redis-server).')),
    );
    server.once('exit', () => failed(new Error(`redis-server ended:\n${said}`)));
  });
  return { url: `redis://127.0.0.1:${port}`, pid: server.pid! };
}

async function end(): Promise<void> {
  const ending = redis;
  if (ending && ending.exitCode === null && ending.signalCode === null) {
    const gone = once(ending, 'exit');
    ending.kill('SIGKILL');
    await gone;
  }
  await postgres?.stop();
}

const handlers = { start, end: () => end() };
export type ServiceCommands = typeof handlers;

serve(handlers, end);
