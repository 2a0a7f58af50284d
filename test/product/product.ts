import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../topology/free-port.js';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
/** Starting includes making a database; on a busy machine of two cores that takes its time. */
const READY_WITHIN_MS = 120_000;
const GONE_WITHIN_MS = 15_000;

/** The product as a person runs it: a process of its own, on a data folder of its own. */
export class Product {
  #process: ChildProcess | null = null;
  #printed = '';
  #starts = 0;

  private constructor(
    private readonly dataDir: string,
    private readonly port: number,
    private readonly environment: Record<string, string>,
  ) {}

  /** Starts it and waits until it says that it is ready. */
  static async start(environment: Record<string, string> = {}): Promise<Product> {
    const dataDir = await mkdtemp(join(tmpdir(), 'rearguard-journey-'));
    // Passable, so that the database's own user reaches it also when root runs the tests.
    await chmod(dataDir, 0o711);
    const product = new Product(dataDir, await freePort(), environment);
    await product.again();
    return product;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The sign-in link that the start printed for a role, such as `watch officer`. */
  link(role: string): string {
    const line = this.#printed.split('\n').find((one) => one.startsWith(`${role}: `));
    if (!line) throw new Error(`no link for ${role} in:\n${this.#printed}`);
    return line.slice(role.length + 2);
  }

  /** Starts it once more on the same data. */
  async again(): Promise<void> {
    this.#printed = '';
    const child = spawn(process.execPath, ['ops/run/start.mjs'], {
      cwd: ROOT,
      env: this.#environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    this.#process = child;
    const note = (text: Buffer) => (this.#printed += text.toString());
    child.stdout.on('data', note);
    child.stderr.on('data', note);
    // The last line of a start; a live room prints its link at the first one alone.
    const again = this.environment['EXERCISE'] === 'none' && this.#starts > 0;
    const last = again ? 'Rearguard is ready:' : 'administrator: http';
    await this.#until(child, () => this.#printed.includes(last));
    this.#starts += 1;
  }

  /** Ends it as Ctrl-C does. */
  async stop(): Promise<void> {
    await this.#end('SIGINT');
  }

  /** Kills the server without warning. Its database lives on, as it would after a crash. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Stops it and deletes what it kept. */
  async remove(): Promise<void> {
    if (this.#process?.exitCode === null && this.#process.signalCode === null) await this.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  /** Runs a command of the command line; what it prints. */
  async command(...given: string[]): Promise<string> {
    const child = spawn(process.execPath, ['ops/run/rearguard.mjs', ...given], { cwd: ROOT, env: this.#environment() });
    let out = '';
    let err = '';
    child.stdout.on('data', (text: Buffer) => (out += text.toString()));
    child.stderr.on('data', (text: Buffer) => (err += text.toString()));
    const status = await new Promise<number | null>((resolve) => child.on('exit', resolve));
    if (status !== 0) throw new Error(`rearguard ${given.join(' ')}: ${err}`);
    return out.trim();
  }

  #environment(): NodeJS.ProcessEnv {
    return {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      PORT: String(this.port),
      DATA_DIR: this.dataDir,
      ...this.environment,
    };
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process!;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    process.kill(-child.pid!, signal);
    await within(gone, GONE_WITHIN_MS, `the product did not end on ${signal}`);
  }

  async #until(child: ChildProcess, ready: () => boolean): Promise<void> {
    const said = new Promise<void>((resolve, reject) => {
      const look = () => ready() && resolve();
      child.stdout!.on('data', look);
      child.once('exit', () => reject(new Error(`the product ended before it was ready:\n${this.#printed}`)));
    });
    await within(said, READY_WITHIN_MS, 'the product was not ready in time').catch((cause: unknown) => {
      throw new Error(`${String(cause)}\n${this.#printed}`);
    });
  }
}

async function within(what: Promise<void>, ms: number, otherwise: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(otherwise)), ms);
  });
  await Promise.race([what, late]).finally(() => clearTimeout(timer));
}
