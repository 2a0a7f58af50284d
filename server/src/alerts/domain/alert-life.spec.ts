import { type Role, SHELVE_AT_MOST_MS, toInstantOut } from '@rearguard/shared';
import { after, doing, MINUTE, raised, T0 } from '../../testing/alerts.js';
import { type AlertRecord, BY_ITSELF } from './alert-record.js';
import { likeness } from './duplicates.js';
import { nextLookAt } from './due.js';
import { passTime } from './pass-time.js';
import { hearMore, type News } from './worsen.js';

const acknowledged = (severity: 'critical' | 'high' | 'medium' = 'high') =>
  after(doing(raised({ severity }), 'duty-officer', 'acknowledge', {}));
const assessed = () =>
  after(doing(acknowledged(), 'duty-officer', 'assess', { reliability: 'B', credibility: 2 }, T0 + 2 * MINUTE));

describe('an alert that nobody takes', () => {
  it('climbs to the watch officer, the chief of the JOC and the commander, each after the same limit again', () => {
    let record = raised();
    const seen: unknown[] = [];
    for (let at = T0; at <= T0 + 20 * MINUTE; at += MINUTE / 2) {
      const stepped = passTime(record, at);
      if (!stepped) continue;
      record = stepped.record;
      seen.push([(at - T0) / MINUTE, record.alert.state, record.alert.level]);
    }
    expect(seen).toEqual([
      [2, 'escalated', 1],
      [4, 'escalated', 2],
      [6, 'escalated', 3],
    ]);
    expect(record.alert.overdue).toBe(true);
  });

  it.each([
    ['high', 5],
    ['medium', 15],
  ] as const)('waits by its severity: %s %i minutes', (severity, minutes) => {
    expect(nextLookAt(raised({ severity }).alert)).toBe(T0 + minutes * MINUTE);
    expect(passTime(raised({ severity }), T0 + minutes * MINUTE - 1)).toBeNull();
  });

  it('waits for ever when it is only information', () => {
    expect(nextLookAt(raised({ severity: 'info' }).alert)).toBeNull();
  });

  it('is not escalated twice by the same look', () => {
    const once = passTime(raised(), T0 + 2 * MINUTE)!;
    expect(passTime(once.record, T0 + 2 * MINUTE)).toBeNull();
  });

  it('may be taken by the commander once it climbed, and still by the duty officer', () => {
    const climbed = passTime(raised(), T0 + 2 * MINUTE)!.record;
    expect(doing(raised(), 'commander', 'acknowledge', {})).toMatchObject({ ok: false });
    expect(after(doing(climbed, 'commander', 'acknowledge', {})).alert.holder?.role).toBe('commander');
    expect(after(doing(climbed, 'duty-officer', 'acknowledge', {})).alert.state).toBe('acknowledged');
  });
});

