import { Injectable, Logger, Optional } from '@nestjs/common';
import { BUILT_FEEDS, type FeedHealth, NOTICE_CHANNELS } from '@rearguard/shared';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { FeedHealthService } from '../feeds/feed-health.service.js';
import { type ChannelFigures, NoticeRows } from '../notices/notice-rows.js';
import { SystemClock } from '../platform/clock/clock.js';
import { LivePicture } from '../picture/live-picture.js';
import { Watchers } from '../picture/watchers.js';
import { DiskWatch } from './disk-watch.js';
import { DoorMeter } from './door-meter.js';
import { Vitals } from './vitals.js';

type Labels = Record<string, string>;
type Reading = { labels?: Labels; value: number | null };

/** The figures that an operator watches, read at the moment they are asked for. ops/monitoring alerts on them. */
@Injectable()
export class Metrics {
  readonly #log = new Logger('metrics');
  readonly #registry = new Registry();

  constructor(
    private readonly feeds: FeedHealthService,
    private readonly vitals: Vitals,
    private readonly notices: NoticeRows,
    private readonly time: SystemClock,
    door: DoorMeter,
    disk: DiskWatch,
    @Optional() picture?: LivePicture,
    @Optional() watchers?: Watchers,
  ) {
    collectDefaultMetrics({ register: this.#registry });
    this.#registry.registerMetric(door.answers);
    this.#feedFigures();
    this.#noticeFigures();
    this.#figure(
      'rearguard_sweeper_lag_seconds',
      'How long the oldest deadline that is due has been so, on the clock of the room',
      async () => (await vitals.sweeperLagMs()) / 1_000,
    );
    this.#gauge('rearguard_database_connections', 'Connections to the database, and who waits for one', ['state'], () =>
      Object.entries(vitals.pool()).map(([state, value]) => ({ labels: { state }, value: Number(value) })),
    );
    this.#figure('rearguard_disk_free_bytes', 'Left on the disk of the embedded database', () => disk.freeBytes);
    this.#figure('rearguard_disk_full', '1 while the door is closed because the disk is full', () =>
      disk.full ? 1 : 0,
    );
    if (picture && watchers) this.#pictureFigures(picture, watchers);
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  /** Of a process that shows the picture. */
  #pictureFigures(picture: LivePicture, watchers: Watchers): void {
    this.#figure('rearguard_change_number', 'Newest change shown', () => picture.seq);
    this.#figure('rearguard_picture_behind', 'Changes committed and not yet shown', async () =>
      Math.max(0, (await this.vitals.newestChange()) - picture.seq),
    );
    this.#figure('rearguard_watchers', 'Clients that watch the picture', () => watchers.count);
  }

  #feedFigures(): void {
    const byFeed = (name: string, help: string, read: (health: FeedHealth) => number | null) =>
      this.#gauge(name, help, ['feed'], () =>
        this.feeds.health().map((health) => ({ labels: { feed: health.feed }, value: read(health) })),
      );
    byFeed('rearguard_feed_rate', 'Reports accepted a second, over ten seconds', (health) => health.ratePerS);
    byFeed('rearguard_feed_accepted', 'Reports accepted since the room was opened', (health) => health.accepted);
    byFeed('rearguard_feed_rejected_today', 'Reports refused since midnight', (health) => health.rejectedToday);
    byFeed('rearguard_feed_waiting_batches', 'Batches accepted and not stored', (health) => health.waitingBatches);
    byFeed('rearguard_feed_lag_seconds', 'From the door to storage, newest batch', (health) =>
      health.lagMs === null ? null : health.lagMs / 1_000,
    );
    byFeed('rearguard_feed_silent', '1 while a feed that used to report does not', (health) =>
      health.state === 'silent' ? 1 : 0,
    );
    this.#gauge('rearguard_feed_queue_age_seconds', 'How long the oldest batch not stored waits', ['feed'], () =>
      Promise.all(
        BUILT_FEEDS.map(async (feed) => ({ labels: { feed }, value: (await this.vitals.queueAgeMs(feed)) / 1_000 })),
      ),
    );
  }

  #noticeFigures(): void {
    const byChannel = (name: string, help: string, read: (figures: ChannelFigures) => number) =>
      this.#gauge(name, help, ['channel'], () =>
        Promise.all(
          NOTICE_CHANNELS.map(async (channel) => ({
            labels: { channel },
            value: read(await this.notices.figures(channel)),
          })),
        ),
      );
    byChannel('rearguard_notices_waiting', 'Notices of alerts to be sent out of the room', ({ waiting }) => waiting);
    byChannel('rearguard_notices_dead', 'Notices given up after the last try', ({ dead }) => dead);
    byChannel('rearguard_notice_age_seconds', 'How long the oldest notice has been waiting', ({ oldestWaitingAt }) =>
      oldestWaitingAt === null ? 0 : Math.max(0, this.time.now() - oldestWaitingAt) / 1_000,
    );
  }

  #figure(name: string, help: string, read: () => number | null | Promise<number | null>): void {
    this.#gauge(name, help, [], async () => [{ value: await read() }]);
  }

  /** What cannot be read now is left out, so that the other figures are still to be had when the database is away. */
  #gauge(name: string, help: string, labelNames: string[], read: () => Reading[] | Promise<Reading[]>): void {
    const log = this.#log;
    new Gauge({
      name,
      help,
      labelNames,
      registers: [this.#registry],
      async collect() {
        this.reset();
        if (labelNames.length === 0) this.remove();
        try {
          for (const { labels, value } of await read()) if (value !== null) this.set(labels ?? {}, value);
        } catch (cause) {
          log.warn(`${name} could not be read: ${String(cause)}`);
        }
      },
    });
  }
}
