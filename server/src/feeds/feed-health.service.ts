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
import { isSilent } from './feed-silence.js';
import { RejectsRepository } from './rejects.repository.js';

const REFRESH_MS = 1_000;
const TRIM_EVERY = 60;
const RATE_WINDOW_S = 10;

interface StateRow {
  feed: Feed;
  accepted: string;
  last_received_at: Date | null;
  last_observed_at: Date | null;
  lag_ms: number | null;
}

/** One feed as all processes of the room see it, and what this one has not told them yet. */
class Meter {
  /** Reports that the room has accepted, as of the last second. */
  total = 0;
  lastReceivedAt: EpochMs | null = null;
  lastObservedAt: EpochMs | null = null;
  lagMs: number | null = null;
  /** Reports accepted in each of the last seconds, newest last. */
  perSecond: number[] = [];
  rejectedToday = 0;
  waitingBatches = 0;
  /** What happened here since the other processes were told. */
  news = {
    accepted: 0,
    receivedAt: null as EpochMs | null,
    observedAt: null as EpochMs | null,
    lagMs: null as number | null,
  };

  takeOver(row: StateRow): void {
    this.total = Number(row.accepted);
    this.lastReceivedAt = row.last_received_at?.getTime() ?? this.lastReceivedAt;
    this.lastObservedAt = row.last_observed_at?.getTime() ?? this.lastObservedAt;
    this.lagMs = row.lag_ms ?? this.lagMs;
  }
}

/** How many reports a batch had, and its newest times. */
export interface Newest {
  count: number;
  receivedAt: EpochMs;
  observedAt: EpochMs;
}

/** How every feed does: counted in each process, summed up in the database, told once a second. */
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
    const rows: StateRow[] = await this.database.query(`SELECT * FROM feed_state`);
    for (const row of rows) this.#meters.get(row.feed)?.takeOver(row);
    this.#timer = setInterval(() => void this.#refresh(), REFRESH_MS);
  }

  async onModuleDestroy(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#tellAndHear().catch(() => undefined);
  }

  /** Told by the door of each batch that is on disk. */
  accepted(feed: Feed, { count, receivedAt, observedAt }: Newest): void {
    if (count === 0) return;
    const meter = this.#meters.get(feed)!;
    const { news } = meter;
    news.accepted += count;
    news.receivedAt = receivedAt;
    news.observedAt = Math.max(news.observedAt ?? 0, observedAt);
    meter.lastReceivedAt = receivedAt;
    meter.lastObservedAt = Math.max(meter.lastObservedAt ?? 0, observedAt);
  }

  /** Told by the worker: real time from the door to storage. */
  stored(feed: Feed, acceptedAtWall: EpochMs): void {
    const meter = this.#meters.get(feed)!;
    meter.lagMs = Math.max(0, this.wall.now() - acceptedAtWall);
    meter.news.lagMs = meter.lagMs;
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
        accepted: meter.total + meter.news.accepted,
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
    return isSilent(feed, meter.lastReceivedAt, this.clock.now()) ? 'silent' : 'live';
  }

  async #refresh(): Promise<void> {
    try {
      await this.#tellAndHear();
      const midnight = dayStart(dayOf(this.clock.now()));
      for (const feed of BUILT_FEEDS) {
        const meter = this.#meters.get(feed)!;
        meter.rejectedToday = await this.rejects.countSince(feed, midnight);
        meter.waitingBatches = await this.queues.waiting(feed);
      }
      this.#ticks += 1;
      if (this.#ticks % TRIM_EVERY === 0) await this.rejects.trim();
    } catch (cause) {
      this.#log.warn(`feed health was not refreshed: ${String(cause)}`);
    }
    const health = this.health();
    for (const listener of this.#listeners) listener(health);
  }

  /** Adds what was counted here to what the room knows, and takes over the sum. */
  async #tellAndHear(): Promise<void> {
    for (const feed of BUILT_FEEDS) {
      const meter = this.#meters.get(feed)!;
      const { total } = meter;
      const anything = meter.news.accepted > 0 || meter.news.lagMs !== null;
      const row = anything ? await this.#tell(feed, meter) : await this.#read(feed);
      if (row) meter.takeOver(row);
      meter.perSecond.push(meter.total - total);
      if (meter.perSecond.length > RATE_WINDOW_S) meter.perSecond.shift();
    }
  }

  async #tell(feed: Feed, meter: Meter): Promise<StateRow | undefined> {
    const { news } = meter;
    meter.news = { accepted: 0, receivedAt: null, observedAt: null, lagMs: null };
    try {
      const [row]: StateRow[] = await this.database.query(
        `INSERT INTO feed_state (feed, accepted, last_received_at, last_observed_at, lag_ms) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (feed) DO UPDATE SET accepted = feed_state.accepted + excluded.accepted,
           last_received_at = coalesce(excluded.last_received_at, feed_state.last_received_at),
           last_observed_at = greatest(excluded.last_observed_at, feed_state.last_observed_at),
           lag_ms = coalesce(excluded.lag_ms, feed_state.lag_ms) RETURNING *`,
        [feed, news.accepted, instant(news.receivedAt), instant(news.observedAt), news.lagMs],
      );
      return row;
    } catch (cause) {
      meter.news = { ...news, accepted: news.accepted + meter.news.accepted };
      throw cause;
    }
  }

  async #read(feed: Feed): Promise<StateRow | undefined> {
    const [row]: StateRow[] = await this.database.query(`SELECT * FROM feed_state WHERE feed = $1`, [feed]);
    return row;
  }
}

function instant(at: EpochMs | null): string | null {
  return at === null ? null : toInstantOut(at);
}
