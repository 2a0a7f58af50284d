import { type EpochMs, toInstantOut, TOP_LEVEL } from '@rearguard/shared';
import { type AlertRecord, BY_ITSELF, type Said, step, type Stepped } from './alert-record.js';
import { acknowledgeBy, nextLookAt, tasksDue } from './due.js';
import { raisedAgain } from './raise.js';

/**
 * What becomes of an alert by itself at an instant: nobody took it, so it climbs; its shelf ends, so it is raised again;
 * its assessment or a task of its response is overdue. Null when nothing is due yet: looking twice changes nothing.
 */
export function passTime(record: AlertRecord, now: EpochMs): Stepped | null {
  const { alert } = record;
  const dueAt = nextLookAt(alert);
  if (dueAt === null || dueAt > now) return null;
  const said = { who: BY_ITSELF, at: now, observedAt: dueAt };
  switch (alert.state) {
    case 'raised':
    case 'escalated':
      return climb(record, { ...said, action: 'escalate', reason: 'not acknowledged in time' }, now);
    case 'shelved':
      return step(record, raisedAgain(alert, alert.severity, now), {
        ...said,
        action: 'unshelve',
        reason: 'the end of its shelf',
      });
    case 'in_response': {
      const tasks = alert.tasks.map((task) =>
        task.doneAt === null && Date.parse(task.dueAt) <= now ? { ...task, overdue: true } : task,
      );
      const late = tasks.filter((task, i) => task.overdue && !alert.tasks[i]!.overdue).map((task) => task.id);
      return step(record, { tasks, ...tasksDue(tasks) }, { ...said, action: 'overdue', detail: { tasks: late } });
    }
    default:
      return step(record, { overdue: true }, { ...said, action: 'overdue', detail: { what: 'assessment' } });
  }
}

/** One level up, which has the same limit again. Above the top there is nobody: there it stays overdue. */
export function climb(record: AlertRecord, said: Said, now: EpochMs): Stepped {
  const { alert } = record;
  const level = Math.min(alert.level + 1, TOP_LEVEL);
  const due = level < TOP_LEVEL ? acknowledgeBy(alert.severity, now) : { dueAt: toInstantOut(now), overdue: true };
  return step(
    record,
    { state: 'escalated', level, ...due, undoable: null },
    { ...said, detail: { ...said.detail, level } },
  );
}
