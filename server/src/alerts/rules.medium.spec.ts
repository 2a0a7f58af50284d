// Real: the whole server with its database; positions and incidents come in at the door.
import type { Alert, AlertRule, AlertRuleTried, ErrorBody, Page } from '@rearguard/shared';
import { eventually, openRoom, type TestRoom } from '../testing/room.js';

let room: TestRoom;
let chief: string;
let administrator: string;
beforeAll(async () => {
  room = await openRoom();
  [chief, administrator] = [await room.signIn('chief-joc'), await room.signIn('administrator')];
});
afterAll(() => room.close());

const MINUTE = 60_000;
const now = Date.now();

/** A convoy that left Timbuktu for Ber and has come a fifth of the way, as fast as planned or late. */
async function onTheRoad(id: string, over: object = {}): Promise<void> {
  const plan = {
    id,
    routeId: 'msr-timbuktu-ber',
    plannedDepartureAt: now - 20 * MINUTE,
    plannedSpeedKmh: 30,
    unitIds: [`${id}-H`],
    ...over,
  };
  const planner = await room.signIn('movement-control');
  expect((await room.post('/api/convoys', plan, planner)).status).toBe(201);
  const at = (share: number, observedAt: number) => ({
    unitId: `${id}-H`,
    lat: 16.77348 + (16.834 - 16.77348) * share,
    lon: -3.00742 + (-2.528 + 3.00742) * share,
    observedAt,
  });
  await room.send([at(0, now - 20 * MINUTE), at(0.1, now - 10 * MINUTE), at(0.2, now)]);
}

const alertsOf = async (subject: string, kind: string) => {
  const { items } = await room.get<Page<Alert>>(`/api/alerts?subject=${subject}`, chief);
  return items.filter((alert) => alert.kind === kind);
};
const called = async (subject: string, kind: string): Promise<Alert> => {
  let found: Alert | undefined;
  await eventually(async () => {
    [found] = await alertsOf(subject, kind);
    return found !== undefined;
  }, `an alert ${kind} of ${subject}`);
  return found!;
};
const rule = async (id: string) => {
  const { items } = await room.get<Page<AlertRule>>('/api/alert-rules', chief);
  return items.find((one) => one.id === id)!;
};
const amend = async (id: string, body: object, cookie = administrator) => {
  const answer = await fetch(`${room.url}/api/alert-rules/${id}`, {
    method: 'PATCH',
    headers: { cookie, origin: room.url, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as AlertRule & ErrorBody };
};

describe('a rule', () => {
  it('calls once while its condition holds, and says what it found', async () => {
    await onTheRoad('LATE-1', { plannedDepartureAt: now - 600 * MINUTE });
    const alert = await called('convoy:LATE-1', 'late');
    expect(alert).toMatchObject({ ruleId: 'late', severity: 'medium', text: '', source: 'rearguard', state: 'raised' });
    expect(alert.facts['lateMin']).toBeGreaterThan(120);
    expect(alert.lat).not.toBeNull();
    // More of the same, also after a restart, says nothing new.
    await room.send([{ unitId: 'LATE-1-H', lat: 16.79, lon: -2.88, observedAt: now + 1_000 }]);
    await room.restart();
    expect(await alertsOf('convoy:LATE-1', 'late')).toHaveLength(1);
  });

  it('warns a convoy of a clash within reach, and only says that it is over when it is (SR-58)', async () => {
    await onTheRoad('NEAR-1');
    const clash = (observedAt: number, lat: number) => ({
      incidentId: 'CLASH-1',
      kind: 'clash',
      severity: 'high',
      observedAt,
      source: 'sector',
      text: 'clash east of the road',
      lat,
      lon: -2.9,
    });
    await room.sendTo('security', [clash(now - 5 * MINUTE, 16.7)]);
    const alert = await called('convoy:NEAR-1', 'incident_near');
    expect(alert.subjects).toContainEqual({ type: 'incident', id: 'CLASH-1' });
    expect(alert.facts).toMatchObject({ incidentKind: 'clash' });
    // It turns out to have been elsewhere. The alert says so and stays a person's to close.
    await room.sendTo('security', [clash(now - 4 * MINUTE, 14)]);
    await eventually(async () => (await called('convoy:NEAR-1', 'incident_near')).eased, 'the alert to ease');
    expect(await called('convoy:NEAR-1', 'incident_near')).toMatchObject({ id: alert.id, state: 'raised' });
  });

  it('is changed by an administrator with version and reason, on the audit record, and looked at anew at once', async () => {
    const before = await rule('late');
    expect(before).toMatchObject({ version: 1, state: 'on', limits: { mediumAboveMin: 120 } });
    expect((await amend('late', { version: 1, on: false, reason: 'x' }, chief)).status).toBe(403);
    expect((await amend('late', { version: 1, on: false })).body).toMatchObject({ path: '/reason' });
    const change = { version: 1, limits: { mediumAboveMin: 30_000, highAboveMin: 40_000 }, reason: 'roads are slow' };
    expect((await amend('late', change)).body).toMatchObject({ version: 2, limits: { mediumAboveMin: 30_000 } });
    expect(await amend('late', change)).toMatchObject({ status: 409, body: { current: { version: 2 } } });
    await eventually(async () => (await called('convoy:LATE-1', 'late')).eased, 'the alert to ease');
    const audit = await room.get<Page<{ before: object; after: object; detail: object }>>(
      '/api/audit?action=alert-rule.change',
      chief,
    );
    expect(audit.items).toMatchObject([
      { detail: { reason: 'roads are slow' }, before: { limits: { mediumAboveMin: 120 } } },
    ]);
  });

  it.each([
    ['a limit out of its bounds', 'late', { limits: { mediumAboveMin: 0 } }, 'out-of-range', '/limits/mediumAboveMin'],
    ['a limit that it does not have', 'late', { limits: { moon: 1 } }, 'unknown-limit', '/limits/moon'],
    ['to be silent about attacks', 'convoy_attacked', { on: false }, 'always-on', '/on'],
    ['to watch a feed that is not connected', 'medevac_limit', { on: true }, 'not-connected', undefined],
  ])('refuses %s', async (_, id, body, code, path) => {
    const { version } = await rule(id);
    const answer = await amend(id, { version, reason: 'try', ...body });
    expect([answer.status, answer.body.code, answer.body.path]).toEqual([422, code, path]);
  });

  it('is tried against the past before it is switched on', async () => {
    const tried = (limits: object) =>
      room.post<AlertRuleTried>('/api/alert-rules/late/try', { limits, days: 7 }, administrator);
    const strict = await tried({ mediumAboveMin: 120, highAboveMin: 720 });
    expect(strict.status).toBe(200);
    expect(strict.body).toMatchObject({ raised: 1, examples: [{ subjects: ['convoy:LATE-1'], severity: 'medium' }] });
    expect((await tried({ mediumAboveMin: 30_000, highAboveMin: 40_000 })).body.raised).toBe(0);
    // Nothing was changed or raised by it.
    expect((await rule('late')).version).toBe(2);
    expect(await alertsOf('convoy:LATE-1', 'late')).toHaveLength(1);
  });
});
