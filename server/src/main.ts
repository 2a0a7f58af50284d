import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { type Config, configFromEnvironment } from './config/config.js';
import { claimDataDir, type EmbeddedPostgres, startEmbeddedPostgres } from './platform/embedded/index.js';
import { watchParent } from './platform/process/watch-parent.js';

/** After a signal everything must be gone within ten seconds; what hangs is left behind a little before. */
const STOP_WITHIN_MS = 9_000;

const say = (line: string) => void process.stdout.write(`${line}\n`);

/**
 * Starts everything and returns when the room is open. Ends the process by itself on SIGINT, SIGTERM, SIGHUP, when npm goes away,
 * or with status 1 and a sentence when it cannot start.
 */
export async function run(): Promise<void> {
  const room = new RunningRoom();
  process.on('SIGINT', () => void room.stop(0));
  process.on('SIGTERM', () => void room.stop(0));
  // A terminal that is closed.
  process.on('SIGHUP', () => void room.stop(0));
  watchParent(() => void room.stop(0));
  try {
    await room.start(configFromEnvironment());
  } catch (cause) {
    process.stderr.write(`\n${sentenceOf(cause)}\n`);
    await room.stop(1);
  }
}

class RunningRoom {
  #stopping: Promise<void> | null = null;
  #releases: (() => Promise<void>)[] = [];

  async start(config: Config): Promise<void> {
    const claim = await claimDataDir(config.dataDir, 'server');
    this.#onStop(() => claim.release());
    // Reading the server's modules takes as long as starting the database: both at once.
    const reading = Promise.all([import('./server.js'), import('./room/sign-in-lines.js')]);
    const databaseUrl = config.databaseUrl ?? (await this.#embedded(config)).url;
    const [{ startServer }, { signInLines }] = await reading;
    if (this.#stopping) return;
    const app = await startServer(config, databaseUrl);
    this.#onStop(() => app.close());
    if (this.#stopping) return;
    const own = addressOf(app, config);
    // Commands on this machine speak to us directly, whatever stands before us for others.
    await claim.announce(own);
    const url = config.http.publicUrl ?? own;
    say(`Rearguard is ready: ${url}`);
    for (const line of await signInLines(app, url)) say(line);
  }

  /** Takes everything down in the reverse order, once. */
  stop(status: number): Promise<void> {
    this.#stopping ??= (async () => {
      setTimeout(() => process.exit(status || 1), STOP_WITHIN_MS).unref();
      for (const release of this.#releases.reverse()) {
        await release().catch((cause: unknown) => process.stderr.write(`while stopping: ${String(cause)}\n`));
      }
      process.exit(status);
    })();
    return this.#stopping;
  }

  async #embedded(config: Config): Promise<EmbeddedPostgres> {
    const database = await startEmbeddedPostgres({ dataDir: config.dataDir, log: say });
    this.#onStop(() => database.stop());
    database.onLost(() => {
      process.stderr.write('The embedded PostgreSQL has ended; stopping. Start again: nothing accepted is lost.\n');
      void this.stop(1);
    });
    return database;
  }

  #onStop(release: () => Promise<void>): void {
    this.#releases.push(release);
  }
}

function addressOf(app: NestExpressApplication, config: Config): string {
  const { port } = app.getHttpServer().address() as AddressInfo;
  const host = config.http.host === '0.0.0.0' || config.http.host === '::' ? '127.0.0.1' : config.http.host;
  return `${config.http.tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function sentenceOf(cause: unknown): string {
  const fault = cause as NodeJS.ErrnoException & { port?: number };
  if (fault.code === 'EADDRINUSE') {
    return `Port ${fault.port ?? ''} is in use by another program. Stop that one, or start Rearguard on another: PORT=3001 npm start`;
  }
  return cause instanceof Error ? cause.message : String(cause);
}
