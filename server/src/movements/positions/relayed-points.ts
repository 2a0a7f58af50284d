import { EventEmitter, once } from 'node:events';
import type { Config } from '../../config/config.js';
import { Bus } from '../../platform/bus/bus.js';
import { FreshPoints } from './fresh-points.js';
import { packPoints, unpackPoints } from './packed-points.js';
import type { Point } from './point.js';

/** Reading where everybody is costs more than to wait so long for a message that is under way. */
const PATIENCE_MS = 250;

/**
 * Points on their way from the worker that stores them to the pictures of all processes. They are told a little before
 * they are committed; nobody shows them before their batch is in the change log. What is lost on the way is read from
 * the store.
 */
export class RelayedPoints extends FreshPoints {
  readonly #came = new EventEmitter().setMaxListeners(0);

  constructor(
    private readonly bus: Bus,
    private readonly config: Config,
  ) {
    super();
    // A worker has no picture that would take them.
    if (config.role === 'worker') return;
    bus.subscribe('positions:storing', ({ batchNo, points }) => {
      super.offer(batchNo, unpackPoints(points));
      this.#came.emit(String(batchNo));
    });
  }

  override offer(batchNo: number, points: readonly Point[]): void {
    if (this.config.role !== 'worker') super.offer(batchNo, points);
    if (!this.bus.alone) this.bus.publishToOthers('positions:storing', { batchNo, points: packPoints(points) });
  }

  override async arrived(batchNos: readonly number[]): Promise<void> {
    const missing = batchNos.filter((batchNo) => !this.has(batchNo));
    if (missing.length === 0) return;
    const signal = AbortSignal.timeout(PATIENCE_MS);
    await Promise.all(missing.map((batchNo) => once(this.#came, String(batchNo), { signal }))).catch(() => undefined);
  }
}
