// Real: PostgreSQL, a whole live server, a watch outside. Stand-in: the figure of the disk's free space.
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jest } from '@jest/globals';
import { DataSource } from 'typeorm';
import { AccessTokens } from '../access/access-tokens.js';
import { eventually, openRoom, type TestRoom } from '../testing/room.js';
import { DeadManSignal } from './dead-man-signal.js';
import { DiskWatch } from './disk-watch.js';
import { FreeSpace } from './free-space.js';

const MB = 1024 * 1024;

let outside: Server;
let fed: IncomingMessage[];
let answer = 200;
let room: TestRoom;
let readToken: string;
beforeAll(async () => {
  fed = [];
  outside = createServer((request, response) => {
    fed.push(request.resume());
    response.writeHead(answer).end();
  });
  await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve));
  const { port } = outside.address() as AddressInfo;
  room = await openRoom({ DEAD_MAN_URL: `http://127.0.0.1:${port}/ping/our-secret` });
  readToken = (await room.app.get(AccessTokens).createForReading('prometheus')).secret;
});
afterAll(async () => {
  await room.close();
  outside.closeAllConnections();
  outside.close();
});

const sql = (text: string, values: unknown[] = []) =>
  room.app.get(DataSource).query<Record<string, string>[]>(text, values);

async function metrics(): Promise<string> {
  const reply = await fetch(`${room.url}/metrics`, { headers: { authorization: `Bearer ${readToken}` } });
  expect(reply.status).toBe(200);
  return reply.text();
}
/** The value of one series, or null when it is not there. */
function valueOf(text: string, series: string): number | null {
  const line = text.split('\n').find((one) => one.startsWith(`${series} `));
  return line === undefined ? null : Number(line.slice(series.length + 1));
}
const aReport = (unitId: string) => ({ unitId, lat: 16.8, lon: -3, observedAt: Date.now() });

describe('the figures', () => {
  it('are for those who may read', async () => {
    expect((await fetch(`${room.url}/metrics`)).status).toBe(401);
    const feed = await fetch(`${room.url}/metrics`, { headers: { authorization: `Bearer ${room.feedToken}` } });
    expect(feed.status).toBe(403);
  });

  it('follow what goes through the room', async () => {
    const before = await metrics();
    const answered = (text: string) => valueOf(text, 'rearguard_door_answer_seconds_count{code="202"}')!;
    await room.send([aReport('M-1'), { unitId: 'M-2', lat: 91 }]);
    let now = '';
    await eventually(async () => {
      now = await metrics();
      return valueOf(now, 'rearguard_change_number')! > valueOf(before, 'rearguard_change_number')!;
    }, 'the change');
    expect(answered(now)).toBe(answered(before) + 1);
    expect(valueOf(now, 'rearguard_feed_accepted{feed="positions"}')).toBe(1);
    expect(valueOf(now, 'rearguard_feed_silent{feed="positions"}')).toBe(0);
    expect(valueOf(now, 'rearguard_disk_free_bytes')).toBeGreaterThan(0);
    const connections = (state: string) => valueOf(now, `rearguard_database_connections{state="${state}"}`)!;
    expect(connections('used') + connections('idle')).toBeGreaterThan(0);
    expect(connections('waiting')).toBeGreaterThanOrEqual(0);
    await eventually(
      async () => valueOf(await metrics(), 'rearguard_feed_queue_age_seconds{feed="positions"}') === 0,
      'the batch to be struck off',
    );
    await eventually(async () => valueOf(await metrics(), 'rearguard_sweeper_lag_seconds') === 0, 'the sweeper');
    await eventually(
      async () => valueOf(await metrics(), 'rearguard_feed_rejected_today{feed="positions"}') === 1,
      'the refused one',
    );
  });

  it('show a lane that stands and a deadline that nobody sees to, also those that cannot be read as missing', async () => {
    const stop = await holdLanes();
    await room.send([aReport('M-1')]);
    await eventually(
      async () => valueOf(await metrics(), 'rearguard_feed_queue_age_seconds{feed="positions"}')! > 0.3,
      'the batch to age',
    );
    await stop();
    await eventually(
      async () => valueOf(await metrics(), 'rearguard_feed_queue_age_seconds{feed="positions"}') === 0,
      'the lane to go on',
    );
    await sql(`INSERT INTO deadline VALUES ('of nobody', 'x', now() - interval '1 hour')`);
    expect(valueOf(await metrics(), 'rearguard_sweeper_lag_seconds')).toBeGreaterThan(3_500);
    await sql(`ALTER TABLE deadline RENAME TO deadline_away`);
    const text = await metrics();
    await sql(`ALTER TABLE deadline_away RENAME TO deadline`);
    await sql(`DELETE FROM deadline`);
    expect(valueOf(text, 'rearguard_sweeper_lag_seconds')).toBeNull();
    expect(valueOf(text, 'rearguard_change_number')).toBeGreaterThan(0);
  });
});

/** Holds every lane as a transaction that does not end; returns how to let go. */
async function holdLanes(): Promise<() => Promise<void>> {
  const runner = room.app.get(DataSource).createQueryRunner();
  await runner.startTransaction();
  await runner.query(`SELECT * FROM lane FOR UPDATE`);
  return async () => {
    await runner.rollbackTransaction();
    await runner.release();
  };
}

describe('the dead-man signal', () => {
  it('is fed at the start, by POST and with nothing of the room in it', async () => {
    await eventually(() => fed.length > 0, 'the first signal');
    expect([fed[0]!.method, fed[0]!.url, fed[0]!.headers['content-length']]).toEqual(['POST', '/ping/our-secret', '0']);
    expect(await room.app.get(DeadManSignal).beat()).toBe(true);
  });

  it('is held back while deadlines are not seen to', async () => {
    await sql(`INSERT INTO deadline VALUES ('of nobody', 'x', now() - interval '1 hour')`);
    const before = fed.length;
    expect(await room.app.get(DeadManSignal).beat()).toBe(false);
    expect(fed.length).toBe(before);
    await sql(`DELETE FROM deadline`);
    expect(await room.app.get(DeadManSignal).beat()).toBe(true);
  });

  it('counts as not given when the watch does not take it', async () => {
    answer = 500;
    expect(await room.app.get(DeadManSignal).beat()).toBe(false);
    answer = 200;
  });
});

describe('a full disk', () => {
  it('closes the door to sources, after their token, and nothing else, and opens it when there is room again', async () => {
    const left = jest.spyOn(room.app.get(FreeSpace), 'bytes');
    const look = async (bytes: number) => {
      left.mockResolvedValue(bytes);
      await room.app.get(DiskWatch).look();
    };
    try {
      await look(300 * MB);
      const refused = await room.send([aReport('M-3')]);
      expect([refused.status, refused.body]).toEqual([503, expect.objectContaining({ code: 'disk-full' })]);
      const osmand = await fetch(`${room.url}/ingest/osmand/${room.feedToken}?id=M-3&lat=1&lon=1&timestamp=1`);
      expect([osmand.status, osmand.headers.get('retry-after')]).toEqual([503, '30']);
      expect((await room.send([aReport('M-3')], 'no token')).status).toBe(401);
      await room.get('/api/picture', await room.signIn());
      expect((await fetch(`${room.url}/health/ready`)).status).toBe(200);
      expect(valueOf(await metrics(), 'rearguard_disk_full')).toBe(1);
      await look(500 * MB);
      expect((await room.send([aReport('M-3')])).status).toBe(503);
      await look(700 * MB);
      expect((await room.send([aReport('M-3')])).status).toBe(202);
    } finally {
      left.mockRestore();
    }
  });
});
