import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What makes a Redis durable, as the product demands it. */
const DURABLE = ['--appendonly', 'yes', '--appendfsync', 'always', '--maxmemory-policy', 'noeviction'];

/** A real Redis of a test's own, on a free port and in a folder that goes with it. */
export interface TestRedis {
  readonly url: string;
  /** Ends it without warning and starts it again on what it had written, or on nothing; with other settings, if given. */
  crashAndRestart(how?: { empty?: boolean; settings?: readonly string[] }): Promise<void>;
  /** Lets it hang, or go on. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
  /** Ends it, and leaves its data. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

/** @param settings of `redis-server`, such as `--requirepass`; the durable ones by default */
export async function startRedis(settings: readonly string[] = DURABLE): Promise<TestRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'rearguard-redis-'));
  const port = await freePort();
  let server = await launch(folder, port, settings);
  const kill = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const gone = once(server, 'exit');
    server.kill('SIGKILL');
    await gone;
  };
  process.once('exit', () => server.kill('SIGKILL'));
  return {
    url: `redis://127.0.0.1:${port}`,
    kill,
    signal: (signal) => void server.kill(signal),
    async crashAndRestart(how = {}) {
      await kill();
      if (how.empty) await rm(join(folder, 'appendonlydir'), { recursive: true });
      server = await launch(folder, port, how.settings ?? settings);
    },
    async close() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function launch(folder: string, port: number, settings: readonly string[]): Promise<ChildProcess> {
  const where = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''];
  const server = spawn('redis-server', [...where, ...settings], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    server.stdout.on('data', (text: Buffer) => {
      said += text.toString();
      if (said.includes('Ready to accept connections')) resolve();
    });
    server.once('error', () =>
      reject(
        new Error('Tests of queues on Redis need redis-server. Install it (Debian: apt-get install redis-server).'),
      ),
    );
    server.once('exit', () => reject(new Error(`redis-server ended:\n${said}`)));
  });
  return server;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
