import type { EpochMs, Feed } from '@rearguard/shared';

const MINUTE_MS = 60_000;
/** Trackers report all the time. */
const TRACKS_MS = 5 * MINUTE_MS;
/** The other feeds tell of what happens; that nothing did for hours is no fault, for a whole shift it is worth a look. */
const EVENTS_MS = 12 * 60 * MINUTE_MS;

/** Whether a feed that used to report does so no more. A warning that is mostly false is soon not read. */
export function isSilent(feed: Feed, lastReceivedAt: EpochMs, now: EpochMs): boolean {
  return now - lastReceivedAt > (feed === 'positions' ? TRACKS_MS : EVENTS_MS);
}
