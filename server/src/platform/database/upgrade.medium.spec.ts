// Real: PostgreSQL, with a room of the first version in it.
import { DataSource } from 'typeorm';
import { emptyDatabase, type FreshDatabase } from '../../testing/database.js';
import { migrate } from './migrate.js';
import { MIGRATIONS } from './migrations/index.js';

/** The last migration of the first version; rooms of it may be out there. */
const FIRST_VERSION = 'Exercises1790000000600';
const FIRST = MIGRATIONS.slice(0, MIGRATIONS.findIndex(({ name }) => name === FIRST_VERSION) + 1);

/** Something of every kind that a room of the first version holds. */
const ROOM = [
  `INSERT INTO room (mode, administrator_link_given) VALUES ('live', true)`,
  `UPDATE change_counter SET last = 3`,
  `INSERT INTO change VALUES
     (1, 'unit', 'BER-1', 1, '2023-08-13T09:00Z', '2023-08-13T08:59Z', 'put', '{"id":"BER-1","no":1}'),
     (2, 'positions', '5', 1, '2023-08-13T09:00Z', '2023-08-13T09:00Z', 'put', '{"count":2,"units":1}'),
     (3, 'convoy', 'C-1', 1, '2023-08-13T09:01Z', '2023-08-13T09:01Z', 'remove', '{"id":"C-1"}')`,
  `INSERT INTO picture_state VALUES ('unit', 'BER-1', 1, 1, '{"id":"BER-1"}'), ('convoy', 'C-1', 3, 1, NULL)`,
  `INSERT INTO deadline VALUES ('unit.stale', 'BER-1', '2023-08-13T09:15Z')`,
  `INSERT INTO feed_reject (feed, received_at, place, path, code, message, report, token_name)
     VALUES ('positions', '2023-08-13T09:00Z', 0, '/lat', 'out-of-range', 'lat', '{"lat":91}', 'gateway')`,
  `INSERT INTO feed_state VALUES ('positions', 12345678901, '2023-08-13T09:00Z', '2023-08-13T08:59:59.123Z')`,
  `INSERT INTO lane VALUES ('positions', 0, 17), ('positions', 1, 4)`,
  `INSERT INTO report_identity VALUES (-1, 9223372036854775807, 5, '2023-08-13T09:00Z')`,
  `INSERT INTO unit (id, version, callsign, symbol, convoy_id, registered, stale, stale_after_s, pace, newest_from)
     VALUES ('BER-1', 4, 'Lead', 'SFGP', 'C-1', true, true, 900, '{"everyS":60}', '2023-08-13T09:00Z')`,
  `CREATE TABLE position_2023_08_13 PARTITION OF position FOR VALUES FROM ('2023-08-13') TO ('2023-08-14')`,
  `INSERT INTO position VALUES
     (1, '2023-08-13T09:00Z', -5, '2023-08-13T09:00:01Z', 5, 16.77, -3.01, 22.5, NULL, 263, 5, NULL),
     (1, '2023-08-13T09:00:30Z', 6, '2023-08-13T09:00:31Z', 5, 16.78, -3.0, 0, 359.5, NULL, NULL, '2023-08-13T07:00Z')`,
  `INSERT INTO convoy VALUES ('C-1', 2, '{"routeId":"r"}', '{"km":3.5}', true)`,
  `INSERT INTO site_fact (site_id, kind, happened_on, received_at) VALUES ('ber', 'closed', '2023-08-13', '2023-08-13T12:00Z')`,
  `INSERT INTO person VALUES ('00000000-0000-4000-8000-000000000001', 'Adama K.', 'watch-officer', '2023-08-01T00:00Z')`,
  `INSERT INTO session VALUES ('00000000-0000-4000-8000-000000000002', 'hash', '00000000-0000-4000-8000-000000000001',
     '2023-08-01T00:00Z', '2023-08-01T01:00Z', '2023-08-02T00:00Z', NULL)`,
  `INSERT INTO sign_in_link VALUES ('code', 'commander', NULL, '2023-08-01T00:00Z', '2023-08-01T00:15Z', NULL)`,
  `INSERT INTO access_token VALUES ('00000000-0000-4000-8000-000000000003', 'feed', 'positions', 'gateway', 'hash',
     '2023-08-01T00:00Z', NULL, NULL)`,
  `INSERT INTO audit_entry (at, who_kind, who_name, action, detail) VALUES ('2023-08-01T00:00Z', 'system', 's', 'a', '{}')`,
  `INSERT INTO exercise_run VALUES ('00000000-0000-4000-8000-000000000004', 'mali-2023', 7, '2023-08-13T09:00Z',
     'paused', 10, '2023-08-01T00:00Z')`,
];

let database: FreshDatabase;
let room: DataSource;
beforeAll(async () => {
  database = await emptyDatabase();
  room = new DataSource({ type: 'postgres', url: database.url, migrations: FIRST });
  await room.initialize();
  await room.runMigrations({ transaction: 'each' });
  for (const statement of ROOM) await room.query(statement);
});
afterAll(async () => {
  await room.destroy();
  await database.drop();
});

interface Table {
  name: string;
  columns: string;
}

function tables(): Promise<Table[]> {
  return room.query<Table[]>(
    `SELECT table_name AS name, string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position) AS columns
       FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'migrations' GROUP BY 1 ORDER BY 1`,
  );
}

/** Every row of these tables as text, in the columns that are named. */
async function rowsOf(named: readonly Table[]): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const { name, columns } of named) {
    const rows: { it: string }[] = await room.query(`SELECT (${columns}, 0)::text AS it FROM ${name} ORDER BY 1`);
    found[name] = rows.map(({ it }) => it);
  }
  return found;
}

it('takes a room of the first version up with all that it holds, and back down again', async () => {
  const first = await tables();
  const before = await rowsOf(first);
  expect(Object.entries(before).filter(([, rows]) => rows.length === 0)).toEqual([]);

  await migrate(database.url);
  expect(await rowsOf(first)).toEqual(before);

  const newest = new DataSource({ type: 'postgres', url: database.url, migrations: MIGRATIONS });
  await newest.initialize();
  for (const _ of MIGRATIONS.slice(FIRST.length)) await newest.undoLastMigration({ transaction: 'each' });
  await newest.destroy();
  expect(await tables()).toEqual(first);
  expect(await rowsOf(first)).toEqual(before);
});
