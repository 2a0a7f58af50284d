import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './free-port.js';

export interface GivenRedis {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** What makes a Redis durable, as the product demands it. */
const DURABLE = ['--appendonly', 'yes', '--appendfsync', 'always', '--maxmemory-policy', 'noeviction', '--save', ''];

/**
 * @param folder where it keeps its data and its log
 * @param port of one that was killed, to take its place
 */
export async function startRedis(folder: string, port?: number): Promise<GivenRedis> {
  port ??= await freePort();
  const where = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
  const server = spawn('redis-server', [...where, ...DURABLE], { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  server.stdout.pipe(createWriteStream(join(folder, 'redis.log'), { flags: 'a' }));
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
  return {
    url: `redis://127.0.0.1:${port}`,
    pid: server.pid!,
    async stop() {
      if (server.exitCode !== null || server.signalCode !== null) return;
      const gone = once(server, 'exit');
      server.kill('SIGKILL');
      await gone;
    },
  };
}
