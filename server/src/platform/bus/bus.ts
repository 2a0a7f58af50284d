/** What happened, told to whoever listens. A message is a hint: the database is the truth. */
export interface BusTopics {
  /** Changes up to this number are committed. */
  'changes:committed': { to: number };
  /** These units were changed other than by a report; caches of them are old. */
  'units:changed': { unitIds: string[] };
  /** The room's settings were changed. */
  'settings:changed': Record<string, never>;
  /** Feed or read tokens were made or revoked. */
  'tokens:changed': Record<string, never>;
  /** The newest points of a batch that is about to be stored, packed. */
  'positions:storing': { batchNo: number; points: string };
  /** A batch of a lane of the feed `positions` has been stored; its id is the one by which its door put it into the queue. */
  'batch:stored': { lane: number; jobId: string };
  /** The clock of the exercise, from the process that plays it. */
  'clock:told': { clock: unknown };
  /** A command to whichever process plays the exercise, that it was heard there, and what came of it. */
  'exercise:asked': { id: string; command: unknown };
  'exercise:heard': { id: string };
  'exercise:answered': { id: string } & ExerciseAnswer;
  /** Another process has come to listen. */
  'process:listens': Record<string, never>;
  /** A person came in, at whatever process. */
  'person:signed-in': Record<string, never>;
  /** These sessions are over: their cookies and sockets end now. */
  'sessions:ended': { sessionIds: string[] };
}

/** What came of a command: the clock, why it was refused, or what broke. */
export type ExerciseAnswer = { clock: unknown } | { code: string; message: string } | { fault: string };

export type BusTopic = keyof BusTopics;

/**
 * Carries small messages to every process of the room. Delivery is at most once, and in order from one sender; a lost
 * one costs its receiver a moment, never a change, since receivers also look for themselves.
 */
export abstract class Bus {
  /** No other process listened when it was last looked at, a moment ago: a large hint may be spared. */
  abstract readonly alone: boolean;
  /** Tells every process, this one included. Never waits and never fails: a lost hint is allowed. */
  abstract publish<Topic extends BusTopic>(topic: Topic, message: BusTopics[Topic]): void;
  /** Tells every process but this one. */
  abstract publishToOthers<Topic extends BusTopic>(topic: Topic, message: BusTopics[Topic]): void;
  /** Returns the way to stop listening. */
  abstract subscribe<Topic extends BusTopic>(topic: Topic, listener: (message: BusTopics[Topic]) => void): () => void;
}
