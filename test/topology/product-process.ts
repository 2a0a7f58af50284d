import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { alive, below, send } from './processes.js';

/** A first start makes a database, and may build what was edited since. */
const READY_WITHIN_MS = 180_000;
const GONE_WITHIN_MS = 15_000;
const LOOK_EVERY_MS = 20;

export type Role = 'all' | 'api' | 'worker';

/** As a person types it; plain Node, which saves npm's own time; and as an image does it, which looks for nothing new. */
export type Command = 'npm' | 'node' | 'image';

const COMMANDS: Record<Command, [program: string, ...args: string[]]> = {
  npm: ['npm', 'start'],
  node: [process.execPath, 'ops/run/start.mjs'],
  image: [process.execPath, 'ops/image/start.mjs'],
};

/** One process of the product, as a person starts it, with everything it is told by its environment. */
export class ProductProcess {
  #child: ChildProcess | null = null;

  /** @param log a file that gets all that it prints, of every start */
  constructor(
    readonly role: Role,
    readonly port: number,
    private readonly environment: Readonly<Record<string, string>>,
    private readonly log: string | null = null,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get pid(): number {
    return this.#child!.pid!;
  }

  /** Processes of the PostgreSQL that it brought. */
  get databasePids(): number[] {
    return below(this.pid);
  }

  get running(): boolean {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Starts it and waits until it says that it is ready. */
  async start(command: Command = 'node'): Promise<void> {
    let printed = '';
    const [program, ...args] = COMMANDS[command];
    const child = spawn(program, args, { env: this.#environment(), stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    this.#child = child;
    if (this.log !== null) {
      const log = createWriteStream(this.log, { flags: 'a' });
      for (const stream of [child.stdout, child.stderr]) stream.pipe(log, { end: false });
      child.once('close', () => log.end());
    }
    const ready = new Promise<void>((resolve, reject) => {
      const note = (text: Buffer) => {
        printed += text.toString();
        if (printed.includes('Rearguard is ready:')) resolve();
      };
      child.stdout.on('data', note);
      child.stderr.on('data', note);
      child.once('exit', () => reject(new Error(`the product ended before it was ready:\n${printed}`)));
    });
    await within(ready, READY_WITHIN_MS, () => `the product was not ready in time:\n${printed}`);
  }

  /** Ends it as Ctrl-C does, and waits until it is gone. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (child === null || !this.running) return;
    const tree = [child.pid!, ...below(child.pid!)];
    // Ctrl-C reaches the whole group: npm, told alone, neither passes a signal on nor ends by it.
    send(-child.pid!, 'SIGINT');
    const until = performance.now() + GONE_WITHIN_MS;
    while (tree.some(alive) && performance.now() < until) await pause(LOOK_EVERY_MS);
    const left = tree.filter(alive);
    for (const pid of left) send(pid, 'SIGKILL');
    if (left.length > 0) throw new Error(`${left.length} processes of the product did not end in time`);
  }

  /** Ends it without warning, and a database that it brought, too. */
  kill(): void {
    const pid = this.#child?.pid;
    if (pid !== undefined) for (const each of [pid, ...below(pid)]) send(each, 'SIGKILL');
  }

  /** Ends its first process alone without warning: a database that it brought goes on. */
  async killAlone(): Promise<void> {
    this.#child?.kill('SIGKILL');
    await this.gone();
  }

  /** Resolves when it has ended, by itself or not. */
  async gone(): Promise<void> {
    const child = this.#child;
    if (child !== null && this.running) await new Promise<void>((resolve) => child.once('exit', () => resolve()));
  }

  /** Lets it hang, or go on. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    send(this.pid, signal);
  }

  /** Runs a command of the product's command line in the same surroundings; what it prints. */
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

  #environment(): NodeJS.ProcessEnv {
    const { PATH, HOME } = process.env;
    // As if npm had started it: then it ends by itself when we are gone without having stopped it.
    const npm = { npm_lifecycle_event: 'start' };
    return { PATH, HOME, ...npm, EXERCISE: 'none', PORT: String(this.port), ROLE: this.role, ...this.environment };
  }
}

async function within(what: Promise<void>, ms: number, otherwise: () => string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(otherwise())), ms);
  });
  await Promise.race([what, late]).finally(() => clearTimeout(timer));
}
