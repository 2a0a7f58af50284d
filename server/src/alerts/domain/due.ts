import { type Alert, type EpochMs, type ResponseTask, SEVERITY_LIMITS, toInstantOut } from '@rearguard/shared';

type Due = Pick<Alert, 'dueAt' | 'overdue'>;

const after = (from: EpochMs, ms: number | null): Due => ({
  dueAt: ms === null ? null : toInstantOut(from + ms),
  overdue: false,
});

/** Until when somebody must take an alert of this severity that was raised, or climbed, at an instant. */
export function acknowledgeBy(severity: Alert['severity'], from: EpochMs): Due {
  return after(from, SEVERITY_LIMITS[severity].acknowledgeWithinMs);
}

/** Until when one that was acknowledged at an instant must be assessed. */
export function assessBy(severity: Alert['severity'], from: EpochMs): Due {
  return after(from, SEVERITY_LIMITS[severity].assessWithinMs);
}

/** By the first task that is still to be done. */
export function tasksDue(tasks: readonly ResponseTask[]): Due {
  const open = tasks.filter((task) => task.doneAt === null).map((task) => task.dueAt);
  return { dueAt: open.sort()[0] ?? null, overdue: tasks.some((task) => task.overdue && task.doneAt === null) };
}

/** When the room itself must look at it next, or null when only a person moves it on. */
export function nextLookAt(alert: Alert): EpochMs | null {
  if (alert.state === 'in_response') {
    const open = alert.tasks.filter((task) => task.doneAt === null && !task.overdue).map((task) => task.dueAt);
    return open.length === 0 ? null : Date.parse(open.sort()[0]!);
  }
  if (alert.state === 'shelved') return Date.parse(alert.shelf!.until);
  const waits = alert.state === 'raised' || alert.state === 'escalated' || alert.state === 'acknowledged';
  return waits && alert.dueAt !== null && !alert.overdue ? Date.parse(alert.dueAt) : null;
}
