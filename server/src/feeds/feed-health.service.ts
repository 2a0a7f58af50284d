import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import {
  BUILT_FEEDS,
  dayOf,
  dayStart,
  type EpochMs,
  type Feed,
  type FeedHealth,
  FEEDS,
  toInstantOut,
} from '@rearguard/shared';
import { DataSource } from 'typeorm';
import { Clock, SystemClock } from '../platform/clock/clock.js';
import { LaneQueues } from '../platform/queue/lane-queues.js';
import { RejectsRepository } from './rejects.repository.js';

/** Without a report for this long, on the room's clock, a feed is announced as silent. */
const SILENT_AFTER_MS = 5 * 60_000;
const REFRESH_MS = 1_000;
const TRIM_EVERY = 60;
const RATE_WINDOW_S = 10;

class Meter {
  accepted = 0;
  lastReceivedAt: EpochMs | null = null;
  lastObservedAt: EpochMs | null = null;
  lagMs: number | null = null;
  /** Reports accepted in each of the last seconds, newest last. */
  perSecond: number[] = [];
  thisSecond = 0;
  rejectedToday = 0;
  waitingBatches = 0;
  dirty = false;
}

/** How many reports a batch had, and its newest times. */
export interface Newest {
  count: number;
  receivedAt: EpochMs;
  observedAt: EpochMs;
}

/** How every feed does: counted here, kept in the database, told once a second. */
@Injectable()
export class FeedHealthService implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #log = new Logger('feeds');
  readonly #meters = new Map<Feed, Meter>(FEEDS.map((feed) => [feed, new Meter()]));
  readonly #listeners = new Set<(health: FeedHealth[]) => void>();
  #timer: NodeJS.Timeout | null = null;
  #ticks = 0;

  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly wall: SystemClock,
    private readonly queues: LaneQueues,
    private readonly rejects: RejectsRepository,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const rows: { feed: Feed; accepted: string; last_received_at: Date | null; last_observed_at: Date | null }[] =
      await this.database.query(`SELECT * FROM feed_state`);
    for (const row of rows) {
      const meter = this.#meters.get(row.feed);
      if (!meter) continue;
      meter.accepted += Number(row.accepted);
      meter.lastReceivedAt ??= row.last_received_at?.getTime() ?? null;
      meter.lastObservedAt ??= row.last_observed_at?.getTime() ?? null;
    }
    this.#timer = setInterval(() => void this.#refresh(), REFRESH_MS);
  }

  async onModuleDestroy(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#save().catch(() => undefined);
  }

  /** Told by the door of each batch that is on disk. */
  accepted(feed: Feed, { count, receivedAt, observedAt }: Newest): void {
    if (count === 0) return;
    const meter = this.#meters.get(feed)!;
    meter.accepted += count;
    meter.thisSecond += count;
    meter.lastReceivedAt = receivedAt;
    meter.lastObservedAt = Math.max(observedAt, meter.lastObservedAt ?? 0);
    meter.dirty = true;
  }

  /** Told by the worker: real time from the door to storage. */
  stored(feed: Feed, acceptedAtWall: EpochMs): void {
    this.#meters.get(feed)!.lagMs = Math.max(0, this.wall.now() - acceptedAtWall);
  }

  /** Batches accepted and not yet stored, as of the last second. */
  waiting(feed: Feed): number {
    return this.#meters.get(feed)!.waitingBatches;
  }

  health(): FeedHealth[] {
    return FEEDS.map((feed) => {
      const meter = this.#meters.get(feed)!;
      const window = meter.perSecond.slice(-RATE_WINDOW_S);
      return {
        feed,
        state: this.#state(feed, meter),
        lastReceivedAt: meter.lastReceivedAt === null ? null : toInstantOut(meter.lastReceivedAt),
        lastObservedAt: meter.lastObservedAt === null ? null : toInstantOut(meter.lastObservedAt),
        ratePerS: window.length === 0 ? 0 : window.reduce((sum, one) => sum + one, 0) / window.length,
        lagMs: meter.lagMs,
        accepted: meter.accepted,
        rejectedToday: meter.rejectedToday,
        waitingBatches: meter.waitingBatches,
      };
    });
  }

  /** Hears the health of all feeds once a second; returns the way to stop. */
  onHealth(listener: (health: FeedHealth[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #state(feed: Feed, meter: Meter): FeedHealth['state'] {
    if (!BUILT_FEEDS.includes(feed)) return 'off';
    if (meter.lastReceivedAt === null) return 'waiting';
    return this.clock.now() - meter.lastReceivedAt > SILENT_AFTER_MS ? 'silent' : 'live';
  }

  async #refresh(): Promise<void> {
    for (const meter of this.#meters.values()) {
      meter.perSecond.push(meter.thisSecond);
      meter.thisSecond = 0;
      if (meter.perSecond.length > RATE_WINDOW_S) meter.perSecond.shift();
    }
    try {
      const midnight = dayStart(dayOf(this.clock.now()));
      for (const feed of BUILT_FEEDS) {
        const meter = this.#meters.get(feed)!;
        meter.rejectedToday = await this.rejects.countSince(feed, midnight);
        meter.waitingBatches = await this.queues.waiting(feed);
      }
      await this.#save();
      this.#ticks += 1;
      if (this.#ticks % TRIM_EVERY === 0) await this.rejects.trim();
    } catch (cause) {
      this.#log.warn(`feed health was not refreshed: ${String(cause)}`);
    }
    const health = this.health();
    for (const listener of this.#listeners) listener(health);
  }

  async #save(): Promise<void> {
    for (const [feed, meter] of this.#meters) {
      if (!meter.dirty) continue;
      meter.dirty = false;
      await this.database.query(
        `INSERT INTO feed_state (feed, accepted, last_received_at, last_observed_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (feed) DO UPDATE SET accepted = excluded.accepted,
           last_received_at = excluded.last_received_at, last_observed_at = excluded.last_observed_at`,
        [
          feed,
          meter.accepted,
          meter.lastReceivedAt === null ? null : toInstantOut(meter.lastReceivedAt),
          meter.lastObservedAt === null ? null : toInstantOut(meter.lastObservedAt),
        ],
      );
    }
  }
}