describe('the way of an alert that is taken', () => {
  it('goes from acknowledged by a name over assessed and in response to resolved', () => {
    const taken = assessed();
    expect(taken.alert).toMatchObject({
      state: 'assessed',
      dueAt: null,
      assessment: { reliability: 'B', credibility: 2 },
    });
    const dueAt = toInstantOut(T0 + 30 * MINUTE);
    const tasks = [{ text: 'send the quick reaction force', owner: 'sector west', dueAt }];
    const wish = { ...{ tasks: tasks.map((task) => ({ ...task, dueAt: Date.parse(task.dueAt) })) } };
    const responding = after(doing(taken, 'watch-officer', 'respond', wish, T0 + 3 * MINUTE));
    expect(responding.alert).toMatchObject({ state: 'in_response', dueAt, tasks: [{ id: 'T1', doneAt: null }] });
    const late = passTime(responding, T0 + 30 * MINUTE)!.record;
    expect(late.alert).toMatchObject({ state: 'in_response', overdue: true, tasks: [{ overdue: true }] });
    expect(passTime(late, T0 + 60 * MINUTE)).toBeNull();
    const done = after(doing(late, 'watch-officer', 'log', { text: 'arrived', taskDone: 'T1' }, T0 + 40 * MINUTE));
    expect(done.alert).toMatchObject({ overdue: false, dueAt: null, tasks: [{ overdue: false }] });
    const ended = after(doing(done, 'watch-officer', 'resolve', { outcome: 'over', casualties: 'provisional' }));
    expect(ended.alert).toMatchObject({
      state: 'resolved',
      resolution: { outcome: 'over', casualties: 'provisional' },
    });
    const again = after(doing(ended, 'duty-officer', 'reopen', { reason: 'shots again' }));
    expect(again.alert).toMatchObject({ state: 'acknowledged', resolution: null, holder: { role: 'duty-officer' } });
  });

  it('is overdue when it is not assessed in time, and stays acknowledged', () => {
    const late = passTime(acknowledged('critical'), T0 + 16 * MINUTE)!.record;
    expect(late.alert).toMatchObject({ state: 'acknowledged', overdue: true });
    expect(nextLookAt(late.alert)).toBeNull();
  });

  it('changes its severity only with a reason', () => {
    const body = { reliability: 'B' as const, credibility: 2, severity: 'medium' as const };
    expect(doing(acknowledged(), 'duty-officer', 'assess', body)).toMatchObject({
      ok: false,
      refused: { code: 'reason-needed', path: '/reason' },
    });
    const lowered = after(doing(acknowledged(), 'duty-officer', 'assess', { ...body, reason: 'warning shots' }));
    expect(lowered.alert.severity).toBe('medium');
  });

  it('names what is allowed when it refuses', () => {
    expect(doing(raised(), 'watch-officer', 'resolve', { outcome: 'over' })).toMatchObject({
      ok: false,
      refused: { code: 'not-possible', allowed: ['acknowledge', 'assign', 'escalate', 'false-report', 'log'] },
    });
  });
});

describe('a task of the response', () => {
  const wish = {
    tasks: [{ text: 'warn the convoy', owner: 'medical-duty-officer medical-duty-officer', dueAt: T0 + 30 * MINUTE }],
  };
  const responding = () => after(doing(assessed(), 'watch-officer', 'respond', wish, T0 + 3 * MINUTE));
  const finish = (role: Role, record = responding()) => doing(record, role, 'log', { text: 'done', taskDone: 'T1' });

  it('is done when its owner says so, by name, or whoever orders responses', () => {
    expect(finish('air-operations')).toMatchObject({ ok: false, refused: { code: 'not-allowed', path: '/taskDone' } });
    expect(doing(responding(), 'air-operations', 'log', { text: 'a line' })).toMatchObject({ ok: true });
    expect(after(finish('medical-duty-officer')).alert.tasks[0]!.doneAt).not.toBeNull();
    expect(after(finish('watch-officer')).alert.tasks[0]!.doneAt).not.toBeNull();
  });

  it('is done once', () => {
    const done = after(finish('watch-officer'));
    expect(finish('watch-officer', done)).toMatchObject({ ok: false, refused: { code: 'done-already' } });
  });
});

describe('a shelf', () => {
  const shelve = (until: number, severity: 'high' | 'critical' = 'high') =>
    doing(acknowledged(severity), 'watch-officer', 'shelve', { reason: 'known fault', until }, T0 + MINUTE);

  it('ends by itself, and the alert asks anew for somebody to take it', () => {
    const until = T0 + 60 * MINUTE;
    const shelf = after(shelve(until));
    expect(shelf.alert).toMatchObject({ state: 'shelved', shelf: { reason: 'known fault' } });
    expect(passTime(shelf, until - 1)).toBeNull();
    const back = passTime(shelf, until)!.record.alert;
    expect(back).toMatchObject({ state: 'raised', holder: null, shelf: null, raises: 2, level: 0 });
    expect(back.dueAt).toBe(toInstantOut(until + 5 * MINUTE));
  });

  it('lasts eight hours at most, ends after now, and is not for critical alerts', () => {
    expect(shelve(T0 + MINUTE + SHELVE_AT_MOST_MS)).toMatchObject({ ok: true });
    expect(shelve(T0 + MINUTE + SHELVE_AT_MOST_MS + 1)).toMatchObject({
      refused: { code: 'too-long', path: '/until' },
    });
    expect(shelve(T0 + MINUTE)).toMatchObject({ refused: { code: 'in-the-past' } });
    expect(shelve(T0 + 60 * MINUTE, 'critical')).toMatchObject({ refused: { code: 'not-possible' } });
  });
});

