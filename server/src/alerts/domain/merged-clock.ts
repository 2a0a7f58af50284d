import { type Alert, type EpochMs, isUnacknowledged, isWorse, worst } from '@rearguard/shared';
import { raisedAgain } from './raise.js';
import { sooner } from './worsen.js';

/**
 * How the main one of a merge waits from then on. Merging takes nothing off the clock: what nobody took and is graver than
 * what somebody took is not taken by having been merged into it.
 */
export function mergedClock(main: Alert, alert: Alert, at: EpochMs): Partial<Alert> {
  const severity = worst(alert.severity, main.severity);
  const graver = isWorse(alert.severity, main.severity);
  const { state, level, dueAt, overdue } = alert;
  if (isUnacknowledged(main)) {
    if (isUnacknowledged(alert)) return { ...(level > main.level && { state, level }), ...earlierDue(main, alert) };
    return graver ? sooner(main, severity, at) : {};
  }
  if (isUnacknowledged(alert) && graver) return { ...raisedAgain(main, severity, at), state, level, dueAt, overdue };
  return main.state === 'acknowledged' && alert.state === 'acknowledged' ? earlierDue(main, alert) : {};
}

function earlierDue(a: Alert, b: Alert): Pick<Alert, 'dueAt' | 'overdue'> {
  const [dueAt = null] = [a.dueAt, b.dueAt].filter((due) => due !== null).sort();
  return { dueAt, overdue: a.overdue || b.overdue };
}
