// Real: the whole server with its database. What was done to alerts, and who stood at the desk, as others do it.
import type { AlarmQuality, Alert, ErrorBody } from '@rearguard/shared';
import { DataSource } from 'typeorm';
import { openRoom, type TestRoom } from '../testing/room.js';

const HOUR_MS = 3_600_000;

let room: TestRoom;
let duty: string;
let watch: string;
beforeAll(async () => {
  room = await openRoom();
  [duty, watch] = [await room.signIn('duty-officer'), await room.signIn('watch-officer')];
});
afterAll(() => room.close());

let count = 0;
/** Raises an alert by form, and tells its id. */
async function raise(severity: string): Promise<string> {
  count += 1;
  const facts = { kind: 'demonstration', severity, source: 'Sgt Traoré', text: 'Pte Keita saw it', place: 'gao' };
  const incident = { incidentId: `INC-${count}`, ...facts, observedAt: Date.now() };
  return (await room.post<{ alertId: string }>('/api/incidents', incident, duty)).body.alertId;
}
async function act(cookie: string, id: string, action: string, body: object = {}) {
  const { version } = await room.get<Alert>(`/api/alerts/${id}`, duty);
  const { status } = await room.post(`/api/alerts/${id}/${action}`, { version, ...body }, cookie);
  expect(status).toBe(200);
}
const read = (query = '') => room.get<AlarmQuality>(`/api/alarm-quality${query}`, watch);

it('is read from what was done, and names nobody', async () => {
  const { status } = await room.post('/api/shifts/take', { endsAt: Date.now() + 8 * HOUR_MS }, duty);
  expect(status).toBeLessThan(300);
  const [wrong, left] = [await raise('high'), await raise('medium')];
  await act(watch, wrong, 'acknowledge');
  await act(watch, wrong, 'false-report', { reason: 'a market day' });
  const quality = await read();
  expect(quality).toMatchObject({ hours: 24, raises: 2, flapping: [], stale: [] });
  expect(quality.load).toMatchObject({ raisesWhileUnmanned: 0, overHours: 0, worstHour: { raises: 2 } });
  expect(quality.load.unmannedHours).toBeLessThan(24);
  expect(quality.takes).toMatchObject([
    { severity: 'high', raises: 1, taken: 1, limitS: 300 },
    { severity: 'medium', raises: 1, taken: 0, medianS: null },
  ]);
  expect(quality.unacted).toEqual([
    { ruleId: 'security_report', closed: 1, nothingDone: 0, falseReports: 1, share: 1 },
  ]);
  expect(quality.top.map(({ times }) => times)).toEqual([1, 1]);
  expect(JSON.stringify(quality)).not.toMatch(/Traor|Keita|market/);

  // A day and an hour later it is stale, also when it was closed after that.
  const back = `interval '25 hours'`;
  const database = room.app.get(DataSource);
  await database.query(`ALTER TABLE alert_entry DISABLE TRIGGER alert_entry_stays`);
  await database.query(`UPDATE alert_entry SET at = at - ${back} WHERE alert_id = $1`, [left]);
  await database.query(`ALTER TABLE alert_entry ENABLE TRIGGER alert_entry_stays`);
  await database.query(`UPDATE alert SET raised_at = raised_at - ${back} WHERE id = $1`, [left]);
  const before = Date.now();
  await act(duty, left, 'acknowledge');
  await act(watch, left, 'false-report', { reason: 'it was nothing' });
  expect((await read()).stale).toEqual([]);
  const then = await read(`?to=${new Date(before).toISOString()}`);
  expect(then.stale.map(({ alertId, state }) => [alertId, state])).toEqual([[left, 'raised']]);
});

it.each([
  ['from=2023-08-14T00:00:00Z&to=2023-08-13T00:00:00Z', 'must lie before the end, and before now'],
  ['from=2099-01-01T00:00:00Z', 'must lie before the end, and before now'],
  ['from=2023-01-01T00:00:00Z&to=2023-03-01T00:00:00Z', 'must lie within 31 days of the end'],
])('is not read %s', async (query, message) => {
  const answer = await fetch(`${room.url}/api/alarm-quality?${query}`, { headers: { cookie: watch } });
  expect([answer.status, (await answer.json()) as ErrorBody]).toMatchObject([400, { path: '/from', message }]);
});