describe('news of the same event', () => {
  const news = (over: Partial<News> = {}): News => ({
    severity: 'high',
    casualtiesRose: false,
    text: 'more',
    methane: null,
    observedAt: T0,
    source: 'Timbuktu office',
    messageId: null,
    who: BY_ITSELF,
    ...over,
  });

  it('raises it again when it is worse, also after it was resolved', () => {
    const resolved = after(doing(acknowledged(), 'watch-officer', 'resolve', { outcome: 'over' }));
    const again = hearMore(resolved, news({ severity: 'critical' }), T0 + 90 * MINUTE);
    expect(again.record.alert).toMatchObject({ state: 'raised', severity: 'critical', raises: 2, resolution: null });
    expect(again.record.alert.methane).toMatchObject({ majorIncident: null });
    expect(again.entry).toMatchObject({ action: 'reraise', from: 'resolved', to: 'raised' });
  });

  it('raises it again when more people are hurt and it is open, and notes it when it is over', () => {
    expect(hearMore(assessed(), news({ casualtiesRose: true }), T0).record.alert.state).toBe('raised');
    const resolved = after(doing(acknowledged(), 'watch-officer', 'resolve', { outcome: 'over' }));
    expect(hearMore(resolved, news({ casualtiesRose: true }), T0)).toMatchObject({
      record: { alert: { state: 'resolved' } },
      entry: { action: 'report', detail: { casualtiesRose: true } },
    });
  });

  it('brings the limit of a waiting one nearer and never further', () => {
    const high = raised({ severity: 'high' });
    const soon = hearMore(high, news({ severity: 'critical' }), T0 + MINUTE).record.alert;
    expect(soon.dueAt).toBe(toInstantOut(T0 + 3 * MINUTE));
    const late = hearMore(high, news({ severity: 'critical' }), T0 + 4 * MINUTE).record.alert;
    expect(late.dueAt).toBe(toInstantOut(T0 + 5 * MINUTE));
  });
});

/** The main one after an alert was merged into it. */
function mergedInto(main: AlertRecord, alert: AlertRecord, at = T0 + MINUTE) {
  const merged = doing(alert, 'duty-officer', 'merge', { into: main.alert.id }, at, { other: main });
  if (!merged.ok) throw new Error(merged.refused.message);
  return merged.steps[1]!.record.alert;
}

