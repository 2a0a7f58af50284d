import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { embeddedDatabaseOf } from '../../topology/embedded-database.js';
import { freePort } from '../../topology/free-port.js';
import { type Command, ProductProcess } from '../../topology/product-process.js';
import { Services } from '../../topology/services.js';
import type { Backend } from './backend.js';

const STILL_FOR_MS = 1_500;

/** Processes of a room by what they do; a part that a room does not have is empty. */
export interface Parts {
  /** Those that serve people and feeds, also when they store as well. */
  server: number[];
  workers: number[];
  database: number[];
  redis: number[];
}

/** What the image sets for a process of its own; `npm start` leaves it to Node. */
const AS_IN_IMAGE = { NODE_OPTIONS: '--max-semi-space-size=4' };

/** The product as processes of its own, empty and live, on data folders and ports of its own. */
export class Room {
  feedToken = '';
  readToken = '';
  #database: pg.Client | null = null;

  private constructor(
    private readonly dataDir: string,
    readonly processes: readonly ProductProcess[],
    private readonly services: Services | null,
  ) {}

  /** @param dataDir a folder for all that it keeps; whoever made it removes it */
  static async prepare(dataDir: string, { served, roles }: Backend): Promise<Room> {
    const services = served ? await Services.start() : null;
    const processes: ProductProcess[] = [];
    for (const [no, role] of roles.entries()) {
      const own = {
        ...(services && { ...services.environment, ...AS_IN_IMAGE }),
        DATA_DIR: no === 0 ? dataDir : join(dataDir, `process-${no}`),
      };
      processes.push(new ProductProcess(role, await freePort(), own));
    }
    return new Room(dataDir, processes, services);
  }

  /** Where it serves people and feeds. */
  get urls(): string[] {
    return this.processes.filter(({ role }) => role !== 'worker').map(({ url }) => url);
  }

  get url(): string {
    return this.urls[0]!;
  }

  get workers(): ProductProcess[] {
    return this.processes.filter(({ role }) => role === 'worker');
  }

  get parts(): Parts {
    const serving = this.processes.filter(({ role }) => role !== 'worker');
    return {
      server: serving.map(({ pid }) => pid),
      workers: this.workers.map(({ pid }) => pid),
      database: this.services?.databasePids ?? this.processes[0]!.databasePids,
      redis: this.services ? [this.services.redisPid] : [],
    };
  }

  /** Starts it and waits until all of it is ready. */
  async start(command?: Command): Promise<void> {
    const [first, ...others] = this.processes;
    await first!.start(command);
    await Promise.all(others.map((other) => other.start(command)));
  }

  /** Makes the tokens that drivers and clients show. */
  async issueTokens(): Promise<void> {
    this.feedToken = await this.command('feed-token', 'create', 'positions', '--name', 'bench');
    this.readToken = await this.command('read-token', 'create', '--name', 'bench');
  }

  /** Ends the product as Ctrl-C does, and waits until it is gone. */
  async stop(): Promise<void> {
    await this.#database?.end().catch(() => undefined);
    this.#database = null;
    await Promise.all(this.processes.map((one) => one.stop()));
  }

  /** The same, and what it was given. */
  async close(): Promise<void> {
    await this.stop().finally(() => this.services?.close());
  }

  /** Ends the product without warning. */
  kill(): void {
    for (const one of this.processes) one.kill();
  }

  /** Runs a command of the product's command line; what it prints. */
  command(...given: string[]): Promise<string> {
    return this.processes[0]!.command(...given);
  }

  /** One figure of the product's own metrics, of the feed `positions`; NaN while it has none. */
  async metric(name: string): Promise<number> {
    const answer = await fetch(`${this.url}/metrics`, { headers: { authorization: `Bearer ${this.readToken}` } });
    const text = await answer.text();
    return Number(new RegExp(`^${name}\\{feed="positions"\\} (\\S+)$`, 'm').exec(text)?.[1] ?? NaN);
  }

  /** Asks the database itself, past the product. */
  async query<Row extends object>(sql: string, values?: unknown[]): Promise<Row[]> {
    this.#database ??= await this.#connect();
    return (await this.#database.query<Row>(sql, values)).rows;
  }

  /** Positions in history. */
  async stored(): Promise<number> {
    const [row] = await this.query<{ count: string }>('SELECT count(*) FROM position');
    return Number(row!.count);
  }

  /** Resolves when history no longer grows: what nobody waits for any more may still be on its way into it. */
  async untilStill(): Promise<void> {
    for (let before = -1, now = await this.stored(); now !== before; now = await this.stored()) {
      before = now;
      await pause(STILL_FOR_MS);
    }
  }

  /** Numbers of units by their ids. */
  async unitNumbers(): Promise<Map<string, number>> {
    const rows = await this.query<{ no: number; id: string }>('SELECT no, id FROM unit');
    return new Map(rows.map(({ no, id }) => [id, no]));
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.services?.databaseUrl ?? (await embeddedDatabaseOf(this.dataDir)).url,
    });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }
}
