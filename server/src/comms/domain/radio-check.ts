import {
  type CallStep,
  type CheckSchedule,
  type Comms,
  type EpochMs,
  type Severity,
  toInstantOut,
} from '@rearguard/shared';

/**
 * Radio checks of a site or a convoy (SR-62: schedule, fallback, alert when a check is missed). Pure: the next check due,
 * which ones were missed, and how bad that is. Intervals and tolerances are the product's own, invented.
 */

const MINUTE_MS = 60_000;

/** What decides when the next check is due. */
export interface Watch {
  schedule: CheckSchedule;
  /** The check that is waited for: no earlier one is missing any more, or ever was. */
  dueAt: EpochMs;
  misses: number;
  lastContactAt: EpochMs | null;
}

/** The first check after an instant for which nothing heard up to then counts. */
export function nextCheck({ everyMin, toleranceMin, anchorAt }: CheckSchedule, after: EpochMs): EpochMs {
  const every = everyMin * MINUTE_MS;
  const anchor = Date.parse(anchorAt);
  const heardUpTo = after + toleranceMin * MINUTE_MS;
  return anchor + (Math.floor((heardUpTo - anchor) / every) + 1) * every;
}

/** When a check that was not heard counts as missed. */
export function missedAt({ schedule, dueAt }: Pick<Watch, 'schedule' | 'dueAt'>): EpochMs {
  return dueAt + schedule.toleranceMin * MINUTE_MS;
}

/** A watch that begins now: nothing before is asked for. */
export function beginWatch(schedule: CheckSchedule, now: EpochMs): Watch {
  return { schedule, dueAt: nextCheck(schedule, now), misses: 0, lastContactAt: null };
}

/** The watch once the check that is waited for is missed at an instant, or null while it is not. One check at a time. */
export function missOne(watch: Watch, now: EpochMs): Watch | null {
  if (now < missedAt(watch)) return null;
  return { ...watch, misses: watch.misses + 1, dueAt: watch.dueAt + watch.schedule.everyMin * MINUTE_MS };
}

/**
 * Takes a contact in. An older one than the newest known moves nothing. One that was written down late ends the misses up
 * to then and no later ones: who was heard in the morning is still silent at noon.
 */
export function hear(watch: Watch, contactAt: EpochMs): Watch {
  if (watch.lastContactAt !== null && contactAt <= watch.lastContactAt) return watch;
  const next = nextCheck(watch.schedule, contactAt);
  const missedSince = Math.max(0, Math.floor((watch.dueAt - next) / (watch.schedule.everyMin * MINUTE_MS)));
  const misses = Math.min(watch.misses, missedSince);
  return { ...watch, dueAt: Math.max(watch.dueAt, next), misses, lastContactAt: contactAt };
}

/** Another schedule from now on. What was missed stays missed: only a contact ends that. */
export function reschedule(watch: Watch, schedule: CheckSchedule, now: EpochMs): Watch {
  const heardFor = watch.lastContactAt === null ? now : Math.max(now, watch.lastContactAt);
  return { ...watch, schedule, dueAt: nextCheck(schedule, heardFor) };
}

/** How bad a number of misses is; a convoy under way, in the open, is more urgent than a site. */
export function severityOfMisses(
  misses: number,
  type: Comms['subject']['type'],
  limits: Readonly<Record<string, number>>,
): Severity {
  if (misses >= limits[`${type}CriticalAtMisses`]!) return 'critical';
  return misses >= limits[`${type}HighAtMisses`]! ? 'high' : 'medium';
}

/** Checks are due here: the state as it is stored, as a watch. */
export function watchOf({ schedule, nextDueAt, misses, lastContact }: Comms, now: EpochMs): Watch {
  const dueAt = nextDueAt === null ? nextCheck(schedule, now) : Date.parse(nextDueAt);
  return { schedule, dueAt, misses, lastContactAt: lastContact === null ? null : Date.parse(lastContact.at) };
}

/** The state with what a watch says in it. */
export function withWatch(comms: Comms, { schedule, dueAt, misses }: Watch): Comms {
  return { ...comms, state: 'watched', schedule, misses, nextDueAt: toInstantOut(dueAt) };
}

/** Whom to call after so many misses: one step further down the tree with each, at its end the last. */
export function callNext(callTree: readonly CallStep[], misses: number): CallStep | null {
  return callTree[Math.min(misses, callTree.length) - 1] ?? null;
}
