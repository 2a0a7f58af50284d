import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { RoomClock } from '@rearguard/shared';
import { AccessNews } from '../access/access-events.js';
import { CONFIG, type Config } from '../config/config.js';
import { RoomTime } from '../picture/room-time.js';
import { Bus } from '../platform/bus/bus.js';
import { Clock, SettableClock } from '../platform/clock/clock.js';
import { Deadlines } from '../platform/deadlines/deadlines.js';
import { Sweeper } from '../platform/deadlines/sweeper.js';
import { Problem } from '../platform/http/problem.js';
import type { Lease } from '../platform/leases/lease.js';
import { Leases } from '../platform/leases/leases.js';
import { Exercise } from './domain/exercise.js';
import { Runs, Stage } from './domain/ports.js';
import { ExerciseLine } from './exercise-line.js';
import { mali2023 } from './scenario/mali-2023.js';

const TICK_MS = 100;
/** After a fault, such as a database that went away, the exercise waits before it tries again. */
const TICK_AFTER_FAULT_MS = 2_000;

/**
 * Plays the exercise in real time, in one process of the room at a time; the clocks of the others follow what that one
 * tells. Does nothing in a live room.
 */
@Injectable()
export class ExerciseDriver implements OnModuleInit, OnModuleDestroy {
  readonly #log = new Logger('exercise');
  readonly #clock: SettableClock | null;
  readonly #stops: (() => void)[] = [];
  #playing: Exercise | null = null;
  #told: RoomClock | null = null;
  #giveUp: (() => Promise<void>) | null = null;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly news: AccessNews,
    private readonly roomTime: RoomTime,
    private readonly sweeper: Sweeper,
    private readonly leases: Leases,
    private readonly bus: Bus,
    private readonly line: ExerciseLine,
    clock: Clock,
    private readonly stage: Stage,
    private readonly deadlines: Deadlines,
    private readonly runs: Runs,
  ) {
    this.#clock = config.exercise !== null && clock instanceof SettableClock ? clock : null;
  }

  /** The clock of the exercise. @throws Problem 404 in a live room */
  status(): RoomClock {
    if (this.#clock) return this.roomTime.clock();
    throw new Problem(404, {
      code: 'no-exercise',
      message: 'this room is live: there is no exercise whose clock could be asked or set',
    });
  }

  async onModuleInit(): Promise<void> {
    const clock = this.#clock;
    if (!clock) return;
    // Deadlines run in step with the exercise's clock and nowhere else.
    this.sweeper.leaveToAnother();
    const stored = this.#exercise(clock);
    await stored.restore();
    this.roomTime.runBy(() => this.#playing?.roomClock() ?? this.#told ?? stored.roomClock());
    this.#stops.push(
      this.bus.subscribe('clock:told', ({ clock: told }) => this.#follow(clock, told as RoomClock)),
      this.news.on('PersonSignedIn', () => this.bus.publish('person:signed-in', {})),
      this.bus.subscribe('person:signed-in', () => {
        this.#playing?.personCame().catch((cause: unknown) => this.#log.error(`time stands: ${String(cause)}`));
      }),
    );
  }

  /**
   * Takes part in playing; to be called once the application is ready. Resolves when the beginning of the story is there,
   * played by this process or by another.
   */
  async open(): Promise<void> {
    const clock = this.#clock;
    if (!clock || this.config.role === 'api') return;
    await new Promise<void>((resolve, reject) => {
      const stop = this.bus.subscribe('clock:told', () => {
        stop();
        resolve();
      });
      this.#giveUp = this.leases.hold('exercise', async (lease) => {
        try {
          await this.#play(clock, lease);
        } catch (cause) {
          reject(cause instanceof Error ? cause : new Error(String(cause)));
          throw cause;
        }
      });
    });
  }

  async onModuleDestroy(): Promise<void> {
    for (const stop of this.#stops) stop();
    await this.#giveUp?.();
  }

  /** This process's turn, which begins with what is stored, whoever played before. */
  async #play(clock: SettableClock, lease: Lease): Promise<void> {
    this.deadlines.sweepUnder(lease);
    this.runs.keepUnder(lease);
    const exercise = this.#exercise(clock);
    await exercise.restore();
    this.#playing = exercise;
    const stopAnswering = this.line.answerFor(exercise);
    try {
      await exercise.open();
      this.#tell(exercise);
      for (let from = performance.now(), waitMs = TICK_MS; lease.held;) {
        await pause(waitMs, undefined, { signal: lease.signal }).catch(() => undefined);
        if (!lease.held) break;
        const elapsed = performance.now() - from;
        from = performance.now();
        waitMs = (await this.#tick(exercise, elapsed)) ? TICK_MS : TICK_AFTER_FAULT_MS;
      }
    } finally {
      this.#playing = null;
      stopAnswering();
      await exercise.settled();
    }
  }

  async #tick(exercise: Exercise, elapsed: number): Promise<boolean> {
    try {
      await exercise.tick(elapsed);
      this.#tell(exercise);
      return true;
    } catch (cause) {
      this.#log.error(`the exercise stands, and goes on by itself when it can: ${String(cause)}`);
      return false;
    }
  }

  #tell(exercise: Exercise): void {
    this.bus.publish('clock:told', { clock: exercise.roomClock() });
  }

  #follow(clock: SettableClock, told: RoomClock): void {
    this.#told = told;
    if (!this.#playing) clock.set(Date.parse(told.at));
  }

  #exercise(clock: SettableClock): Exercise {
    return new Exercise(mali2023(), this.stage, this.deadlines, clock, this.runs, () => performance.now());
  }
}
