// Real: the whole server with its database; checks come in by HTTP and at the door. Deadlines are swept at given instants.
import type {
  Alert,
  AlertEntry,
  CallTree,
  Change,
  Comms,
  CommsEntry,
  ErrorBody,
  Page,
  Picture,
} from '@rearguard/shared';
import { Deadlines } from '../platform/deadlines/deadlines.js';
import { eventually, openRoom, type TestRoom } from '../testing/room.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NUMBER = '+223 00 00 00 42';

let room: TestRoom;
let watch: string;
beforeAll(async () => {
  room = await openRoom();
  watch = await room.signIn('watch-officer');
  await eventually(async () => (await list()).length >= 13, 'every site');
});
afterAll(() => room.close());

const list = async () => (await room.get<Page<Comms>>('/api/comms', watch)).items;
const one = (id: string) => room.get<Comms>(`/api/comms/${id}`, watch);
const history = async (id: string) =>
  (await room.get<Page<CommsEntry>>(`/api/comms/${id}/history?limit=1000`, watch)).items;
const check = (id: string, body: object = {}) => room.post<Comms & ErrorBody>(`/api/comms/${id}/checks`, body, watch);
const amend = async (path: string, body: object) => {
  const answer = await fetch(`${room.url}${path}`, {
    method: 'PATCH',
    headers: { cookie: watch, origin: room.url, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Comms & ErrorBody };
};
const alertsOf = async (subject: string) => {
  const { items } = await room.get<Page<Alert>>(`/api/alerts?subject=${subject}`, watch);
  return items.filter(({ kind }) => kind === 'radio_check_missed');
};
const told = async (alert: Alert, ...actions: string[]) => {
  const { items } = await room.get<Page<AlertEntry>>(`/api/alerts/${alert.id}/history?limit=1000`, watch);
  return items.filter(({ action }) => actions.includes(action)).length;
};
const missedAt = ({ nextDueAt, schedule }: Comms) => Date.parse(nextDueAt!) + schedule.toleranceMin * MINUTE;
const sweep = (upTo: number) => room.app.get(Deadlines).runDue(upTo);

it('enters every site, and asks nothing of one that was never heard', async () => {
  expect(await one('site:gao')).toMatchObject({ state: 'waiting', nextDueAt: null, misses: 0, primary: 'vhf' });
  await sweep(Date.now());
  expect(await alertsOf('site:gao')).toEqual([]);
});

it('calls once a silence, worse with each check that is missed', async () => {
  const now = Date.now();
  // Written down late: what was missed since then is on record at once, a line each.
  const late = (await check('site:gao', { observedAt: now - 20 * HOUR })).body;
  expect(late.misses).toBeGreaterThanOrEqual(2);
  expect((await history('site:gao')).filter(({ act }) => act === 'miss')).toHaveLength(late.misses);
  const [alert, ...more] = await alertsOf('site:gao');
  expect(more).toEqual([]);
  const severity = late.misses >= 3 ? 'critical' : 'high';
  expect(alert).toMatchObject({ state: 'raised', severity, eased: false, subjects: [{ type: 'site', id: 'gao' }] });
  const { callTree } = late;
  expect(alert!.facts).toMatchObject({
    misses: late.misses,
    fallbackMeans: 'hf',
    callNext: callTree[late.misses - 1]!.post,
  });

  // The next one, by its deadline row, also after a restart; looking twice finds nothing more.
  await room.restart();
  await sweep(missedAt(late) - 1);
  expect((await one('site:gao')).misses).toBe(late.misses);
  await sweep(missedAt(late));
  await sweep(missedAt(late));
  expect(await one('site:gao')).toMatchObject({ misses: late.misses + 1 });
  const [worse, ...others] = await alertsOf('site:gao');
  expect(others).toEqual([]);
  expect(worse).toMatchObject({ id: alert!.id, severity: 'critical' });
  expect(await told(worse!, 'raise', 'report', 'reraise')).toBe(late.misses + 1);
});

it('ends its misses with a contact after them, not with one from before, and the alert by nobody but a person', async () => {
  const now = Date.now();
  const { misses } = (await check('site:menaka', { observedAt: now - 20 * HOUR })).body;
  const [alert] = await alertsOf('site:menaka');
  // Older than every check that was missed since.
  expect((await check('site:menaka', { observedAt: now - 20 * HOUR + 1 })).body).toMatchObject({ misses });
  expect(await alertsOf('site:menaka')).toMatchObject([{ id: alert!.id, eased: false }]);

  const heard = { misses: 0, lastContact: { means: 'hf' } };
  expect((await check('site:menaka', { means: 'hf' })).body).toMatchObject(heard);
  const [after] = await alertsOf('site:menaka');
  expect(after).toMatchObject({ id: alert!.id, eased: true });
  expect(['raised', 'escalated']).toContain(after!.state);
  expect(await told(after!, 'ease')).toBe(1);
});

it('takes a check as a report, once, and keeps one of nobody as refused', async () => {
  const observedAt = Date.now() - MINUTE;
  const report = {
    kind: 'radio_check',
    reportId: 'R-1',
    siteId: 'kidal',
    observedAt,
    source: 'radio room',
    means: 'data',
  };
  const sent = [report, { ...report, siteId: 'atlantis' }, { ...report, convoyId: 'X' }, { ...report, means: 'drums' }];
  const { status, body } = await room.sendTo('security', sent);
  expect([status, body.accepted]).toEqual([202, 2]);
  expect(body.rejected.map(({ index, path }) => [index, path])).toEqual([
    [2, '/siteId'],
    [3, '/means'],
  ]);
  await room.sendTo('security', [report]);
  await eventually(async () => (await one('site:kidal')).lastContact !== null, 'the contact');
  expect(await one('site:kidal')).toMatchObject({
    state: 'watched',
    lastContact: { means: 'data', source: 'radio room' },
  });
  const chief = await room.signIn('chief-joc');
  await eventually(async () => {
    const rejects = await room.get<Page<{ code: string }>>('/api/feeds/rejects?feed=security', chief);
    return rejects.items.some(({ code }) => code === 'unknown-subject');
  }, 'the one of nobody');
  // The second sending has been taken in by then: its lane is that of the first.
  await room.sendTo('security', [{ ...report, reportId: 'R-2' }]);
  const checks = async () => (await history('site:kidal')).filter(({ act }) => act === 'check').length;
  await eventually(async () => (await checks()) >= 2, 'the other report');
  expect(await checks()).toBe(2);
});

it('watches a convoy from its departure, more urgently than a site, until it is in', async () => {
  const now = Date.now();
  const planner = await room.signIn('movement-control');
  const plan = {
    id: 'BER-9',
    routeId: 'msr-timbuktu-ber',
    plannedDepartureAt: now - 30 * MINUTE,
    plannedSpeedKmh: 30,
    unitIds: ['BER-9-H'],
  };
  expect((await room.post('/api/convoys', plan, planner)).status).toBe(201);
  await eventually(async () => (await list()).some(({ id }) => id === 'convoy:BER-9'), 'the convoy');
  expect(await one('convoy:BER-9')).toMatchObject({ state: 'waiting', nextDueAt: null });
  const at = (share: number, observedAt: number) => ({
    unitId: 'BER-9-H',
    lat: 16.77348 + (16.834 - 16.77348) * share,
    lon: -3.00742 + (-2.528 + 3.00742) * share,
    observedAt,
  });
  await room.send([at(0, now - 20 * MINUTE), at(0.1, now - 10 * MINUTE), at(0.2, now)]);
  await eventually(async () => (await one('convoy:BER-9')).state === 'watched', 'its departure');
  // A later report may still move the hour of its departure.
  await eventually(async () => {
    await sweep(missedAt(await one('convoy:BER-9')));
    return (await alertsOf('convoy:BER-9')).length > 0;
  }, 'the first miss');
  expect((await alertsOf('convoy:BER-9')).map(({ severity }) => severity)).toEqual(['high']);
  await eventually(async () => {
    await sweep(missedAt(await one('convoy:BER-9')));
    return (await alertsOf('convoy:BER-9'))[0]!.severity === 'critical';
  }, 'the second miss');
  expect(await alertsOf('convoy:BER-9')).toHaveLength(1);
});

it('is amended by who has seen it, and keeps every number to call out of all that stays or is shown', async () => {
  const before = await one('site:mopti');
  const steps = [
    { post: 'site_manager', means: 'telephone', contact: NUMBER },
    { post: 'chief_joc', means: 'hf', contact: null },
  ];
  const wish = {
    version: before.version,
    everyMin: 240,
    toleranceMin: 20,
    callTree: steps,
    watched: true,
    reason: 'night',
  };
  const path = '/api/comms/site:mopti';
  expect((await amend(path, { ...wish, toleranceMin: 120 })).body).toMatchObject({ path: '/toleranceMin' });
  expect((await amend(path, { ...wish, fallback: 'vhf' })).body).toMatchObject({ path: '/fallback' });
  expect((await amend(path, wish)).body).toMatchObject({ state: 'watched', version: before.version + 1 });
  expect(await amend(path, wish)).toMatchObject({ status: 409, body: { current: { version: before.version + 1 } } });

  expect(await room.get<CallTree>(`${path}/call-tree`, watch)).toMatchObject({ steps });
  const shown = [
    await room.get<Picture>('/api/picture', watch),
    await room.get<Page<Change>>('/api/changes?limit=5000', watch),
    await history('site:mopti'),
    await room.get('/api/audit?limit=1000', await room.signIn('chief-joc')),
  ];
  for (const one of shown) expect(JSON.stringify(one)).not.toContain(NUMBER);
  expect(JSON.stringify(shown[3])).toContain('comms.amend');
  for (const role of ['wall', 'commander', 'administrator'] as const) {
    const answer = await fetch(`${room.url}${path}/call-tree`, { headers: { cookie: await room.signIn(role) } });
    expect([role, answer.status]).toEqual([role, 403]);
  }

  const silent = await one('site:mopti');
  await sweep(missedAt(silent));
  const off = await amend(path, { version: silent.version + 1, watched: false, reason: 'mast is down' });
  expect(off.body).toMatchObject({ state: 'off', nextDueAt: null, misses: 1 });
  expect(await alertsOf('site:mopti')).toMatchObject([{ eased: false, state: 'raised' }]);
});
