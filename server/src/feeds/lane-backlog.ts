import { Injectable } from '@nestjs/common';

/** A lane of which this process stored nothing for so long is taken to be worked by another, or to be idle. */
const WORKED_HERE_MS = 5_000;

interface Lane {
  jobs: Set<string>;
  storedAt: number;
}

/**
 * How far the worker in this process is behind the door in this process, lane by lane. A hint for the door, which lets
 * jobs grow while their lane is behind; where another process works a lane nothing is known, and nothing is held back.
 */
@Injectable()
export class LaneBacklog {
  readonly #lanes = new Map<number, Lane>();

  /** A job is on its way into the queue. @param now any clock that never goes back, ms */
  added(lane: number, jobId: string, now = performance.now()): void {
    const known = this.#lanes.get(lane);
    if (known && now - known.storedAt < WORKED_HERE_MS) known.jobs.add(jobId);
  }

  /** A job never came into the queue. */
  failed(lane: number, jobId: string): void {
    this.#lanes.get(lane)?.jobs.delete(jobId);
  }

  /** This process has stored a job, whoever added it. */
  stored(lane: number, jobId: string, now = performance.now()): void {
    const known = this.#lanes.get(lane) ?? { jobs: new Set(), storedAt: now };
    known.storedAt = now;
    known.jobs.delete(jobId);
    this.#lanes.set(lane, known);
  }

  /** Jobs that were added here and that the worker here has not stored yet. */
  underWay(lane: number, now = performance.now()): number {
    const known = this.#lanes.get(lane);
    if (!known) return 0;
    if (now - known.storedAt >= WORKED_HERE_MS) known.jobs.clear();
    return known.jobs.size;
  }
}
