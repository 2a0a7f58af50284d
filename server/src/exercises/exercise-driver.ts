import { Inject, Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { AccessNews } from '../access/access-events.js';
import { CONFIG, type Config } from '../config/config.js';
import { RoomTime } from '../picture/room-time.js';
import { Clock, SettableClock } from '../platform/clock/clock.js';
import { Deadlines } from '../platform/deadlines/deadlines.js';
import { Sweeper } from '../platform/deadlines/sweeper.js';
import { Problem } from '../platform/http/problem.js';
import { Exercise } from './domain/exercise.js';
import { Runs, Stage } from './domain/ports.js';
import { mali2023 } from './scenario/mali-2023.js';

const TICK_MS = 100;
/** After a fault, such as a database that went away, the exercise waits before it tries again. */
const TICK_AFTER_FAULT_MS = 2_000;

/** Plays the exercise in real time. Does nothing in a live room. */
@Injectable()
export class ExerciseDriver implements OnModuleInit, OnModuleDestroy {
  readonly #log = new Logger('exercise');
  readonly #exercise: Exercise | null;
  #timer: NodeJS.Timeout | null = null;
  #stopListening: (() => void) | null = null;
  #closing = false;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly news: AccessNews,
    private readonly roomTime: RoomTime,
    private readonly sweeper: Sweeper,
    clock: Clock,
    stage: Stage,
    deadlines: Deadlines,
    runs: Runs,
  ) {
    this.#exercise =
      config.exercise !== null && clock instanceof SettableClock
        ? new Exercise(mali2023(), stage, deadlines, clock, runs, () => performance.now())
        : null;
  }

  /** @throws Problem 404 in a live room */
  get exercise(): Exercise {
    if (this.#exercise) return this.#exercise;
    throw new Problem(404, {
      code: 'no-exercise',
      message: 'this room is live: there is no exercise whose clock could be asked or set',
    });
  }

  async onModuleInit(): Promise<void> {
    const exercise = this.#exercise;
    if (!exercise) return;
    // Deadlines run in step with the exercise's clock and nowhere else.
    this.sweeper.leaveToAnother();
    await exercise.restore();
    this.roomTime.runBy(() => exercise.roomClock());
  }

  /** Plays what is known at the beginning of the story, and starts time; to be called once the application is ready. */
  async open(): Promise<void> {
    const exercise = this.#exercise;
    if (!exercise || this.#closing) return;
    await exercise.open();
    this.#stopListening = this.news.on('PersonSignedIn', () => {
      exercise.personCame().catch((cause: unknown) => this.#log.error(`time was not started: ${String(cause)}`));
    });
    this.#tickAfter(exercise, TICK_MS);
  }

  async onModuleDestroy(): Promise<void> {
    this.#closing = true;
    this.#stopListening?.();
    if (this.#timer) clearTimeout(this.#timer);
    await this.#exercise?.settled();
  }

  #tickAfter(exercise: Exercise, waitMs: number): void {
    if (this.#closing) return;
    const from = performance.now();
    this.#timer = setTimeout(() => void this.#tick(exercise, from), waitMs);
  }

  async #tick(exercise: Exercise, from: number): Promise<void> {
    let waitMs = TICK_MS;
    try {
      await exercise.tick(performance.now() - from);
    } catch (cause) {
      waitMs = TICK_AFTER_FAULT_MS;
      this.#log.error(`the exercise stands, and goes on by itself when it can: ${String(cause)}`);
    }
    this.#tickAfter(exercise, waitMs);
  }
}
