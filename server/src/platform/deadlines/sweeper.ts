import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CONFIG, type Config } from '../../config/config.js';
import { Clock } from '../clock/clock.js';
import type { Lease } from '../leases/lease.js';
import { Leases } from '../leases/leases.js';
import { Deadlines } from './deadlines.js';

const SWEEP_EVERY_MS = 500;

/**
 * Sweeps the deadlines by the room's clock, in one process at a time. In an exercise the driver does it instead, step by
 * step.
 */
@Injectable()
export class Sweeper implements OnApplicationBootstrap, OnModuleDestroy {
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
    if (this.#enabled) this.#stop = this.leases.hold('deadlines', (lease) => this.#sweep(lease));
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
      await pause(SWEEP_EVERY_MS, undefined, { signal: lease.signal }).catch(() => undefined);
    }
  }
}
