// Real: the whole server with its database, and a way between the two that loses the answer to a COMMIT.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import pg from 'pg';
import { readConfig } from '../config/config.js';
import { PositionDoor } from '../feeds/position-door.js';
import { startServer } from '../server.js';
import { CutOff } from '../testing/cut-off.js';
import { type FreshDatabase, freshDatabase } from '../testing/database.js';

let database: FreshDatabase;
let way: CutOff;
let dataDir: string;
let app: NestExpressApplication;
let sql: pg.Client;
beforeAll(async () => {
  database = await freshDatabase();
  way = await CutOff.before(database.url);
  dataDir = await mkdtemp(join(tmpdir(), 'rearguard-room-'));
  app = await startServer(readConfig({ EXERCISE: 'none', PORT: '0', DATA_DIR: dataDir }), way.url);
  Logger.overrideLogger(false); // connections are cut on purpose
  sql = new pg.Client({ connectionString: database.url });
  await sql.connect();
});
afterAll(async () => {
  await sql?.end();
  await app?.close();
  await way?.close();
  await database?.drop();
  await rm(dataDir, { recursive: true, force: true });
});

it('a batch whose COMMIT was carried out and never answered is done again, and counts once', async () => {
  const now = Date.now();
  const aReport = (unitId: string, secondsAgo: number, over: object = {}) => ({
    unitId,
    lat: 16.8,
    lon: -3,
    observedAt: now - secondsAgo * 1_000,
    ...over,
  });
  const door = app.get(PositionDoor);
  const take = async (...reports: object[]) => door.applied(await door.take(reports, { tokenName: null }));
  await take(aReport('L-1', 60));
  way.loseAnswerAfter('COPY position');
  // A new place, one that comes late, one with an id of its own, and one that tells more than a place.
  await take(
    aReport('L-1', 10),
    aReport('L-1', 90),
    aReport('L-1', 50, { reportId: 'r' }),
    aReport('L-1', 5, { callsign: 'Lion 1' }),
  );
  expect(way.lost).toBe(1);
  const { rows } = await sql.query<{ ago: string }>(
    `SELECT round(extract(epoch FROM to_timestamp($1 / 1000.0) - observed_at)) AS ago FROM position ORDER BY observed_at`,
    [now],
  );
  expect(rows.map(({ ago }) => Number(ago))).toEqual([90, 60, 50, 10, 5]);
  const changes = await sql.query<{ seq: string; kind: string; count: number | null }>(
    `SELECT seq, kind, (body->>'count')::int AS count FROM change ORDER BY seq`,
  );
  expect(changes.rows.map(({ seq }) => Number(seq))).toEqual(changes.rows.map((_, place) => place + 1));
  expect(changes.rows.flatMap(({ kind, count }) => (kind === 'positions' ? [count] : []))).toEqual([1, 4]);
  expect((await sql.query(`SELECT 1 FROM feed_reject`)).rows).toEqual([]);
});
