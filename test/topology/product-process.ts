import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { alive, below } from './processes.js';

/** A first start makes a database, and may build what was edited since. */
const READY_WITHIN_MS = 180_000;
const GONE_WITHIN_MS = 15_000;
const LOOK_EVERY_MS = 20;

export type Role = 'all' | 'api' | 'worker';

/** One process of the product, as a person starts it, with everything it is told by its environment. */
export class ProductProcess {
  #child: ChildProcess | null = null;

  constructor(
    readonly role: Role,
    private readonly port: number,
    private readonly environment: Readonly<Record<string, string>>,
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

  /**
   * Starts it and waits until it says that it is ready.
   * @param command how; `npm start` is what a person types, plain Node saves npm's own time
   */
  async start(command: 'node' | 'npm' = 'node'): Promise<void> {
    let printed = '';
    const [program, args] = command === 'npm' ? ['npm', ['start']] : [process.execPath, ['ops/run/start.mjs']];
    const child = spawn(program, args, { env: this.#environment(), stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    this.#child = child;
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
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
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

/** @param pid of a process, or the negative one of a whole group */
function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
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
