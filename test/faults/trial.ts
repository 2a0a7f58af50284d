import { setTimeout as pause } from 'node:timers/promises';
import { faultsOfHistory, faultsOfPicture, faultsOfScreen, storedOf, type Told } from './audit.js';
import { Calls } from './calls.js';
import { Chance } from './chance.js';
import { Gateway, type Report, type Tally } from './gateway.js';
import { Ledger } from './ledger.js';
import { Load } from './load.js';
import type { Fault } from './plan.js';
import { QuietUnits } from './quiet-units.js';
import { RoomReader } from './room-reader.js';
import { DEEDS, type Moment, type Sabotage } from './sabotage.js';
import { Screen } from './screen.js';
import type { Topology } from './topology.js';
import { within } from './waiting.js';

/** After a fault something must get better all the time, until all is well; it takes some seconds on an idle machine. */
const BETTER_WITHIN_MS = 60_000;
/** When it is known that something is wrong. */
const WRONG_WITHIN_MS = 5_000;
const UNTOUCHED_MS = 500;
const SCREENS = 3;
/** Places travel in frames of their own, some moments after the changes. */
const PLACES_WITHIN_MS = 5_000;
/** Of what is wrong in one way there may be thousands. */
const MOST_TOLD = 8;

/** What a fault did. */
export interface Outcome extends Tally {
  /** From the first step to mend it, such as to start a program again, until everything was as if nothing had been, ms. */
  recoveryMs: number;
  stored: number;
  /** What must not be. */
  violations: string[];
}

/** A room under load, to which one fault after another is done. */
export class Trial {
  readonly #violations: string[] = [];
  #mendingAt = 0;
  readonly #reader: RoomReader;
  readonly #gateway: Gateway;
  readonly #load: Load;
  readonly #quiet: QuietUnits;
  readonly #calls: Calls;
  readonly #ledger: Ledger;
  readonly #screens: Screen[];

