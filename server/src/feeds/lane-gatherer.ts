/** Reports of one lane on their way into the queue. */
interface Waiting<Report> {
  reports: Report[];
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
/** While the lane is behind, its next job grows for at most this long: jobs have a price of their own. */
const GATHER_MOST_MS = 200;
/** A lane with this many jobs before it is behind: one is being stored, one is ready to follow. */
const AHEAD = 2;
/** Most reports in one job: a transaction of some tens of milliseconds. */
const MOST_IN_A_JOB = 5_000;
const MOST_WAITING = 100_000;

export interface LaneOutlet<Report> {
  /** Puts a job into the queue; resolves with its id once it is on disk. */
  add(reports: Report[]): Promise<string>;
  /** Jobs of the lane that are not stored yet, as far as this process knows. */
  underWay(): number;
}

/**
 * Gathers the reports of one lane into jobs. One job is added at a time, so that the lane's order is the order of
 * arrival; while it is written, and while the lane is behind, the next one grows: load makes batches larger, not more.
 */
export class LaneGatherer<Report> {
  #waiting: Waiting<Report>[] = [];
  #count = 0;
  #adding = false;

  constructor(private readonly lane: LaneOutlet<Report>) {}

  /** Resolves with the job's id once these reports are on disk. @throws DoorFull, or what the queue threw. */
  put(reports: Report[]): Promise<string> {
    if (this.#count + reports.length > MOST_WAITING) return Promise.reject(new DoorFull());
    this.#count += reports.length;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ reports, resolve, reject });
      if (!this.#adding) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#adding = true;
    while (this.#waiting.length > 0) {
      await this.#gather();
      const taken = this.#take();
      const reports = taken.length === 1 ? taken[0]!.reports : taken.flatMap((one) => one.reports);
      try {
        const jobId = await this.lane.add(reports);
        for (const one of taken) one.resolve(jobId);
      } catch (cause) {
        for (const one of taken) one.reject(cause);
      }
      this.#count -= reports.length;
    }
    this.#adding = false;
  }

  async #gather(): Promise<void> {
    for (let waited = 0; waited < GATHER_MOST_MS; waited += GATHER_MS) {
      await pause(GATHER_MS);
      if (this.#count >= MOST_IN_A_JOB || this.lane.underWay() < AHEAD) return;
    }
  }

  /** Whole requests, the first always, until the job is full. */
  #take(): Waiting<Report>[] {
    let count = 0;
    let end = 0;
    while (end < this.#waiting.length && (end === 0 || count + this.#waiting[end]!.reports.length <= MOST_IN_A_JOB)) {
      count += this.#waiting[end]!.reports.length;
      end += 1;
    }
    return this.#waiting.splice(0, end);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
