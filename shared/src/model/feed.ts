import { z } from 'zod';
import { InstantOut } from './instant.js';

/** The live feeds. The door, tokens and the order of checks exist for all; see {@link BUILT_FEEDS}. */
export const FEEDS = ['positions', 'movements', 'airspace', 'customs', 'security', 'medevac'] as const;
export const Feed = z.enum(FEEDS);
export type Feed = z.infer<typeof Feed>;

/** Feeds whose reports this version takes in; the others answer 501 after the token check. */
export const BUILT_FEEDS: readonly Feed[] = ['positions', 'movements', 'airspace', 'customs', 'security'];

/**
 * How a feed is doing.
 * - `live`: reports arrive; - `silent`: none for longer than the feed's limit; - `waiting`: none has ever come;
 * - `off`: this version does not take it in.
 */
export const FeedState = z.enum(['live', 'silent', 'waiting', 'off']);
export type FeedState = z.infer<typeof FeedState>;

export const FeedHealth = z.object({
  feed: Feed,
  state: FeedState,
  /** When the newest report reached us, on the room's clock. */
  lastReceivedAt: InstantOut.nullable(),
  /** When what it reports had happened. */
  lastObservedAt: InstantOut.nullable(),
  /** Accepted reports a second, over the last ten seconds of real time. */
  ratePerS: z.number(),
  /** Real time from acceptance to storage of the newest batch, in milliseconds. */
  lagMs: z.number().nullable(),
  /** Since the room was opened. */
  accepted: z.int(),
  /** Refused since midnight UTC of the room's clock. */
  rejectedToday: z.int(),
  /** Batches accepted and not yet stored. */
  waitingBatches: z.int(),
});
export type FeedHealth = z.infer<typeof FeedHealth>;

/** A refused report, kept with its reason so that an operator can mend and resend it. */
export const FeedReject = z.object({
  id: z.string(),
  version: z.int(),
  feed: Feed,
  receivedAt: InstantOut,
  /** Place in the batch it came in. */
  index: z.int(),
  /** JSON Pointer to the field at fault. */
  path: z.string(),
  code: z.string(),
  message: z.string(),
  /** The report as it was sent, cut at 4,000 characters. */
  report: z.string(),
  tokenName: z.string().nullable(),
});
export type FeedReject = z.infer<typeof FeedReject>;
