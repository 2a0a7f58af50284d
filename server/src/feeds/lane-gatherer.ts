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
/** With more than this waiting, a job costs less than the time it saves: gather for longer. */
const MANY = 100;
const GATHER_MANY_MS = 40;
/** Most reports in one job: a transaction of some tens of milliseconds. */
const MOST_IN_A_JOB = 4_000;
const MOST_WAITING = 100_000;

/**
 * Gathers the reports of one lane into jobs. One job is added at a time, so that the lane's order is the order of
 * arrival; while it is written the next one grows, so that load makes batches larger and not more.
 */
export class LaneGatherer<Report> {
  #waiting: Waiting<Report>[] = [];
  #count = 0;
  #adding = false;

  constructor(private readonly add: (reports: Report[]) => Promise<string>) {}

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
      await pause(GATHER_MS);
      if (this.#count > MANY) await pause(GATHER_MANY_MS - GATHER_MS);
      const taken = this.#take();
      const reports = taken.flatMap((one) => one.reports);
      try {
        const jobId = await this.add(reports);
        for (const one of taken) one.resolve(jobId);
      } catch (cause) {
        for (const one of taken) one.reject(cause);
      }
      this.#count -= reports.length;
    }
    this.#adding = false;
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
