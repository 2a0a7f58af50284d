// Real: the whole server with its database. People act by HTTP, each with a session of their own; time passes by the
// deadlines that are due, as the sweeper runs them.
import {
  type Alert,
  type AlertAttention,
  type AlertEntry,
  alertList,
  type ErrorBody,
  type Incident,
  type Page,
  type Picture,
} from '@rearguard/shared';
import { DataSource } from 'typeorm';
import { eventually, openRoom, type TestRoom } from '../testing/room.js';

let room: TestRoom;
let duty: string;
let watch: string;
beforeAll(async () => {
  room = await openRoom();
  [duty, watch] = [await room.signIn('duty-officer'), await room.signIn('watch-officer')];
});
afterAll(() => room.close());

let count = 0;
const aReport = (over: object = {}) => {
  count += 1;
  const id = `INC-${count}`;
  return {
    reportId: `${id}-1`,
    incidentId: id,
    kind: 'convoy_attack',
    severity: 'critical',
    observedAt: Date.now(),
    source: 'BER-01',
    text: 'contact, small arms',
    lat: 16.8,
    lon: -2.8,
    ...over,
  };
};

/** Hands a report in and waits for its alert. */
async function raised(over: object = {}): Promise<Alert> {
  const report = aReport(over);
  await room.sendTo('security', [report]);
  let alert: Alert | undefined;
  await eventually(async () => {
    const { items } = await room.get<Page<Alert>>(`/api/alerts?subject=incident:${report.incidentId}`, duty);
    alert = items[0];
    return alert !== undefined;
  }, `the alert of ${report.incidentId}`);
  return alert!;
}

const alertNow = (id: string) => room.get<Alert>(`/api/alerts/${id}`, duty);
const history = async (id: string) => (await room.get<Page<AlertEntry>>(`/api/alerts/${id}/history`, duty)).items;
const act = (cookie: string, { id, version }: Alert, action: string, body: object = {}) =>
  room.post<Alert & ErrorBody & { current?: Alert }>(`/api/alerts/${id}/${action}`, { version, ...body }, cookie);

/** Lets the deadline of an alert be due now, as if its limit had passed. */
async function limitPasses(id: string): Promise<void> {
  const before = (await alertNow(id)).version;
  const database = room.app.get(DataSource);
  const late = new Date(Date.now() - 1_000).toISOString();
  await database.query(`UPDATE alert SET body = jsonb_set(body, '{dueAt}', to_jsonb($2::text)) WHERE id = $1`, [
    id,
    late,
  ]);
  await database.query(`UPDATE deadline SET due_at = $2 WHERE kind = 'alert' AND subject = $1`, [id, late]);
  await eventually(async () => (await alertNow(id)).version > before, 'the deadline to be acted on');
}

