import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../product/browser.js';
import type { ClientCommands } from './clients/main.js';
import type { DriverCommands } from './driver/main.js';
import { HelperProcess } from '../topology/helper-process.js';
import type { Backend } from './room/backend.js';
import { Room } from './room/room.js';

const SHORT_RUN_S = 20;
const LONG_RUN_S = 600;
/** A browser that hangs is left to end with this process. */
const CLOSED_WITHIN_MS = 10_000;

/** What a run plays on: a fresh room, and the processes that send and watch. */
export interface Stage {
  room: Room;
  driver: HelperProcess<DriverCommands>;
  clients: HelperProcess<ClientCommands>;
}

/** Starts what a figure needs, and ends all of it again. */
export class Bench {
  readonly #shared = new Map<string, Promise<unknown>>();
  readonly #helpers: { stop(): Promise<void> }[] = [];
  readonly #rooms: { room: Room; folder: string }[] = [];
  /** Reports a second that were found to be held; null while nobody has looked. */
  heldRate: number | null = null;
  #browser: Promise<Browser> | null = null;
  #closing = false;

  /** @param say tells people how far it is */
  constructor(
    readonly backend: Backend,
    readonly long: boolean,
    readonly say: (line: string) => void,
  ) {}

  /** How long a run lasts that a goal wants for ten minutes. */
  get seconds(): number {
    return this.long ? LONG_RUN_S : SHORT_RUN_S;
  }

  /** A room of its own with tokens for all, a driver, and a process for clients in which none is open yet. */
  async stage(backend = this.backend): Promise<Stage> {
    const folder = await mkdtemp(join(tmpdir(), 'rearguard-bench-'));
    // Passable, so that the database's own user reaches it also when root measures.
    await chmod(folder, 0o711);
    const room = await Room.prepare(folder, backend);
    this.#rooms.push({ room, folder });
    if (this.#closing) throw new Error('stopped');
    await room.start();
    await room.issueTokens();
    return { room, driver: this.#helper<DriverCommands>('./driver/main.js'), clients: this.clients() };
  }

  /** A process for clients, none of them open. */
  clients(): HelperProcess<ClientCommands> {
    return this.#helper<ClientCommands>('./clients/main.js');
  }

  /** One browser for the figure that asks. */
  browser(): Promise<Browser> {
    return (this.#browser ??= openOwnBrowser());
  }

  /** What several figures read from one run is run once. */
  once<Result>(name: string, run: () => Promise<Result>): Promise<Result> {
    const known = this.#shared.get(name) as Promise<Result> | undefined;
    if (known) return known;
    const running = run();
    this.#shared.set(name, running);
    return running;
  }

  /** Ends everything that was started and deletes what it kept. */
  async clear(): Promise<void> {
    await Promise.allSettled([
      ...this.#helpers.splice(0).map((helper) => helper.stop()),
      this.#browser?.then((browser) =>
        Promise.race([browser.close(), pause(CLOSED_WITHIN_MS, undefined, { ref: false })]),
      ),
    ]);
    this.#browser = null;
    for (let first = this.#rooms[0]; first; first = this.#rooms[0]) {
      await first.room.close().catch((cause: unknown) => this.say(`  ${String(cause)}`));
      await rm(first.folder, { recursive: true, force: true });
      // Not before: who is interrupted here must still find it.
      this.#rooms.splice(this.#rooms.indexOf(first), 1);
    }
  }

  /** The same for good, and at once: who interrupts a run does not wait for an orderly end of what is thrown away. */
  async close(): Promise<void> {
    this.#closing = true;
    for (const { room } of this.#rooms) room.kill();
    await this.clear();
  }

  #helper<Commands extends DriverCommands | ClientCommands>(program: string): HelperProcess<Commands> {
    const helper = HelperProcess.start<Commands>(new URL(program, import.meta.url));
    this.#helpers.push(helper);
    return helper;
  }
}

/** Playwright ends the process itself on Ctrl-C, before the rest is stopped: here its handler goes, and we close it. */
async function openOwnBrowser(): Promise<Browser> {
  const ours = new Set(process.listeners('SIGINT'));
  const browser = await openBrowser();
  for (const listener of process.listeners('SIGINT')) {
    if (!ours.has(listener)) process.removeListener('SIGINT', listener);
  }
  return browser;
}
