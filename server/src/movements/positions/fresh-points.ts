import { Injectable } from '@nestjs/common';
import type { Point } from './point.js';

/** Batches kept for who shows them; a screen that is further behind reads the store. */
const MOST_BATCHES = 2_000;

/**
 * Points on their way from the worker to the picture in the same process, by batch. It only saves reading them back:
 * what is not here is read from the store.
 */
@Injectable()
export class FreshPoints {
  readonly #batches = new Map<number, readonly Point[]>();

  offer(batchNo: number, points: readonly Point[]): void {
    this.#batches.set(batchNo, points);
    if (this.#batches.size <= MOST_BATCHES) return;
    const oldest = this.#batches.keys().next();
    if (!oldest.done) this.#batches.delete(oldest.value);
  }

  has(batchNo: number): boolean {
    return this.#batches.has(batchNo);
  }

  /** Resolves when the points of these batches are here, or are not worth waiting for. */
  async arrived(_batchNos: readonly number[]): Promise<void> {}

  take(batchNo: number): readonly Point[] | undefined {
    const points = this.#batches.get(batchNo);
    this.#batches.delete(batchNo);
    return points;
  }
}
