/** Work of one lane: a batch of reports, packed by the feed that owns it. */
export interface LaneJob {
  /** Chosen by who adds it; adding the same id again changes nothing. */
  id: string;
  data: string;
}

/** A job as its worker sees it. */
export interface AddedJob extends LaneJob {
  /** Real time at which it was added, epoch ms. */
  addedAt: number;
}

/**
 * The queue as the product sees it: for each feed a fixed number of lanes, and in each lane jobs that run one after
 * another, in the order they were added. A job may run twice; what it does must bear that.
 */
export abstract class LaneQueues {
  /** Resolves when the job is on disk. @throws when it cannot be. */
  abstract add(feed: string, lane: number, job: LaneJob): Promise<void>;

  /**
   * Names who does the work of a lane. A handler that fails is run again, with growing pauses, before the lane goes on,
   * so that no job overtakes another of its lane.
   */
  abstract work(feed: string, lane: number, handler: (job: AddedJob) => Promise<void>): Promise<void>;

  /** Resolves when a job added here has been done. */
  abstract done(feed: string, lane: number, jobId: string): Promise<void>;

  /** Jobs of a feed that wait or run. */
  abstract waiting(feed: string): Promise<number>;

  /** When the oldest job of a lane that waits or runs was added (real time, epoch ms), or null when there is none. */
  abstract oldestAddedAt(feed: string, lane: number): Promise<number | null>;

  /** Jobs of a lane that wait or run, in their order, read one by one. What is done meanwhile is left out. */
  abstract held(feed: string, lane: number): AsyncIterable<AddedJob>;
}

/**
 * Lanes of each feed. The order of a subject's reports is kept in its lane, so this number may only change while the
 * queues are empty.
 */
export const LANES = 4;
