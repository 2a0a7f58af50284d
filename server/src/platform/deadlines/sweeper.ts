import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CONFIG, type Config } from '../../config/config.js';
import { Clock, SystemClock } from '../clock/clock.js';
import type { Lease } from '../leases/lease.js';
import { Leases } from '../leases/leases.js';
import { Deadlines, MachineDeadlines } from './deadlines.js';

/**
 * Sweeps the deadlines by the room's clock, in one process at a time. In an exercise the driver does it instead, step by
 * step.
 */
@Injectable()
export class Sweeper implements OnApplicationBootstrap, OnModuleDestroy {
  /** Name of the lease by which one process sweeps at a time. */
  protected readonly lease: string = 'deadlines';
  protected readonly everyMs: number = 500;
  readonly #log = new Logger('deadlines');
  #enabled: boolean;
  #stop: (() => Promise<void>) | null = null;

  constructor(
    private readonly deadlines: Deadlines,
    private readonly clock: Clock,
    private readonly leases: Leases,
    @Inject(CONFIG) config: Config,
  ) {
    this.#enabled = config.role !== 'api';
  }

  /** Called while the application is put together, by who sweeps in its own order. */
  leaveToAnother(): void {
    this.#enabled = false;
  }

  onApplicationBootstrap(): void {
    if (this.#enabled) this.#stop = this.leases.hold(this.lease, (lease) => this.#sweep(lease));
  }

  async onModuleDestroy(): Promise<void> {
    await this.#stop?.();
  }

  async #sweep(lease: Lease): Promise<void> {
    this.deadlines.sweepUnder(lease);
    while (lease.held) {
      await this.deadlines
        .runDue(this.clock.now())
        .catch((cause: unknown) => this.#log.error(`deadlines were not swept, trying again: ${String(cause)}`));
      await pause(this.everyMs, undefined, { signal: lease.signal }).catch(() => undefined);
    }
  }
}

/** Sweeps the deadlines by the machine's time, in an exercise as in a live room. */
@Injectable()
export class MachineSweeper extends Sweeper {
  protected override readonly lease = 'machine deadlines';
  /** What is due by the machine's time is due in days. */
  protected override readonly everyMs = 30_000;

  constructor(deadlines: MachineDeadlines, time: SystemClock, leases: Leases, @Inject(CONFIG) config: Config) {
    super(deadlines, time, leases, config);
  }
}
