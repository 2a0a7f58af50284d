import { Injectable, Optional } from '@nestjs/common';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { FeedHealthService } from '../feeds/feed-health.service.js';
import { LivePicture } from '../picture/live-picture.js';
import { Watchers } from '../picture/watchers.js';

/** The figures that an operator watches, read at the moment they are asked for. */
@Injectable()
export class Metrics {
  readonly #registry = new Registry();

  constructor(feeds: FeedHealthService, @Optional() picture?: LivePicture, @Optional() watchers?: Watchers) {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    const byFeed = (
      name: string,
      help: string,
      read: (health: ReturnType<typeof feeds.health>[number]) => number | null,
    ) =>
      new Gauge({
        name,
        help,
        labelNames: ['feed'],
        registers,
        collect() {
          this.reset();
          for (const health of feeds.health()) {
            const value = read(health);
            if (value !== null) this.set({ feed: health.feed }, value);
          }
        },
      });
    byFeed('rearguard_feed_rate', 'Reports accepted a second, over ten seconds', (health) => health.ratePerS);
    byFeed('rearguard_feed_accepted', 'Reports accepted since the room was opened', (health) => health.accepted);
    byFeed('rearguard_feed_rejected_today', 'Reports refused since midnight', (health) => health.rejectedToday);
    byFeed('rearguard_feed_waiting_batches', 'Batches accepted and not stored', (health) => health.waitingBatches);
    byFeed('rearguard_feed_lag_seconds', 'From the door to storage, newest batch', (health) =>
      health.lagMs === null ? null : health.lagMs / 1000,
    );
    if (!picture || !watchers) return;
    new Gauge({
      name: 'rearguard_change_number',
      help: 'Newest change shown',
      registers,
      collect() {
        this.set(picture.seq);
      },
    });
    new Gauge({
      name: 'rearguard_watchers',
      help: 'Clients that watch the picture',
      registers,
      collect() {
        this.set(watchers.count);
      },
    });
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }
}
