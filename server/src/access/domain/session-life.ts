import type { EpochMs } from '@rearguard/shared';

const HOUR_MS = 3_600_000;
/** A session ends when nobody used it for this long: a shift. */
export const SESSION_IDLE_MS = 12 * HOUR_MS;
/** And at the latest this long after signing in, however busy it was. */
export const SESSION_MOST_MS = 24 * HOUR_MS;
/** A use is written down at most this often, so that reads do not become writes. */
export const SEEN_EVERY_MS = 60_000;
/** A sign-in link that nobody opened is void after this long. */
export const LINK_LIFE_MS = 15 * 60_000;
/** One for a new account, or to set its password anew, is handed to somebody who may be asleep. */
export const ACCOUNT_LINK_LIFE_MS = 24 * HOUR_MS;

/** When a session that is used now will end, unless it is used again. */
export function sessionEnd(signedInAt: EpochMs, now: EpochMs): EpochMs {
  return Math.min(signedInAt + SESSION_MOST_MS, now + SESSION_IDLE_MS);
}
