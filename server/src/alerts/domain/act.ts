import {
  type Alert,
  type AlertAction,
  type AlertActionBody,
  allowedActions,
  type EpochMs,
  isOpen,
  may,
  type MergeProposal,
  toInstantOut,
  undoUntil,
  worst,
} from '@rearguard/shared';
import { type AlertRecord, type Doer, lifeOf, type Said, step, type Stepped } from './alert-record.js';
import { assessBy, tasksDue } from './due.js';
import { likeness } from './duplicates.js';
import { mergedClock } from './merged-clock.js';
import { climb } from './pass-time.js';
import { raisedAgain } from './raise.js';
import { assessed, shelved, tasked } from './plans.js';
import { type Acted, refused } from './outcome.js';

/** What a person wants done, and to what. `other` is the alert that the body names; `holder` the person it names. */
export type Wish = {
  [Action in AlertAction]: { action: Action; body: AlertActionBody<Action> };
}[AlertAction] & {
  who: Doer & { id: string; role: NonNullable<Doer['role']> };
  at: EpochMs;
  messageId?: string | null;
};

/** What the wish refers to. */
export interface Named {
  /** The alert that `into` or `from` names, or that an undone merge was merged into. */
  other?: AlertRecord | null;
  /** The person that `personId` names. */
  holder?: Alert['holder'];
}

/** Does what a person asks of an alert, or says why not. What is refused changes nothing. */
export function act(record: AlertRecord, wish: Wish, named: Named = {}): Acted {
  const { alert } = record;
  const allowed = allowedActions(alert, wish.who.role, wish.at, wish.who.id);
  if (!allowed.includes(wish.action)) {
    return refused('not-possible', `an alert that is ${alert.state} does not allow ${wish.action} here`, { allowed });
  }
  const reason = 'reason' in wish.body ? (wish.body.reason ?? null) : null;
  const said: Said = { who: wish.who, action: wish.action, at: wish.at, reason, messageId: wish.messageId ?? null };
  /** Applies what the act changes, remembering what it can be taken back to. */
  const done = (changes: Partial<Alert>, detail: Record<string, unknown> = {}, others: Stepped[] = []): Acted => {
    const until = undoUntil(wish.action, wish.at);
    const undoable = until === null ? null : { action: wish.action, personId: wish.who.id, until: toInstantOut(until) };
    return {
      ok: true,
      steps: [step(record, { ...changes, undoable }, { ...said, detail }, lifeOf(alert)), ...others],
    };
  };
  const holder = { personId: wish.who.id, name: wish.who.name, role: wish.who.role };
  switch (wish.action) {
    case 'acknowledge':
      return done({
        state: 'acknowledged',
        holder,
        acknowledgedAt: toInstantOut(wish.at),
        ...assessBy(alert.severity, wish.at),
      });
    case 'assess':
      return assessed(alert, wish.body, wish.who.name, wish.at, done);
    case 'respond':
      return tasked(alert, wish.body, wish.at, done);
    case 'assign':
      if (!named.holder) {
        return refused('unknown-person', `nobody to whom an alert can be given is called ${wish.body.personId}`, {
          path: '/personId',
        });
      }
      return done({ holder: named.holder }, { to: named.holder });
    case 'escalate':
      return { ok: true, steps: [climb(record, said, wish.at)] };
    case 'shelve':
      return shelved(wish.body, wish.who.name, wish.at, done);
    case 'unshelve':
      return done(raisedAgain(alert, alert.severity, wish.at));
    case 'merge':
      return merge(record, wish.body.into, named.other ?? null, said, done);
    case 'keep-apart':
      return keepApart(record, wish.body.from, named.other ?? null, said, done);
    case 'false-report':
      return done({ state: 'false_report', dueAt: null, overdue: false });
    case 'resolve': {
      const { outcome, casualties } = wish.body;
      const resolution = { outcome, casualties, by: wish.who.name, at: toInstantOut(wish.at) };
      return done({ state: 'resolved', resolution, dueAt: null, overdue: false }, { outcome, casualties });
    }
    case 'reopen':
      return done({
        state: 'acknowledged',
        holder,
        acknowledgedAt: toInstantOut(wish.at),
        resolution: null,
        ...assessBy(alert.severity, wish.at),
      });
    case 'log':
      return log(record, wish.body, wish.who, said);
    case 'undo':
      return { ok: true, steps: undo(record, named.other ?? null, said) };
  }
}

type Done = (changes: Partial<Alert>, detail?: Record<string, unknown>, others?: Stepped[]) => Acted;

