import type { IQueueBackend, Queue } from 'bullmq';
import type { LaneTaker } from './lane-taker.js';

/** A lane as producers and onlookers use it. */
export type LaneQueue = Pick<
  Queue<string, void, string>,
  'add' | 'close' | 'getActive' | 'getJob' | 'getJobCountByTypes' | 'getJobState' | 'getRanges' | 'setGlobalConcurrency'
>;

/** Where BullMQ keeps its jobs. */
export interface QueueBackend {
  /** Resolves when what is added now is kept. @throws Error when it would not be. */
  fit(): Promise<void>;
  open(name: string): Promise<LaneQueue>;
  take(name: string): Promise<LaneTaker>;
  close(): Promise<void>;
}

/** Nobody reads the events that BullMQ writes about each job. */
export const FEW_EVENTS = { events: { maxLen: 10 } };

/** Makes a backend and hands it to who needs to speak to it, beside BullMQ's own class. */
export function caught<Given extends unknown[], Made extends IQueueBackend>(make: (...given: Given) => Made) {
  const box: { backend: Made | null; make: (...given: Given) => Made } = {
    backend: null,
    make: (...given) => (box.backend = make(...given)),
  };
  return box;
}
