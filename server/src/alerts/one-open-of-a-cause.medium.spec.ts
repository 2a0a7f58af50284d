// Real: the whole server with its database. A cause has one open alert at a time, whatever was merged, closed or taken back.
import type { Alert, ErrorBody, Incident, Page } from '@rearguard/shared';
import { DataSource } from 'typeorm';
import { ChangeLog } from '../changes/change-log.js';
import { eventually, openRoom, type TestRoom } from '../testing/room.js';
import { AlertBook } from './alert-book.js';

let room: TestRoom;
let duty: string;
let watch: string;
beforeAll(async () => {
  room = await openRoom();
  [duty, watch] = [await room.signIn('duty-officer'), await room.signIn('watch-officer')];
});
afterAll(() => room.close());

const alertNow = (id: string) => room.get<Alert>(`/api/alerts/${id}`, duty);
const act = async (id: string, action: string, body: object = {}, cookie = duty) => {
  const { version } = await alertNow(id);
  return room.post<Alert & ErrorBody & { current?: Alert }>(
    `/api/alerts/${id}/${action}`,
    { version, ...body },
    cookie,
  );
};
const done = async (id: string, action: string, body: object = {}, cookie = duty) => {
  const answer = await act(id, action, body, cookie);
  expect([action, answer.status]).toEqual([action, 200]);
};
const incident = (id: string) => room.get<Incident>(`/api/incidents/${id}`, duty);

/** Raises what a rule found, as the rules do. */
async function found(cause: string): Promise<string> {
  const { result } = await room.app.get(ChangeLog).write(async (tx) => {
    const book = room.app.get(AlertBook);
    await book.hold(tx);
    const about = { severity: 'medium', kind: 'guard_below_minimum', ruleId: 'guard_below_minimum' } as const;
    const at = Date.now();
    return book.raise(tx, cause, { ...about, subjects: [], text: '', source: 'rearguard', observedAt: at }, at);
  });
  return result!.id;
}

let reports = 0;
/** Hands a report in, waits until it is stored, and tells the incident. */
async function reported(incidentId: string, severity: string): Promise<Incident> {
  reports += 1;
  const reportId = `R-${reports}`;
  const about = { kind: 'crime', source: 'sector north', text: 'the well is poisoned', place: 'Kidal' };
  const answer = await room.sendTo('security', [
    { ...about, reportId, incidentId, severity, observedAt: Date.now() - 60_000 + reports },
  ]);
  expect(answer).toMatchObject({ status: 202, body: { accepted: 1 } });
  await eventually(async () => {
    const { items } = await room.get<Page<Incident>>('/api/incidents', duty);
    return items.some(({ id, sources }) => id === incidentId && sources.some((one) => one.reportId === reportId));
  }, `report ${reportId} of ${incidentId}`);
  return incident(incidentId);
}

/** A rule alert that was resolved with an incident merged into it, and a second one of its cause that is open. */
async function cameBack(name: string) {
  const first = await found(name);
  const { alertId } = await reported(`${name}-INC`, 'medium');
  await done(first, 'acknowledge');
  await done(alertId!, 'merge', { into: first });
  await done(first, 'resolve', { outcome: 'guards are back' }, watch);
  return { first, merged: alertId!, second: await found(name) };
}

describe('an incident whose alert was merged into one that is over', () => {
  it('calls by an alert of its own when it worsens while the cause has another one open', async () => {
    const { first, merged, second } = await cameBack('POISON');
    const { alertId, reports: taken } = await reported('POISON-INC', 'critical');
    expect(taken).toBe(2);
    expect([first, merged, second]).not.toContain(alertId);
    expect(await alertNow(alertId!)).toMatchObject({
      state: 'raised',
      severity: 'critical',
      subjects: [{ type: 'incident', id: 'POISON-INC' }],
    });
    expect(await alertNow(first)).toMatchObject({ state: 'resolved' });
    expect(await alertNow(second)).toMatchObject({ state: 'raised', severity: 'medium' });
    expect(await reported('POISON-INC', 'critical')).toMatchObject({ alertId, reports: 3 });
  });

  it('raises that one again when nothing else of its cause is open', async () => {
    const { first, merged, second } = await cameBack('WELL');
    await done(second, 'acknowledge');
    await done(second, 'resolve', { outcome: 'guards are back' }, watch);
    expect((await reported('WELL-INC', 'critical')).alertId).toBe(merged);
    expect(await alertNow(first)).toMatchObject({ state: 'raised', severity: 'critical' });
  });
});

describe('one that is over, while another one of its cause is open', () => {
  const closed = { outcome: 'guards are back' };
  it.each([
    ['reopened', 'reopen', { reason: 'shots again' }, () => duty],
    ['brought back by undo', 'undo', {}, () => watch],
  ] as const)('cannot be %s, and the open one is named', async (_, action, body, who) => {
    const first = await found(`AGAIN-${action}`);
    await done(first, 'acknowledge');
    await done(first, 'resolve', closed, watch);
    const second = await found(`AGAIN-${action}`);
    const refused = await act(first, action, body, who());
    expect([refused.status, refused.body.code, refused.body.current?.id]).toEqual([409, 'open-already', second]);
    expect(refused.body.message).toContain(second);
    expect((await alertNow(first)).state).toBe('resolved');
    await done(second, 'acknowledge');
    await done(second, 'resolve', closed, watch);
    await done(first, action, body, who());
  });
});

describe('an incident is stored whatever is wrong with its alert', () => {
  it('calls by a new one when the one that stood for it cannot be read', async () => {
    const { alertId } = await reported('GONE', 'medium');
    const database = room.app.get(DataSource);
    await database.query(`UPDATE alert SET body = body || '{"mergedInto": "A-none"}' WHERE id = $1`, [alertId]);
    const after = await reported('GONE', 'critical');
    expect(await alertNow(after.alertId!)).toMatchObject({ state: 'raised', severity: 'critical' });
    expect((await room.get<Page<unknown>>('/api/feeds/rejects?feed=security', duty)).items).toEqual([]);
  });

  it('stands in the picture when no alert can be written at all', async () => {
    const database = room.app.get(DataSource);
    await database.query(`ALTER TABLE alert ADD CONSTRAINT none_more CHECK (cause NOT LIKE '%MUTE%')`);
    expect(await reported('MUTE', 'critical')).toMatchObject({ severity: 'critical', alertId: null });
    await database.query(`ALTER TABLE alert DROP CONSTRAINT none_more`);
    // The next report of it calls.
    expect((await reported('MUTE', 'critical')).alertId).not.toBeNull();
  });
});
