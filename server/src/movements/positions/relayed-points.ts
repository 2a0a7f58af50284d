import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../config/config.js';
import { Bus } from '../../platform/bus/bus.js';
import { FreshPoints } from './fresh-points.js';
import { packPoints, unpackPoints } from './packed-points.js';
import type { Point } from './point.js';

/**
 * Points on their way from the worker that stores them to the pictures of all processes. They are told a little before
 * they are committed; nobody shows them before their batch is in the change log. What is lost on the way is read from
 * the store.
 */
@Injectable()
export class RelayedPoints extends FreshPoints {
  constructor(
    private readonly bus: Bus,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    super();
    if (config.role === 'worker') return;
    bus.subscribe('positions:storing', ({ batchNo, points }) => super.offer(batchNo, unpackPoints(points)));
  }

  override offer(batchNo: number, points: readonly Point[]): void {
    // Nobody takes them in a worker: it has no picture.
    if (this.config.role !== 'worker') super.offer(batchNo, points);
    if (!this.bus.alone) this.bus.publishToOthers('positions:storing', { batchNo, points: packPoints(points) });
  }
}