/** The main one takes the higher severity and the earliest time, and loses no step of the ladder that either climbed. */
function merge(record: AlertRecord, into: string, main: AlertRecord | null, said: Said, done: Done): Acted {
  const { alert } = record;
  if (main === null) return refused('unknown-alert', `there is no alert ${into}`, { path: '/into' });
  if (main.alert.id === alert.id) return refused('same-alert', 'an alert is not merged into itself', { path: '/into' });
  if (!isOpen(main.alert) || main.alert.state === 'shelved') {
    return refused('main-not-open', `alert ${into} is ${main.alert.state}; the main one must be open`, {
      path: '/into',
    });
  }
  const severity = worst(alert.severity, main.alert.severity);
  const subjects = [...main.alert.subjects];
  for (const one of alert.subjects) {
    if (!subjects.some(({ type, id }) => type === one.type && id === one.id)) subjects.push(one);
  }
  const grown = step(
    main,
    {
      severity,
      ...mergedClock(main.alert, alert, said.at),
      subjects,
      observedAt: earliest(alert.observedAt, main.alert.observedAt),
      raisedAt: earliest(alert.raisedAt, main.alert.raisedAt),
      methane: main.alert.methane ?? alert.methane,
      merged: [...main.alert.merged, alert.id],
      proposals: main.alert.proposals.filter(({ alertId }) => alertId !== alert.id),
      undoable: null,
    },
    { ...said, detail: { merged: alert.id } },
  );
  const proposals = alert.proposals.filter(({ alertId }) => alertId !== main.alert.id);
  return done(
    { state: 'merged', mergedInto: main.alert.id, dueAt: null, overdue: false, shelf: null, proposals },
    { into },
    [grown],
  );
}

function keepApart(record: AlertRecord, from: string, other: AlertRecord | null, said: Said, done: Done): Acted {
  const { alert } = record;
  if (other === null) return refused('unknown-alert', `there is no alert ${from}`, { path: '/from' });
  if (other.alert.id === alert.id)
    return refused('same-alert', 'an alert is kept apart from another', { path: '/from' });
  const apart = (one: Alert, id: string): Partial<Alert> => ({
    keptApartFrom: [...one.keptApartFrom.filter((known) => known !== id), id],
    proposals: one.proposals.filter(({ alertId }) => alertId !== id),
  });
  const mirrored = step(other, apart(other.alert, alert.id), { ...said, detail: { from: alert.id } });
  return done(apart(alert, from), { from }, [mirrored]);
}

function log(record: AlertRecord, body: AlertActionBody<'log'>, who: Wish['who'], said: Said): Acted {
  const { alert } = record;
  const line = {
    ...said,
    observedAt: body.observedAt ?? said.at,
    detail: { text: body.text, taskDone: body.taskDone },
  };
  if (body.taskDone === undefined) return { ok: true, steps: [step(record, {}, line)] };
  const task = alert.tasks.find(({ id }) => id === body.taskDone);
  const path = '/taskDone';
  if (!task) return refused('unknown-task', `there is no task ${body.taskDone}`, { path });
  if (task.owner !== who.name && !may(who.role, 'alert.respond')) {
    return refused('not-allowed', `task ${task.id} is for ${task.owner} to call done, or who orders responses`, {
      path,
    });
  }
  if (task.doneAt !== null) return refused('done-already', `task ${task.id} was done at ${task.doneAt}`, { path });
  const doneAt = toInstantOut(said.at);
  const tasks = alert.tasks.map((one) => (one === task ? { ...one, doneAt, overdue: false } : one));
  const due = alert.state === 'in_response' ? tasksDue(tasks) : {};
  return { ok: true, steps: [step(record, { tasks, ...due }, line)] };
}

/** Back to how it stood before, by an entry of its own. The main one of a merge lets the other go and lowers nothing. */
function undo(record: AlertRecord, other: AlertRecord | null, said: Said): Stepped[] {
  const { action } = record.alert.undoable!;
  const detail = { undone: action };
  const own = step(record, { ...record.before!, undoable: null }, { ...said, detail });
  if (!other || (action !== 'merge' && action !== 'keep-apart')) return [own];
  const { id } = record.alert;
  const merged = other.alert.merged.filter((one) => one !== id);
  const keptApartFrom = other.alert.keptApartFrom.filter((one) => one !== id);
  const theirs = step(other, { merged, keptApartFrom }, { ...said, detail: { ...detail, of: id } });
  const why = likeness(own.record.alert, theirs.record.alert);
  if (why === null) return [own, theirs];
  return [proposedTo(own, other.alert.id, why), proposedTo(theirs, id, why)];
}

/** The same step, which also proposes the other one for merging, as it was before. */
function proposedTo(stepped: Stepped, alertId: string, why: MergeProposal['why']): Stepped {
  const { alert } = stepped.record;
  const proposals = [...alert.proposals.filter((one) => one.alertId !== alertId), { alertId, why }];
  return { ...stepped, record: { ...stepped.record, alert: { ...alert, proposals } } };
}

function earliest(a: string, b: string): string {
  return a < b ? a : b;
}
