import { type EpochMs, type RoomClock, toInstantOut } from '@rearguard/shared';
import type { Scenario } from '../scenario/events.js';
import { PaceMeter } from './pace-meter.js';
import type { DueTimes, Run, Runs, Stage, TimePiece } from './ports.js';
import { Stepper } from './stepper.js';

/** Speed of a new run, times real time. */
export const FIRST_SPEED = 10;
/** After a stall of the machine time does not leap: no tick makes up for more real time than this. */
const LONGEST_TICK_MS = 500;
/** A tick that plays a jump, or cannot keep up, gives way to commands after this much real time. */
const TICK_BUDGET_MS = 100;

/** Why a command was not carried out, in a sentence. */
export class ExerciseRefusal extends Error {
  constructor(
    readonly code: 'over' | 'outside-the-story',
    message: string,
  ) {
    super(message);
  }
}

/**
 * An exercise: a scenario, a clock, and the commands of those who lead it. It has no timer of its own: {@link tick} is
 * called with the real time that has passed. Ticks and commands never overlap.
 */
export class Exercise {
  readonly #stepper: Stepper;
  readonly #meter = new PaceMeter();
  #run: Run;
  /** Of the time that has passed, what is less than a millisecond. */
  #overMs = 0;
  #jumpTo: EpochMs | null = null;
  #jumped: (() => void)[] = [];
  #heldBack = false;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly scenario: Scenario,
    private readonly stage: Stage,
    deadlines: DueTimes,
    private readonly clock: TimePiece,
    private readonly runs: Runs,
    /** Real time, milliseconds from any beginning. */
    private readonly realMs: () => number,
  ) {
    this.#stepper = new Stepper(scenario, stage, deadlines, clock);
    this.#run = this.#freshRun();
  }

  get run(): Readonly<Run> {
    return this.#run;
  }

  /** Sets the clock to where the stored run stood, or to before the story. To be called before anybody asks the time. */
  async restore(): Promise<void> {
    const stored = await this.runs.newest(this.scenario.name);
    if (stored) this.#run = stored;
    this.clock.set(this.#run.at);
  }

  /** Brings the room to the beginning of the story, if it is not there yet: what was known by then, in order. */
  open(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.clock.now() >= this.scenario.from) return;
      await this.#playUpTo(this.scenario.from);
      await this.stage.takenOver();
      await this.#tell();
    });
  }

  /** Plays on for the real time that has passed. */
  tick(elapsedMs: number): Promise<void> {
    return this.#inTurn(async () => {
      const elapsed = Math.min(elapsedMs, LONGEST_TICK_MS);
      const from = this.clock.now();
      const running = this.#run.state === 'running';
      if (!running && this.#jumpTo === null) return;
      const wasHeldBack = await this.#isHeldBack();
      const speed = wasHeldBack ? 1 : this.#run.speed;
      const towards = Math.min(this.scenario.to, this.#jumpTo ?? from + this.#wholeMs(elapsed * speed));
      const began = this.realMs();
      while (this.clock.now() < towards && this.realMs() - began < TICK_BUDGET_MS) {
        const jumping = this.#jumpTo !== null;
        await this.#keep(await (jumping ? this.#stepper.rush(towards) : this.#stepper.step(towards)));
        // What is critical came in this step: the rest of the tick would be hours of the story.
        if (!wasHeldBack && (await this.#isHeldBack())) break;
      }
      // What is rushed over in a jump is no pace.
      if (this.#jumpTo === null) this.#meter.note(Math.max(elapsed, this.realMs() - began), this.clock.now() - from);
      else this.#meter.clear();
      await this.#afterTick();
    });
  }

  /** Whoever must act on what is critical is given the time that they would have. A jump is somebody's will. */
  async #isHeldBack(): Promise<boolean> {
    const { dropsAtCritical, speed } = this.#run;
    this.#heldBack = dropsAtCritical && speed > 1 && this.#jumpTo === null && (await this.stage.criticalWaits());
    return this.#heldBack;
  }

  /** Times are whole milliseconds; what is over is kept for the next tick. */
  #wholeMs(passedMs: number): number {
    const due = passedMs + this.#overMs;
    this.#overMs = due % 1;
    return Math.round(due - this.#overMs);
  }

  /** The first screen has come in: time begins. */
  personCame(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#run.state === 'waiting') await this.#change({ state: 'running' });
    });
  }

  /** Lets time run; after the end, plays the story again from its beginning as a new run. */
  start(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#run.state === 'ended') await this.#beginAnew();
      await this.#change({ state: 'running' });
    });
  }

  /** Ends the run where it stands. */
  stop(): Promise<void> {
    return this.#inTurn(async () => {
      this.#endJump();
      await this.#change({ state: 'ended' });
    });
  }

  /** Holds the clock, and ends a jump that is under way. @throws ExerciseRefusal when it is over */
  pause(): Promise<void> {
    return this.#inTurn(async () => {
      this.#refuseWhenOver();
      this.#endJump();
      await this.#change({ state: 'paused' });
    });
  }

  /** Lets it run on. @throws ExerciseRefusal when it is over */
  resume(): Promise<void> {
    return this.#inTurn(async () => {
      this.#refuseWhenOver();
      if (this.#run.state !== 'running') await this.#change({ state: 'running' });
    });
  }

  /** Sets the greatest speed, times real time, and whether a critical alert holds it back. */
  setSpeed(speed: number, dropsAtCritical = this.#run.dropsAtCritical): Promise<void> {
    return this.#inTurn(async () => {
      this.#meter.clear();
      await this.#change({ speed, dropsAtCritical });
    });
  }

  /**
   * Goes to an instant. Forward everything between is played, in order, as fast as it can be; backward begins a new run.
   * Resolves when it is there, or when somebody pauses or stops on the way.
   * @throws ExerciseRefusal for an instant outside the story
   */
  async jump(to: EpochMs): Promise<void> {
    if (to < this.scenario.from || to > this.scenario.to) {
      const [from, end] = [toInstantOut(this.scenario.from), toInstantOut(this.scenario.to)];
      throw new ExerciseRefusal('outside-the-story', `the exercise plays from ${from} to ${end}`);
    }
    let there = Promise.resolve();
    await this.#inTurn(async () => {
      this.#endJump();
      const over = this.#run.state === 'ended';
      if (to < this.clock.now()) await this.#beginAnew();
      if (over && to < this.scenario.to) await this.#change({ state: 'paused' });
      this.#jumpTo = to;
      there = new Promise((resolve) => this.#jumped.push(resolve));
    });
    await there;
  }

  /** What every screen shows of the time. */
  roomClock(): RoomClock {
    const { name, runId, state, speed } = this.#run;
    const moving = state === 'running' || this.#jumpTo !== null;
    return {
      mode: 'exercise',
      at: toInstantOut(this.clock.now()),
      exercise: {
        name,
        runId,
        state,
        speed,
        achievedSpeed: moving ? this.#meter.speed : 0,
        dropsAtCritical: this.#run.dropsAtCritical,
        heldBack: this.#heldBack && state === 'running',
        ...(this.#jumpTo !== null && { jumpTo: toInstantOut(this.#jumpTo) }),
        from: toInstantOut(this.scenario.from),
        to: toInstantOut(this.scenario.to),
      },
    };
  }

  /** Resolves when no tick or command is under way. */
  async settled(): Promise<void> {
    await this.#turn;
  }

  async #beginAnew(): Promise<void> {
    const { speed, state, dropsAtCritical } = this.#run;
    const now = this.clock.now();
    const before = this.#run;
    this.#run = { ...this.#freshRun(), speed, dropsAtCritical, state: state === 'ended' ? 'paused' : state };
    this.clock.set(this.#run.at);
    this.#meter.clear();
    try {
      await this.runs.begin(this.#run, this.roomClock());
    } catch (cause) {
      this.#run = before;
      this.clock.set(now);
      throw cause;
    }
    await this.stage.enterSites(this.#run.at);
    await this.#playUpTo(this.scenario.from);
    await this.stage.takenOver();
    await this.#tell();
  }

  #freshRun(): Run {
    const { name, seed, knownFrom } = this.scenario;
    const runId = this.runs.newRunId();
    return { runId, name, seed, at: knownFrom, state: 'waiting', speed: FIRST_SPEED, dropsAtCritical: true };
  }

  async #playUpTo(instant: EpochMs): Promise<void> {
    while (this.clock.now() < instant) await this.#keep(await this.#stepper.rush(instant));
  }

  async #keep(at: EpochMs): Promise<void> {
    this.#run = { ...this.#run, at };
    await this.runs.keepTime(this.#run);
  }

  async #afterTick(): Promise<void> {
    const now = this.clock.now();
    const there = this.#jumpTo !== null && now >= this.#jumpTo;
    if (there) this.#endJump();
    if (now >= this.scenario.to && this.#run.state !== 'ended') await this.#change({ state: 'ended' });
    else if (there) await this.#tell();
  }

  #endJump(): void {
    this.#jumpTo = null;
    for (const resolve of this.#jumped.splice(0)) resolve();
  }

  #refuseWhenOver(): void {
    if (this.#run.state !== 'ended') return;
    throw new ExerciseRefusal('over', 'the exercise is over; start it again, or jump back');
  }

  async #change(change: Partial<Run>): Promise<void> {
    const changed = Object.entries(change).some(([key, value]) => this.#run[key as keyof Run] !== value);
    if (!changed) return;
    const before = this.#run;
    this.#run = { ...before, ...change };
    if (this.#run.state !== 'running') this.#meter.clear();
    try {
      await this.#tell();
    } catch (cause) {
      this.#run = before;
      throw cause;
    }
  }

  #tell(): Promise<void> {
    return this.runs.keep(this.#run, this.roomClock());
  }

  /** Waits for what is under way. A fault of one turn is its own caller's. */
  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }
}
