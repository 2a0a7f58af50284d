import { type IQueueBackend, Job, type Worker } from 'bullmq';

export type BatchJob = Job<string, void, string>;

/** BullMQ's word for a job that nobody locks: who works a lane is settled by its lease. */
const UNLOCKED = '0';

type Answer = [json: Parameters<typeof Job.fromJSON>[1] | null, id: string | null, ...rest: unknown[]] | undefined;

/** Takes the jobs of a lane one by one, by hand. */
export class LaneTaker {
  constructor(
    private readonly worker: Pick<Worker<string, void, string>, 'getNextJob' | 'close'>,
    private readonly backend: IQueueBackend,
  ) {}

  /** The job in front, unless one of the lane is active. */
  take(): Promise<BatchJob | undefined> {
    return this.worker.getNextJob(UNLOCKED, { block: false });
  }

  /** Takes a job that is done off the queue and, if asked, the next one with the same word. */
  async strike(job: BatchJob, takeNext: boolean): Promise<BatchJob | undefined> {
    const next = (await job.moveToCompleted(undefined, UNLOCKED, takeNext)) as Answer;
    if (!next?.[0]) return undefined;
    return Job.fromJSON<string, void, string>(
      this.worker as Worker<string, void, string>,
      next[0],
      next[1] ?? undefined,
    );
  }

  /** Resolves when a job may have come, when it is woken, and at the latest after some seconds. */
  async wait(seconds: number): Promise<void> {
    await this.backend.waitForJob(seconds);
  }

  /** Ends a wait, for good. */
  async wake(): Promise<void> {
    await this.backend.disconnectBlocking(false);
  }

  async close(): Promise<void> {
    await this.worker.close(true);
  }
}
