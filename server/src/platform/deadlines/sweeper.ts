import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Clock, SystemClock } from '../clock/clock.js';
import { Deadlines, MachineDeadlines } from './deadlines.js';

/** Sweeps the deadlines by the room's clock. In an exercise the driver does it instead, step by step. */
@Injectable()
export class Sweeper implements OnApplicationBootstrap, OnModuleDestroy {
  protected readonly everyMs: number = 500;
  readonly #log = new Logger('deadlines');
  #timer: NodeJS.Timeout | null = null;
  #sweeping: Promise<void> = Promise.resolve();
  #enabled = true;

  constructor(
    private readonly deadlines: Deadlines,
    private readonly clock: Clock,
  ) {}

  /** Called while the application is put together, by who sweeps in its own order. */
  leaveToAnother(): void {
    this.#enabled = false;
  }

  onApplicationBootstrap(): void {
    if (this.#enabled) this.#again();
  }

  async onModuleDestroy(): Promise<void> {
    this.#enabled = false;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#sweeping;
  }

  #again(): void {
    this.#timer = setTimeout(() => {
      this.#sweeping = this.deadlines
        .runDue(this.clock.now())
        .then(() => undefined)
        .catch((cause: unknown) => this.#log.error(`deadlines were not swept, trying again: ${String(cause)}`))
        .finally(() => {
          if (this.#enabled) this.#again();
        });
    }, this.everyMs);
  }
}

/** Sweeps the deadlines by the machine's time, in an exercise as in a live room. */
@Injectable()
export class MachineSweeper extends Sweeper {
  /** What is due by the machine's time is due in days. */
  protected override readonly everyMs = 30_000;

  constructor(deadlines: MachineDeadlines, time: SystemClock) {
    super(deadlines, time);
  }
}
