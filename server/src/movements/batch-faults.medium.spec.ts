// Real: the whole server with its database, in which a trigger fails as PostgreSQL would.
import type { FeedReject, Page } from '@rearguard/shared';
import { Logger } from '@nestjs/common';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { LaneQueues } from '../platform/queue/lane-queues.js';
import { eventually, openRoom, type TestRoom } from '../testing/room.js';

let room: TestRoom;
let database: DataSource;
let cookie: string;
beforeAll(async () => {
  room = await openRoom();
  Logger.overrideLogger(false); // failing on purpose
  database = room.app.get(DataSource);
  cookie = await room.signIn();
  // A sequence counts what is undone too.
  await database.query(`CREATE SEQUENCE fault_no`);
  await database.query(`CREATE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`);
  await database.query(`CREATE TRIGGER fault BEFORE INSERT ON position FOR EACH ROW EXECUTE FUNCTION fault()`);
});
afterAll(() => room.close());

/** Lets the insertion of a point fail with a code while a condition holds. */
async function failWhile(faults: readonly { condition: string; code: string }[]): Promise<void> {
  await database.query(`ALTER SEQUENCE fault_no RESTART`);
  const checks = faults.map(
    ({ condition, code }) => `IF ${condition} THEN RAISE EXCEPTION 'as planned' USING ERRCODE = '${code}'; END IF;`,
  );
  await database.query(
    `CREATE OR REPLACE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN ${checks.join(' ')} RETURN NEW; END $f$`,
  );
}

const START = Date.now() - 60_000;
const threeReports = (unitId: string) =>
  [0, 1, 2].map((second) => ({ unitId, lat: 16 + second, lon: -3, observedAt: START + second * 1_000 }));

/** Latitudes of a unit's points, with how many batches they came in. */
async function stored(unitId: string): Promise<{ lats: number[]; batches: number }> {
  const rows: { lat: number; batch_no: string }[] = await database.query(
    `SELECT lat, batch_no FROM position p JOIN unit u ON u.no = p.unit_no WHERE u.id = $1 ORDER BY observed_at`,
    [unitId],
  );
  return { lats: rows.map((row) => row.lat), batches: new Set(rows.map((row) => row.batch_no)).size };
}

async function rejects(): Promise<FeedReject[]> {
  return (await room.get<Page<FeedReject>>('/api/feeds/rejects?limit=10', cookie)).items;
}

const settled = () =>
  eventually(async () => (await room.app.get(LaneQueues).waiting('positions')) === 0, 'empty lanes');

it.each([
  ['in the way of another transaction', '40P01'],
  ['on a full disk', '53100'],
  ['cut short by the time limit', '57014'],
  ['into a table that is not there', '42P01'],
])('a batch that could not be stored, %s, is tried again whole, and no report of it set aside', async (_, code) => {
  await failWhile([{ condition: `nextval('fault_no') <= 2`, code }]);
  await room.send(threeReports(`W-${code}`));
  await settled();
  expect(await stored(`W-${code}`)).toEqual({ lats: [16, 17, 18], batches: 1 });
  expect(await rejects()).toEqual([]);
});

it('a report that the database refuses is set aside where all can see it, once, and takes no other with it', async () => {
  await failWhile([
    { condition: `NEW.lat = 17`, code: '22003' },
    // What follows it fails for the moment, so that the batch is begun anew.
    { condition: `NEW.lat = 18 AND nextval('fault_no') = 1`, code: '40P01' },
  ]);
  await room.send(threeReports('P-1'));
  await settled();
  expect((await stored('P-1')).lats).toEqual([16, 18]);
  expect(await rejects()).toMatchObject([{ code: 'not-stored' }]);
});

it('a report of a day that was thinned and dropped meanwhile, by another process, is stored all the same', async () => {
  await failWhile([]);
  await room.send(threeReports('D-1').slice(0, 2));
  await settled();
  const day = new Date(START).toISOString().slice(0, 10).replaceAll('-', '_');
  await database.query(`DROP TABLE position_${day}`);
  await room.send(threeReports('D-1').slice(2));
  await settled();
  expect((await stored('D-1')).lats).toEqual([18]);
  expect(await rejects()).toMatchObject([{ code: 'not-stored' }]); // the one of the test before
});

it('what was stored is on disk before its batch leaves the queue, also in a database that is set not to wait', async () => {
  const other = new pg.Client({ connectionString: room.databaseUrl });
  await other.connect();
  expect((await other.query(`SHOW synchronous_commit`)).rows).toEqual([{ synchronous_commit: 'off' }]);
  await other.end();
  expect(await database.query(`SHOW synchronous_commit`)).toEqual([{ synchronous_commit: 'on' }]);
});
