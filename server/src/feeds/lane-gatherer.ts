import type { Lot } from './lot.js';

/** A lot of one lane on its way into the queue. */
interface Waiting {
  lot: Lot;
  resolve: (jobId: string) => void;
  reject: (cause: unknown) => void;
}

/** The queue is behind by more than a process may hold in memory: the door says 503 and nothing is taken. */
export class DoorFull extends Error {
  constructor() {
    super('more reports wait to be stored than this process may hold');
  }
}

/** Reports are gathered for this long, so that many small requests become one job. */
export const GATHER_MS = 15;
/** With more than this waiting, a job costs more than the time it saves: gather for longer. */
const MANY = 200;
const GATHER_MANY_MS = 45;
/** While the lane is behind, its next job grows for at most this long. */
const GATHER_MOST_MS = 210;
/** A lane with this many jobs before it is behind: one is being stored, one is ready to follow. */
const AHEAD = 2;
/** Most reports in one job: a transaction of some tens of milliseconds. */
const MOST_IN_A_JOB = 5_000;
const MOST_WAITING = 100_000;

export interface LaneOutlet {
  /** Puts a job into the queue; resolves with its id once it is on disk. */
  add(lots: readonly Lot[]): Promise<string>;
  /** Jobs of the lane that are not stored yet, as far as this process knows. */
  underWay(): number;
}

/**
 * Gathers the reports of one lane into jobs. One job is added at a time, so that the lane's order is the order of
 * arrival; while it is written, and while the lane is behind, the next one grows: load makes batches larger, not more.
 */
export class LaneGatherer {
  #waiting: Waiting[] = [];
  #count = 0;
  #adding = false;

  constructor(private readonly lane: LaneOutlet) {}

  /** Resolves with the job's id once this lot is on disk. @throws DoorFull, or what the queue threw. */
  put(lot: Lot): Promise<string> {
    if (this.#count + lot.count > MOST_WAITING) return Promise.reject(new DoorFull());
    this.#count += lot.count;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ lot, resolve, reject });
      if (!this.#adding) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#adding = true;
    while (this.#waiting.length > 0) {
      await this.#gather();
      const taken = this.#take();
      try {
        const jobId = await this.lane.add(taken.map((one) => one.lot));
        for (const one of taken) one.resolve(jobId);
      } catch (cause) {
        for (const one of taken) one.reject(cause);
      }
      for (const { lot } of taken) this.#count -= lot.count;
    }
    this.#adding = false;
  }

  async #gather(): Promise<void> {
    for (let waited = GATHER_MS; ; waited += GATHER_MS) {
      await pause(GATHER_MS);
      if (this.#count >= MOST_IN_A_JOB || waited >= GATHER_MOST_MS) return;
      if (this.lane.underWay() < AHEAD && (this.#count <= MANY || waited >= GATHER_MANY_MS)) return;
    }
  }

  /** Whole lots, the first always, until the job is full. */
  #take(): Waiting[] {
    let count = 0;
    let end = 0;
    while (end < this.#waiting.length && (end === 0 || count + this.#waiting[end]!.lot.count <= MOST_IN_A_JOB)) {
      count += this.#waiting[end]!.lot.count;
      end += 1;
    }
    return this.#waiting.splice(0, end);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
