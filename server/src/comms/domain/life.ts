import type { Comms, Convoy, EpochMs, Site } from '@rearguard/shared';
import { commsOfConvoy, commsOfSite } from './new-comms.js';
import { beginWatch, withWatch } from './radio-check.js';

/** A site or a convoy as it stands; null: it is gone. */
export type Followed = { type: 'site'; body: Site | null } | { type: 'convoy'; body: Convoy | null };

export interface LifeStep {
  act: 'enter' | 'begin' | 'end';
  comms: Comms;
}

/** What follows for its radio checks, or null: they begin with the departure, and end with the arrival or the closure. */
export function followLife(comms: Comms | null, followed: Followed, now: EpochMs): LifeStep | null {
  if (isOver(followed)) {
    if (comms === null || comms.state === 'ended') return null;
    return { act: 'end', comms: { ...comms, state: 'ended', nextDueAt: null } };
  }
  if (comms === null) {
    const entered = followed.type === 'site' ? commsOfSite(followed.body!) : commsOfConvoy(followed.body!);
    return { act: 'enter', comms: entered };
  }
  if (followed.type !== 'convoy' || comms.state !== 'waiting' || followed.body!.state !== 'departed') return null;
  const anchorAt = followed.body!.departedAt ?? comms.schedule.anchorAt;
  // Somebody may have been heard, and said so, before the departure was seen.
  const heardAt = comms.lastContact === null ? now : Math.max(now, Date.parse(comms.lastContact.at));
  return { act: 'begin', comms: withWatch(comms, beginWatch({ ...comms.schedule, anchorAt }, heardAt)) };
}

function isOver({ type, body }: Followed): boolean {
  return body === null || body.state === (type === 'site' ? 'closed' : 'arrived');
}
