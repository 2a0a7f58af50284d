import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { alive, below } from './processes.js';

/** A first start makes a database, and may build what was edited since. */
const READY_WITHIN_MS = 180_000;
const GONE_WITHIN_MS = 15_000;
const LOOK_EVERY_MS = 20;
const STILL_FOR_MS = 1_500;

/** The product as its own process, empty and live, on a data folder and a port of its own. */
export class Room {
  feedToken = '';
  readToken = '';
  #process: ChildProcess | null = null;
  #printed = '';
  #database: pg.Client | null = null;

  constructor(
    readonly dataDir: string,
    readonly port: number,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The server's own process. */
  get pid(): number {
    return this.#process!.pid!;
  }

  /** Processes of its PostgreSQL. */
  get databasePids(): number[] {
    return below(this.pid);
  }

  /**
   * Starts it and waits until it says that it is ready.
   * @param command how; `npm start` is what a person types, plain Node saves npm's own time
   */
  async start(command: 'node' | 'npm' = 'node'): Promise<void> {
    this.#printed = '';
    const [program, args] = command === 'npm' ? ['npm', ['start']] : [process.execPath, ['ops/run/start.mjs']];
    const child = spawn(program, args, { env: this.#environment(), stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    this.#process = child;
    const ready = new Promise<void>((resolve, reject) => {
      const note = (text: Buffer) => {
        this.#printed += text.toString();
        if (this.#printed.includes('Rearguard is ready:')) resolve();
      };
      child.stdout.on('data', note);
      child.stderr.on('data', note);
      child.once('exit', () => reject(new Error(`the product ended before it was ready:\n${this.#printed}`)));
    });
    await within(ready, READY_WITHIN_MS, () => `the product was not ready in time:\n${this.#printed}`);
  }

  /** Makes the tokens that drivers and clients show. */
  async issueTokens(): Promise<void> {
    this.feedToken = await this.command('feed-token', 'create', 'positions', '--name', 'bench');
    this.readToken = await this.command('read-token', 'create', '--name', 'bench');
  }

  /** Ends it as Ctrl-C does, and waits until it is gone. */
  async stop(): Promise<void> {
    await this.#database?.end().catch(() => undefined);
    this.#database = null;
    const child = this.#process;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const tree = [child.pid!, ...below(child.pid!)];
    // Ctrl-C reaches the whole group: npm, told alone, neither passes a signal on nor ends by it.
    killGroup(child.pid!);
    const until = performance.now() + GONE_WITHIN_MS;
    while (tree.some(alive) && performance.now() < until) await pause(LOOK_EVERY_MS);
    const left = tree.filter(alive);
    for (const pid of left) killHard(pid);
    if (left.length > 0) throw new Error(`${left.length} processes of the product did not end in time`);
  }

  /** Ends it without warning, database and all. */
  kill(): void {
    const pid = this.#process?.pid;
    if (pid !== undefined) for (const each of [pid, ...below(pid)]) killHard(each);
  }

  /** Runs a command of the product's command line; what it prints. */
  async command(...given: string[]): Promise<string> {
    const child = spawn(process.execPath, ['ops/run/rearguard.mjs', ...given], { env: this.#environment() });
    let out = '';
    let err = '';
    child.stdout.on('data', (text: Buffer) => (out += text.toString()));
    child.stderr.on('data', (text: Buffer) => (err += text.toString()));
    const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
    if (status !== 0) throw new Error(`rearguard ${given.join(' ')}: ${err}`);
    return out.trim();
  }

  async get<Answer>(path: string): Promise<Answer> {
    const answer = await fetch(`${this.url}${path}`, { headers: { authorization: `Bearer ${this.readToken}` } });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as Answer;
  }

  /** One figure of the product's own metrics, of the feed `positions`; NaN while it has none. */
  async metric(name: string): Promise<number> {
    const answer = await fetch(`${this.url}/metrics`, { headers: { authorization: `Bearer ${this.readToken}` } });
    const text = await answer.text();
    return Number(new RegExp(`^${name}\\{feed="positions"\\} (\\S+)$`, 'm').exec(text)?.[1] ?? NaN);
  }

  /** Asks the database itself, past the product. */
  async query<Row extends object>(sql: string): Promise<Row[]> {
    this.#database ??= await this.#connect();
    return (await this.#database.query<Row>(sql)).rows;
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
    const record = JSON.parse(await readFile(join(this.dataDir, 'database.json'), 'utf8')) as {
      port: number;
      password: string;
    };
    const access = { host: '127.0.0.1', user: 'rearguard', database: 'rearguard' };
    const client = new pg.Client({ ...access, port: record.port, password: record.password });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }

  #environment(): NodeJS.ProcessEnv {
    const { PATH, HOME } = process.env;
    // As if npm had started it: then it ends by itself when we are gone without having stopped it.
    const npm = { npm_lifecycle_event: 'start' };
    return { PATH, HOME, ...npm, PORT: String(this.port), DATA_DIR: this.dataDir, EXERCISE: 'none' };
  }
}

function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGINT');
  } catch {
    return; // all of it ended by itself meanwhile
  }
}

function killHard(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    return; // it ended by itself meanwhile
  }
}

async function within(what: Promise<void>, ms: number, otherwise: () => string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(otherwise())), ms);
  });
  await Promise.race([what, late]).finally(() => clearTimeout(timer));
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
