import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));
const READY = /Rearguard is ready: (\S+)/;

type Environment = Record<string, string>;

/** One built process of a room: a server of some role, or a command. */
export class RoomProcess {
  #child: ChildProcess | null = null;
  #url = '';

  private constructor(
    private readonly dataDir: string,
    private readonly environment: Environment,
  ) {}

  static async start(environment: Environment): Promise<RoomProcess> {
    const process = new RoomProcess(await mkdtemp(join(tmpdir(), 'rearguard-process-')), environment);
    await process.start();
    return process;
  }

  get url(): string {
    return this.#url;
  }

  /** Starts it, or starts it again; resolves when it says that it is ready. */
  async start(): Promise<void> {
    const child = this.#spawn('main.js', []);
    this.#child = child;
    let said = '';
    this.#url = await new Promise<string>((resolve, reject) => {
      const note = (text: Buffer) => {
        said += text.toString();
        const url = READY.exec(said)?.[1];
        if (url) resolve(url);
      };
      child.stdout!.on('data', note);
      child.stderr!.on('data', note);
      child.once('exit', () => reject(new Error(`the process ended before it was ready:\n${said}`)));
    });
  }

  /** What a process says that does not start, and its status. */
  static async refusal(environment: Environment): Promise<{ status: number | null; said: string }> {
    const process = new RoomProcess(await mkdtemp(join(tmpdir(), 'rearguard-process-')), environment);
    const child = process.#spawn('main.js', []);
    let said = '';
    child.stderr!.on('data', (text: Buffer) => (said += text.toString()));
    const [status] = (await once(child, 'close')) as [number | null];
    await rm(process.dataDir, { recursive: true, force: true });
    return { status, said: said.trim() };
  }

  /** Runs a command of the command line beside it; what it prints. */
  async command(...given: string[]): Promise<string> {
    const child = this.#spawn('cli/main.js', given);
    let said = '';
    let faults = '';
    child.stdout!.on('data', (text: Buffer) => (said += text.toString()));
    child.stderr!.on('data', (text: Buffer) => (faults += text.toString()));
    const [status] = (await once(child, 'close')) as [number | null];
    if (status !== 0) throw new Error(`rearguard ${given.join(' ')}: ${faults}`);
    return said.trim();
  }

  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.#child?.kill(signal);
  }

  /** Ends it without warning. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  async remove(): Promise<void> {
    await this.kill();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  #spawn(file: string, given: string[]): ChildProcess {
    const module = JSON.stringify(`${DIST}${file}`);
    const run = `process.argv.splice(1, 0, ${module}); await (await import(${module})).run?.();`;
    return spawn(process.execPath, ['--input-type=module', '-e', run, '--', ...given], {
      env: { PATH: process.env['PATH'], EXERCISE: 'none', PORT: '0', DATA_DIR: this.dataDir, ...this.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }
}
