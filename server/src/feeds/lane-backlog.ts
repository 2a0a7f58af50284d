import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Bus } from '../platform/bus/bus.js';

/** A lane of which nothing was heard to be stored for so long is taken to be idle, or its worker not to be heard. */
const WORKED_MS = 5_000;

interface Lane {
  /** In the order in which they were added, which is the order in which they are stored. */
  jobs: Set<string>;
  storedAt: number;
}

/**
 * How far the workers, in whatever process, are behind the door in this process, lane by lane. A hint for the door, which
 * lets jobs grow while their lane is behind; where nothing is heard of a lane, nothing is held back.
 */
@Injectable()
export class LaneBacklog implements OnModuleInit, OnModuleDestroy {
  readonly #lanes = new Map<number, Lane>();
  #stop: (() => void) | null = null;

  constructor(private readonly bus: Bus) {}

  onModuleInit(): void {
    this.#stop = this.bus.subscribe('batch:stored', ({ lane, jobId }) => this.#heard(lane, jobId));
  }

  onModuleDestroy(): void {
    this.#stop?.();
  }

  /** A job is on its way into the queue. @param now any clock that never goes back, ms */
  added(lane: number, jobId: string, now = performance.now()): void {
    const known = this.#lanes.get(lane);
    if (known && now - known.storedAt < WORKED_MS) known.jobs.add(jobId);
  }

  /** A job never came into the queue. */
  failed(lane: number, jobId: string): void {
    this.#lanes.get(lane)?.jobs.delete(jobId);
  }

  /** This process has stored a job, whoever added it: whoever did is told. */
  stored(lane: number, jobId: string, now = performance.now()): void {
    this.#heard(lane, jobId, now);
    if (!this.bus.alone) this.bus.publishToOthers('batch:stored', { lane, jobId });
  }

  /** Jobs that were added here and that nobody has stored yet, as far as was heard. */
  underWay(lane: number, now = performance.now()): number {
    const known = this.#lanes.get(lane);
    if (!known) return 0;
    if (now - known.storedAt >= WORKED_MS) known.jobs.clear();
    return known.jobs.size;
  }

  #heard(lane: number, jobId: string, now = performance.now()): void {
    const known = this.#lanes.get(lane) ?? { jobs: new Set(), storedAt: now };
    known.storedAt = now;
    this.#lanes.set(lane, known);
    if (!known.jobs.has(jobId)) return;
    // Those before it are stored, too, though word of them may have been lost.
    for (const job of known.jobs) {
      known.jobs.delete(job);
      if (job === jobId) return;
    }
  }
}
