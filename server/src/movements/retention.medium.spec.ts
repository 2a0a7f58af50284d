// Real: the whole server with its database. What is old is put there directly, since nobody can wait for it.
import { DataSource } from 'typeorm';
import { MachineDeadlines } from '../platform/deadlines/deadlines.js';
import { eventually, openRoom, type TestRoom } from '../testing/room.js';
import { PositionPartitions } from './positions/position-partitions.js';

const HOUR_MS = 3_600_000;
const KEPT_DAYS = 30;
const OLD_IDENTITIES = 45_000;

let room: TestRoom;
beforeAll(async () => {
  room = await openRoom({ RETENTION_DAYS: String(KEPT_DAYS) });
});
afterAll(() => room.close());

it('thins days of positions and drops identities and refused reports that are older than is kept, every hour', async () => {
  const database = room.app.get(DataSource);
  const now = Date.now();
  const limit = now - KEPT_DAYS * 24 * HOUR_MS;
  const count = async (table: string): Promise<number> => {
    const [row]: { count: string }[] = await database.query(`SELECT count(*) FROM ${table}`);
    return Number(row!.count);
  };

  const aReport = { reportId: 'r-1', unitId: 'K-1', lat: 16.8, lon: -3 };
  await room.send([{ ...aReport, observedAt: limit + HOUR_MS }, { unitId: 7 }]);
  await eventually(async () => (await count('report_identity')) === 1, 'the report');
  const aMinute = Math.floor((limit - 48 * HOUR_MS) / 60_000) * 60_000;
  const older = [aMinute, aMinute + 1];
  await room.app.get(PositionPartitions).ensure(older.map((observedAt) => ({ observedAt })));
  await database.query(
    `INSERT INTO position (unit_no, observed_at, report_key, received_at, batch_no, lat, lon)
     SELECT 1, to_timestamp(at / 1000.0), 1, now(), 1, 16.8, -3 FROM unnest($1::float8[]) AS at`,
    [older],
  );
  await database.query(
    `INSERT INTO report_identity SELECT i, i, i, to_timestamp($1 / 1000.0) FROM generate_series(1, $2::int) AS i`,
    [limit - 1, OLD_IDENTITIES],
  );
  await database.query(`INSERT INTO feed_reject (feed, received_at, token_name, place, path, code, message, report)
    SELECT feed, received_at - interval '31 days', token_name, place, path, code, message, report FROM feed_reject`);

  const deadlines = room.app.get(MachineDeadlines);
  const due = (await deadlines.earliestDueAt())!;
  expect(due).toBeLessThanOrEqual(now + HOUR_MS);
  await deadlines.runDue(due);
  const left = await Promise.all(['position', 'position_thinned', 'report_identity', 'feed_reject'].map(count));
  expect(left).toEqual([1, 1, 1, 1]);
  expect(await deadlines.earliestDueAt()).toBeGreaterThan(due);
  // What is kept is still held to its id.
  const { body } = await room.send([{ ...aReport, lat: 17, observedAt: limit + HOUR_MS }]);
  expect(body.rejected).toMatchObject([{ code: 'id-reused' }]);
});