describe('two alerts of one event', () => {
  const office = (over = {}) =>
    raised({ id: 'A2', subjects: [], severity: 'high', source: 'Timbuktu office', ...over });

  it('are proposed when kind, place and time agree, or when both name the convoy', () => {
    const first = raised().alert;
    expect(likeness(first, office({ observedAt: T0 + 4 * MINUTE }).alert)).toBe('same-place');
    expect(likeness(first, office({ observedAt: T0 + 31 * MINUTE }).alert)).toBeNull();
    expect(likeness(first, office({ lat: 16.95 }).alert)).toBeNull();
    expect(likeness(first, office({ kind: 'device' }).alert)).toBeNull();
    expect(likeness(first, office({ kind: 'device', lat: null, subjects: first.subjects }).alert)).toBe('same-convoy');
  });

  it('stay two when hours lie between them, as the two attacks on the Ber convoy', () => {
    const second = raised({ id: 'A2', observedAt: T0 + 240 * MINUTE });
    expect(likeness(raised().alert, second.alert)).toBeNull();
  });

  it('become one by a person: the main one takes the worse severity and the earlier time', () => {
    const main = office({ observedAt: T0 + 4 * MINUTE });
    const merged = doing(raised(), 'duty-officer', 'merge', { into: 'A2' }, T0 + MINUTE, { other: main });
    if (!merged.ok) throw new Error(merged.refused.message);
    const [gone, kept] = merged.steps.map(({ record }) => record);
    expect(gone!.alert).toMatchObject({ state: 'merged', mergedInto: 'A2', text: 'shots from the north' });
    expect(kept!.alert).toMatchObject({ severity: 'critical', merged: ['A1'], observedAt: toInstantOut(T0) });
    const undone = doing(gone!, 'duty-officer', 'undo', {}, T0 + 2 * MINUTE, { other: kept! });
    if (!undone.ok) throw new Error(undone.refused.message);
    expect(undone.steps[0]!.record.alert).toMatchObject({ state: 'raised', proposals: [{ alertId: 'A2' }] });
    expect(undone.steps[1]!.record.alert).toMatchObject({ merged: [], severity: 'critical' });
  });

  it('keep the clock of the graver one that nobody took, whoever took the main one', () => {
    const main = after(doing(office({ severity: 'medium' }), 'duty-officer', 'acknowledge', {}));
    const waiting = passTime(raised(), T0 + 2 * MINUTE)!.record;
    const kept = mergedInto(main, waiting, T0 + 3 * MINUTE);
    expect(kept).toMatchObject({
      state: 'escalated',
      severity: 'critical',
      level: 1,
      holder: null,
      acknowledgedAt: null,
      raises: 2,
      dueAt: waiting.alert.dueAt,
      overdue: false,
    });
  });

  it('leave a main one with who took it when the other is not graver, or is taken too', () => {
    const main = after(doing(office({ severity: 'high' }), 'duty-officer', 'acknowledge', {}));
    expect(mergedInto(main, raised({ severity: 'high' }))).toMatchObject({ state: 'acknowledged', raises: 1 });
    expect(mergedInto(main, acknowledged('critical'))).toMatchObject({ state: 'acknowledged', severity: 'critical' });
  });

  it('wait until the earlier of both limits, on the higher of both levels', () => {
    const climbed = passTime(office({ severity: 'high' }), T0 + 5 * MINUTE)!.record;
    const late = raised({ severity: 'critical' }, T0 + 5 * MINUTE);
    const soon = toInstantOut(T0 + 7 * MINUTE);
    const both = { state: 'escalated', level: 1, severity: 'critical', dueAt: soon };
    expect(mergedInto(climbed, late, T0 + 6 * MINUTE)).toMatchObject(both);
    expect(mergedInto(late, climbed, T0 + 6 * MINUTE)).toMatchObject(both);
    const atTheTop = [2, 4, 6].reduce(
      (record, minute) => passTime(record, T0 + minute * MINUTE)!.record,
      raised({ id: 'A3' }),
    );
    expect(mergedInto(late, atTheTop, T0 + 6 * MINUTE)).toMatchObject({ level: 3, overdue: true });
    expect(mergedInto(office({ severity: 'high' }), acknowledged('critical'), T0 + MINUTE)).toMatchObject({
      state: 'raised',
      severity: 'critical',
      dueAt: toInstantOut(T0 + 3 * MINUTE),
    });
  });

  it('are not merged into one that is over or shelved', () => {
    const over = after(doing(office(), 'watch-officer', 'false-report', { reason: 'nobody was there' }));
    expect(doing(raised(), 'duty-officer', 'merge', { into: 'A2' }, T0, { other: over })).toMatchObject({
      refused: { code: 'main-not-open', path: '/into' },
    });
  });

  it('are not proposed again once they were kept apart', () => {
    const apart = doing(raised(), 'duty-officer', 'keep-apart', { from: 'A2' }, T0, { other: office() });
    if (!apart.ok) throw new Error(apart.refused.message);
    expect(likeness(apart.steps[0]!.record.alert, apart.steps[1]!.record.alert)).toBeNull();
  });
});

describe('taking back', () => {
  it('restores what was, with the limit that ran on meanwhile, for who did it alone', () => {
    const record = raised();
    const taken = after(doing(record, 'duty-officer', 'acknowledge', {}));
    expect(doing(taken, 'watch-officer', 'undo', {})).toMatchObject({ ok: false });
    const back = after(doing(taken, 'duty-officer', 'undo', {}, T0 + 3 * MINUTE));
    expect(back.alert).toMatchObject({ state: 'raised', holder: null, dueAt: record.alert.dueAt, version: 3 });
    expect(passTime(back, T0 + 3 * MINUTE)!.record.alert).toMatchObject({ state: 'escalated', level: 1 });
  });

  it('never takes an escalation back', () => {
    const climbed = after(doing(raised(), 'watch-officer', 'escalate', {}));
    expect(climbed.alert).toMatchObject({ state: 'escalated', level: 1 });
    expect(doing(climbed, 'watch-officer', 'undo', {})).toMatchObject({ ok: false });
  });
});
