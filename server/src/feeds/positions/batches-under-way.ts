import { Injectable } from '@nestjs/common';
import type { AcceptedPosition } from './accepted-position.js';

/** Reports kept for the worker of this process; what does not fit, it unpacks from the queue. */
const MOST_REPORTS = 50_000;
/** A lane of which this process stored nothing for so long is taken to be worked by another, or to be idle. */
const WORKED_HERE_MS = 5_000;

interface Batch {
  reports: readonly AcceptedPosition[];
  lane: number;
}

/**
 * Batches on their way through the queue to the worker in the same process. It only saves reading them back, and tells the
 * door how far that worker has come; the queue alone is what must not be lost. Nothing is kept for lanes that are worked
 * by another process.
 */
@Injectable()
export class BatchesUnderWay {
  readonly #batches = new Map<string, Batch>();
  readonly #storedAt = new Map<number, number>();
  #reports = 0;

  /** @param now any clock that never goes back, ms */
  offer(lane: number, jobId: string, reports: readonly AcceptedPosition[], now = performance.now()): void {
    if (!this.#workedHere(lane, now)) return;
    this.#batches.set(jobId, { reports, lane });
    this.#reports += reports.length;
    while (this.#reports > MOST_REPORTS && this.#batches.size > 1) this.#drop(this.#batches.keys().next().value!);
  }

  /** What was offered under this name, while it is still here. */
  reports(jobId: string): readonly AcceptedPosition[] | undefined {
    return this.#batches.get(jobId)?.reports;
  }

  /** Told when this process has stored a batch, whoever offered it. */
  stored(lane: number, jobId: string, now = performance.now()): void {
    this.#storedAt.set(lane, now);
    this.#drop(jobId);
  }

  /** A batch that never came into the queue. */
  withdraw(jobId: string): void {
    this.#drop(jobId);
  }

  /** Batches of a lane that were offered here and not stored yet. */
  underWay(lane: number, now = performance.now()): number {
    let count = 0;
    for (const batch of this.#batches.values()) if (batch.lane === lane) count += 1;
    if (count === 0 || this.#workedHere(lane, now)) return count;
    for (const [jobId, batch] of this.#batches) if (batch.lane === lane) this.#drop(jobId);
    return 0;
  }

  #workedHere(lane: number, now: number): boolean {
    return now - (this.#storedAt.get(lane) ?? Number.NEGATIVE_INFINITY) < WORKED_HERE_MS;
  }

  #drop(jobId: string): void {
    this.#reports -= this.#batches.get(jobId)?.reports.length ?? 0;
    this.#batches.delete(jobId);
  }
}