describe('an alert (SR-54)', () => {
  it('reaches a desk by itself, and says whom it calls', async () => {
    const socket = room.connect(duty);
    await new Promise<void>((done) => socket.once('connect', () => done()));
    await socket.emitWithAck('picture:watch', { protocol: 1 });
    const called: AlertAttention[] = [];
    socket.on('alerts:attention', (wanted) => called.push(...wanted));
    const alert = await raised({ convoyId: 'ATT-1' });
    const mine = () => called.find(({ alertId }) => alertId === alert.id);
    await eventually(() => mine() !== undefined, 'the call');
    expect(mine()).toMatchObject({ why: 'raised', severity: 'critical', level: 0, calls: ['duty-officer'] });
    socket.disconnect();
  });

  it('goes from a named person to its end, with every step on record', async () => {
    let alert = await raised({ convoyId: 'LIFE-1' });
    const step = async (cookie: string, action: string, body: object = {}) => {
      const answer = await act(cookie, alert, action, body);
      expect([action, answer.status]).toEqual([action, 200]);
      alert = answer.body;
    };
    await step(duty, 'acknowledge');
    expect(alert.holder).toMatchObject({ role: 'duty-officer' });
    await step(duty, 'assess', { reliability: 'B', credibility: 2, affected: 'LIFE-1' });
    const dueAt = new Date(Date.now() + 600_000).toISOString();
    await step(watch, 'respond', { tasks: [{ text: 'warn LIFE-2', owner: 'JOC', dueAt }] });
    await step(watch, 'log', { text: 'LIFE-2 warned', taskDone: alert.tasks[0]!.id });
    await step(watch, 'resolve', { outcome: 'nobody hurt', casualties: 'final' });
    expect(alert).toMatchObject({ state: 'resolved', dueAt: null });
    const entries = await history(alert.id);
    expect(entries.map(({ action, who }) => `${action} ${who.role ?? who.kind}`)).toEqual([
      'raise feed',
      'acknowledge duty-officer',
      'assess duty-officer',
      'respond watch-officer',
      'log watch-officer',
      'resolve watch-officer',
    ]);
  });

  it('is one person’s: of two who click at once one has it, the other gets the first one’s name', async () => {
    const alert = await raised({ convoyId: 'RACE-1' });
    const answers = await Promise.all([act(duty, alert, 'acknowledge'), act(watch, alert, 'acknowledge')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const [won, lost] = answers[0].status === 200 ? answers : [answers[1], answers[0]];
    const first = won.body.holder!;
    expect(lost.body.current!.holder).toEqual(first);
    expect(lost.body.message).toContain(first.name);
    expect((await history(alert.id)).filter(({ action }) => action === 'acknowledge')).toHaveLength(1);
  });

  it('climbs when nobody takes it, also over a restart, once a limit, and adds people', async () => {
    const alert = await raised({ convoyId: 'CLIMB-1' });
    expect(Date.parse(alert.dueAt!) - Date.parse(alert.raisedAt)).toBe(120_000);
    const commander = await room.signIn('commander');
    expect((await act(commander, alert, 'acknowledge')).status).toBe(422);
    await room.restart();
    expect((await alertNow(alert.id)).dueAt).toBe(alert.dueAt);
    for (const level of [1, 2, 3]) {
      await limitPasses(alert.id);
      expect(await alertNow(alert.id)).toMatchObject({ state: 'escalated', level });
    }
    expect((await history(alert.id)).filter(({ action }) => action === 'escalate')).toHaveLength(3);
    expect((await act(commander, await alertNow(alert.id), 'acknowledge')).status).toBe(200);
  });
});

it('is given to nobody whose account is disabled, and to no wall', async () => {
  const alert = await raised({ convoyId: 'GIVE-1' });
  const [gone, wall, chief] = await Promise.all(
    (['medical-duty-officer', 'wall', 'chief-joc'] as const).map(async (role) => {
      const cookie = await room.signIn(role);
      return (await room.get<{ person: { id: string } }>('/api/sessions/current', cookie)).person.id;
    }),
  );
  await room.app.get(DataSource).query(`UPDATE person SET disabled_at = now() WHERE id = $1`, [gone]);
  for (const personId of [gone, wall, 'nobody']) {
    const { status, body } = await act(watch, alert, 'assign', { personId });
    expect([status, body.code, body.path]).toEqual([422, 'unknown-person', '/personId']);
  }
  const given = await act(watch, alert, 'assign', { personId: chief });
  expect([given.status, given.body.holder?.personId]).toEqual([200, chief]);
});

describe('two reports', () => {
  it('of one contact are proposed for merging; merged, both texts stay; two attacks of a day are two (SR-54)', async () => {
    const at = Date.now();
    const first = await raised({ convoyId: 'TWO-1', observedAt: at - 600_000 });
    const same = await raised({
      convoyId: 'TWO-1',
      source: 'Timbuktu office',
      severity: 'high',
      observedAt: at - 360_000,
    });
    expect(same.proposals).toContainEqual({ alertId: first.id, why: 'same-convoy' });
    const merged = await act(duty, same, 'merge', { into: first.id });
    expect(merged.body).toMatchObject({ state: 'merged', mergedInto: first.id, text: 'contact, small arms' });
    const main = await alertNow(first.id);
    expect(main).toMatchObject({ severity: 'critical', merged: [same.id], state: 'raised' });
    const incidents = await room.get<Page<Incident>>('/api/incidents?convoyId=TWO-1', duty);
    expect(incidents.items).toHaveLength(2);
    const later = await raised({ convoyId: 'TWO-1', observedAt: at - 3 * 3_600_000 });
    expect(later.proposals).toEqual([]);
  });
});

describe('claims', () => {
  it('name nobody unless a source does; "unidentified" may be said (SR-55)', async () => {
    const unnamed = aReport();
    const said = aReport({ actor: 'unidentified' });
    await room.sendTo('security', [unnamed, said]);
    const actor = async (id: string) => (await room.get<Incident>(`/api/incidents/${id}`, duty)).actor;
    await eventually(async () => {
      const { items } = await room.get<Page<Incident>>('/api/incidents', duty);
      return [unnamed, said].every(({ incidentId }) => items.some(({ id }) => id === incidentId));
    }, 'both incidents');
    expect([await actor(unnamed.incidentId), await actor(said.incidentId)]).toEqual([null, 'unidentified']);
  });

  it('of a base under fire show on the site, with damage and no casualties (SR-57)', async () => {
    await raised({ kind: 'indirect_fire', severity: 'high', siteId: 'kidal', place: 'kidal', text: 'material damage' });
    const { items } = await room.get<Page<Incident>>('/api/incidents?siteId=kidal', duty);
    expect(items[0]).toMatchObject({ kind: 'indirect_fire', casualties: [], siteIds: ['kidal'] });
  });
});

it('takes 2,000 alerts in a burst: none lost, the list grouped, the critical ones single', async () => {
  // Counted in the database: asking for thousands of bodies again and again would be a load of its own.
  const count = async () => {
    const [row]: { count: number }[] = await room.app.get(DataSource).query(`SELECT count(*)::int AS count FROM alert`);
    return row!.count;
  };
  const before = await count();
  const flood = Array.from({ length: 2_000 }, (_, i) =>
    // Scattered, as a flood is: nothing is to be merged.
    aReport({
      kind: i % 3 ? 'crime' : 'accident',
      severity: i % 500 === 7 ? 'critical' : 'medium',
      lat: 11 + (i % 50) * 0.2,
      lon: -11 + Math.floor(i / 50) * 0.3,
      observedAt: Date.now() - (i % 40) * 60_000,
    }),
  );
  expect((await room.sendTo('security', flood)).body).toMatchObject({ accepted: 2_000, rejected: [] });
  await eventually(async () => (await count()) >= before + 2_000, 'every alert of the flood', 50_000);
  await eventually(async () => {
    const { alerts } = await room.get<Picture>('/api/picture', duty);
    return Object.keys(alerts).length >= before + 2_000;
  }, 'all of them in the picture');
  const picture = await room.get<Picture>('/api/picture', duty);
  const list = alertList(Object.values(picture.alerts), Date.now());
  expect(list.flood).toBe(true);
  expect(
    list.single.filter(({ kind }) => kind === 'crime' || kind === 'accident').map(({ severity }) => severity),
  ).toEqual(Array.from({ length: 4 }, () => 'critical'));
  expect(list.groups.find(({ kind }) => kind === 'crime')!.alerts.length).toBeGreaterThan(1_000);
}, 90_000);
