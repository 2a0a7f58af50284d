import {
  type Alert,
  type AlertActionBody,
  type EpochMs,
  type ResponseTask,
  SHELVE_AT_MOST_MS,
  toInstantOut,
  UNKNOWN_METHANE,
} from '@rearguard/shared';
import { tasksDue } from './due.js';
import { type Acted, refused } from './outcome.js';

type Done = (changes: Partial<Alert>, detail?: Record<string, unknown>) => Acted;

/** Confirms the severity, or changes it with a reason. */
export function assessed(alert: Alert, body: AlertActionBody<'assess'>, by: string, at: EpochMs, done: Done): Acted {
  const { reliability, credibility, affected = null, severity = alert.severity, reason = null } = body;
  if (severity !== alert.severity && reason === null) {
    return refused('reason-needed', 'a changed severity needs a reason', { path: '/reason' });
  }
  const assessment = { reliability, credibility, affected, reason, by, at: toInstantOut(at) };
  const methane = severity === 'critical' ? (alert.methane ?? UNKNOWN_METHANE) : alert.methane;
  return done(
    { state: 'assessed', severity, assessment, methane, dueAt: null, overdue: false },
    { ...assessment, severity },
  );
}

/** Actions with owner and due time. */
export function tasked(alert: Alert, body: AlertActionBody<'respond'>, at: EpochMs, done: Done): Acted {
  const past = body.tasks.findIndex((task) => task.dueAt <= at);
  if (past >= 0) {
    return refused('in-the-past', 'a task must be due after now', { path: `/tasks/${past}/dueAt` });
  }
  const known = alert.tasks.length;
  const tasks: ResponseTask[] = [
    ...alert.tasks,
    ...body.tasks.map((task, i) => ({
      id: `T${known + i + 1}`,
      text: task.text,
      owner: task.owner,
      dueAt: toInstantOut(task.dueAt),
      doneAt: null,
      overdue: false,
    })),
  ];
  return done({ state: 'in_response', tasks, ...tasksDue(tasks) }, { tasks: tasks.slice(known) });
}

/** Set aside with a reason until an instant, eight hours ahead at most. */
export function shelved(body: AlertActionBody<'shelve'>, by: string, at: EpochMs, done: Done): Acted {
  if (body.until <= at) return refused('in-the-past', 'a shelf must end after now', { path: '/until' });
  if (body.until > at + SHELVE_AT_MOST_MS) {
    return refused('too-long', 'an alert is shelved for eight hours at most', { path: '/until' });
  }
  const until = toInstantOut(body.until);
  const shelf = { until, reason: body.reason, by, at: toInstantOut(at) };
  return done({ state: 'shelved', shelf, dueAt: until, overdue: false }, { until });
}