  private constructor(
    private readonly room: Topology,
    chance: Chance,
  ) {
    const complain = (what: string) => void this.#violations.push(what);
    this.#reader = new RoomReader(room);
    this.#gateway = new Gateway(room, complain);
    this.#load = new Load(this.#gateway);
    this.#ledger = new Ledger((id) => this.#load.newest.get(id) ?? this.#quiet.newest.get(id), complain);
    this.#quiet = new QuietUnits(this.#gateway, this.#ledger.fold, chance);
    this.#calls = new Calls(room, this.#gateway, this.#ledger.fold, chance);
    this.#screens = Array.from(
      { length: SCREENS },
      () => new Screen(room.doors, room.readToken, new Chance(chance.between(1, 1e9)), complain),
    );
  }

  /** @throws Error when the room does not work although nothing was done to it */
  static async open(make: () => Promise<Topology>, seed: number): Promise<Trial> {
    const trial = new Trial(await make(), new Chance(seed));
    try {
      await trial.#quiet.begin();
      const { violations } = await trial.#watch(null, () => pause(UNTOUCHED_MS));
      if (violations.length > 0) throw new Error(`the room does not work untouched:\n${violations.join('\n')}`);
    } catch (cause) {
      await trial.close(true);
      throw new Error(`${String(cause)}\nIts programs wrote into ${trial.folder}.`, { cause });
    }
    return trial;
  }

  get targets(): Topology['targets'] {
    return this.room.targets;
  }

  get folder(): string {
    return this.room.folder;
  }

  /**
   * Does one fault to the room under load, mends it, and looks whether everything is as it must be.
   * @param sabotage is done as well, so that the look must find it
   */
  async run(fault: Fault, sabotage: Sabotage | null = null): Promise<Outcome> {
    await this.#calls.ring(fault.afterMs + fault.lastsMs);
    await this.#quiet.fallSilent(fault.afterMs + fault.lastsMs);
    return this.#watch(sabotage, async () => {
      await this.#moment('silent', sabotage);
      await pause(fault.afterMs);
      await this.#strike(fault);
    });
  }

  async close(keepLogs: boolean): Promise<void> {
    for (const screen of this.#screens) screen.leave();
    await this.room.close(keepLogs);
  }

  async #watch(sabotage: Sabotage | null, work: () => Promise<void>): Promise<Outcome> {
    this.#ledger.points = 0;
    this.#load.begin();
    await work();
    await this.#awaitReady();
    await this.#load.end();
    await this.#moment('sent', sabotage);
    const stored = await this.#settle(sabotage);
    const recoveryMs = performance.now() - this.#mendingAt;
    return { recoveryMs, stored, ...this.#gateway.takeTally(), violations: shortened(this.#violations.splice(0)) };
  }

  async #strike({ kind, target, lastsMs, delayMs }: Fault): Promise<void> {
    const victim = this.room.victims.get(target);
    const link = this.room.links.get(target);
    if (kind === 'kill') await victim!.kill();
    else if (kind === 'pause') await victim!.pause();
    else if (kind === 'sever') link!.sever();
    else if (kind === 'delay') link!.delay(delayMs);
    else link!.cut();
    await pause(lastsMs);
    this.#mendingAt = performance.now();
    if (kind === 'kill') await victim!.start();
    else if (kind === 'pause') await victim!.goOn();
    else if (kind === 'stall') link!.goOn();
    else link!.mend();
  }

  async #awaitReady(): Promise<void> {
    const ready = await within(BETTER_WITHIN_MS, () => this.#oneEnded() || this.#reader.ready());
    if (this.#oneEnded()) this.#violations.push('a process of the product ended by itself');
    else if (!ready) this.#violations.push(`not every process was ready ${BETTER_WITHIN_MS / 1_000} s after the fault`);
  }

  /** Whether a process is gone that nobody killed; what was killed was started again by now. */
  #oneEnded(): boolean {
    return this.room.processes.some(({ running }) => !running);
  }

  /** Waits until all is stored and told, and complains of what is not as it must be; the number of stored reports. */
  async #settle(sabotage: Sabotage | null): Promise<number> {
    const { told: moving } = this.#load;
    const silent = this.#quiet.told;
    const count = [...moving.values(), ...silent.values()].reduce((sum, times) => sum + times.length, 0);
    const forMs = sabotage ? WRONG_WITHIN_MS : BETTER_WITHIN_MS;
    let unrest = 'the room cannot be asked';
    for (let before = ''; unrest !== '' && unrest !== before && this.#violations.length === 0;) {
      before = unrest;
      await within(forMs, async () => {
        unrest = await this.#unrest(count);
        return unrest !== before || this.#violations.length > 0;
      });
    }
    if (unrest !== '') this.#violations.push(`nothing got better for ${forMs / 1_000} s: ${unrest}`);
    await this.#moment('stored', sabotage);
    try {
      return await this.#audit(moving, silent);
    } catch (cause) {
      this.#violations.push(`the room cannot be checked: ${String(cause)}`);
      return 0;
    }
  }

  /** What is not over yet, or nothing. */
  async #unrest(count: number): Promise<string> {
    await this.#ledger.read(this.#reader);
    const { fold, points } = this.#ledger;
    const head = await this.#reader.head();
    if (fold.seq !== head) return `the log was read to ${fold.seq} of ${head}`;
    if (points < count) return `${points} of ${count} reports are stored`;
    const waiting = this.#quiet.unitIds.filter((id) => !this.#ledger.toldStale([id]));
    if (waiting.length > 0) return `silent and not stale: ${waiting.join(', ')}`;
    const calling = await this.#calls.unrest();
    if (calling !== '') return calling;
    const pictures = await Promise.all(this.room.doors.map((door) => this.#reader.picture(door)));
    if (pictures.some(({ seq }) => seq !== head)) return `pictures are at ${pictures.map(({ seq }) => seq).join(', ')}`;
    const screens = this.#screens.map((screen) => screen.fold.seq);
    return screens.every((seq) => seq === head) ? '' : `of ${head} changes the screens have ${screens.join(', ')}`;
  }

  async #audit(moving: Told, silent: Told): Promise<number> {
    const complain = (faults: readonly string[]) => this.#violations.push(...faults);
    const stored = { moving: await storedOf(this.room, moving), silent: await storedOf(this.room, silent) };
    complain(faultsOfHistory(stored.moving, moving));
    complain(faultsOfHistory(stored.silent, silent));
    complain(await this.#calls.faults());
    const count = stored.moving.length + stored.silent.length;
    await this.#ledger.read(this.#reader);
    const { points } = this.#ledger;
    if (points !== count) complain([`${count} reports are stored, the log tells of ${points}`]);
    const newest = new Map<string, Report>([...this.#load.newest, ...this.#quiet.newest]);
    for (const door of this.room.doors) {
      const picture = await this.#reader.picture(door);
      complain(faultsOfPicture(picture, this.#ledger, newest).map((what) => `${door}: ${what}`));
      for (const screen of this.#screens) {
        const faults = () => faultsOfScreen(screen, this.#ledger, picture);
        await within(this.#violations.length > 0 ? 0 : PLACES_WITHIN_MS, () => faults().length === 0);
        complain(faults());
      }
    }
    return count;
  }

  async #moment(moment: Moment, sabotage: Sabotage | null): Promise<void> {
    if (sabotage === null || DEEDS[sabotage].at !== moment) return;
    const [moving, silent] = [this.#load.unitIds[0]!, this.#quiet.unitIds[0]!];
    const incident = this.#calls.newestId;
    await DEEDS[sabotage].do({
      room: this.room,
      ledger: this.#ledger,
      screens: this.#screens,
      moving,
      silent,
      incident,
    });
  }
}

function shortened(violations: readonly string[]): string[] {
  if (violations.length <= MOST_TOLD) return [...violations];
  return [...violations.slice(0, MOST_TOLD), `and ${violations.length - MOST_TOLD} more`];
}
