import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.js';
import { Vitals } from './vitals.js';

const EVERY_MS = 60_000;
const ANSWER_WITHIN_MS = 10_000;

/**
 * Feeds a watch outside, which raises the alarm when it is not fed: nobody inside can tell that the whole room is down.
 * Nothing of the room is in the signal. Off unless the operator names an address; it is the one outside host.
 */
@Injectable()
export class DeadManSignal implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #log = new Logger('dead-man');
  readonly #closing = new AbortController();
  #timer: NodeJS.Timeout | null = null;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly vitals: Vitals,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.deadManUrl === null) return;
    void this.beat();
    this.#timer = setInterval(() => void this.beat(), EVERY_MS);
  }

  onModuleDestroy(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#closing.abort();
  }

  /** Tells the watch that all is well, if it is. Returns whether it was told. */
  async beat(): Promise<boolean> {
    const url = this.config.deadManUrl;
    if (url === null) return false;
    try {
      const ailments = await this.vitals.ailments();
      if (ailments.length > 0) {
        this.#log.error(`the dead-man signal is held back: ${ailments.join('; ')}`);
        return false;
      }
      const signal = AbortSignal.any([AbortSignal.timeout(ANSWER_WITHIN_MS), this.#closing.signal]);
      const { ok, status } = await fetch(url, { method: 'POST', redirect: 'error', signal });
      // The address itself often is the secret.
      if (!ok) this.#log.error(`the dead-man signal was refused by ${new URL(url).host}: ${status}`);
      return ok;
    } catch (cause) {
      if (!this.#closing.signal.aborted) {
        const why = cause instanceof Error ? (cause.cause ?? cause.message) : cause;
        this.#log.error(`the dead-man signal did not reach ${new URL(url).host}: ${String(why)}`);
      }
      return false;
    }
  }
}
