// Real: PostgreSQL, a Redis of our own, and the built server as two api and two worker processes.
import { jest } from '@jest/globals';
import type { Change, Page, Picture, PictureCommands, PictureEvents, RoomClock, UnitFacts } from '@rearguard/shared';
import pg from 'pg';
import { io, type Socket } from 'socket.io-client';
import { LANES } from './platform/queue/lane-queues.js';
import { type FreshDatabase, freshDatabase } from './testing/database.js';
import { Load } from './testing/load.js';
import { startRedis, type TestRedis } from './testing/redis.js';
import { eventually } from './testing/room.js';
import { RoomProcess } from './testing/room-process.js';

jest.setTimeout(120_000);

/** Takeovers take some four seconds; what piled up meanwhile is stored at the pace of the machine. */
const BUSY_MACHINE_MS = 60_000;

let database: FreshDatabase;
let redis: TestRedis;
let sql: pg.Client;
let apis: RoomProcess[];
let workers: RoomProcess[];
let token: string;
let loads: Load[] = [];
let cookie: string;

beforeAll(async () => {
  [database, redis] = await Promise.all([freshDatabase(), startRedis()]);
  sql = new pg.Client({ connectionString: database.url });
  await sql.connect();
  const start = (ROLE: string) => RoomProcess.start({ DATABASE_URL: database.url, REDIS_URL: redis.url, ROLE });
  const [api, ...rest] = await Promise.all(['api', 'api', 'worker', 'worker'].map(start));
  apis = [api!, rest[0]!];
  workers = rest.slice(1);
  token = await api!.command('feed-token', 'create', 'positions', '--name', 'load');
  const answer = await fetch(await api!.command('sign-in-link', 'watch-officer'), { redirect: 'manual' });
  cookie = answer.headers.get('set-cookie')!.split(';')[0]!;
});
afterAll(async () => {
  await Promise.all(loads.map((load) => load.end()));
  await Promise.all([...(apis ?? []), ...(workers ?? [])].map((one) => one.remove()));
  await sql?.end();
  await Promise.all([database?.drop(), redis?.close()]);
});

async function get<Answer>(api: RoomProcess, path: string): Promise<Answer> {
  const answer = await fetch(`${api.url}${path}`, { headers: { cookie } });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Answer;
}

/** A screen: it folds what it is told, and moves to another process when its own is gone. */
class Screen {
  seq: number | null = null;
  gaps = 0;
  snapshots = 0;
  #socket: Socket<PictureEvents, PictureCommands> | null = null;

  watch(api: RoomProcess): void {
    this.#socket?.disconnect();
    const options = { transports: ['websocket'], extraHeaders: { cookie }, forceNew: true, reconnection: false };
    const socket: Socket<PictureEvents, PictureCommands> = io(`${api.url}/picture`, options);
    this.#socket = socket;
    socket.on('picture:snapshot', ({ seq }) => {
      this.snapshots += 1;
      this.seq = seq;
    });
    socket.on('picture:changes', ({ from, to, changes }) => {
      if (from !== this.seq! + 1 || changes.length !== to - from + 1) this.gaps += 1;
      this.seq = to;
    });
    socket.emit('picture:watch', { protocol: 1, ...(this.seq === null ? {} : { after: this.seq }) }, () => undefined);
  }

  get connected(): boolean {
    return this.#socket?.connected ?? false;
  }

  leave(): void {
    this.#socket?.disconnect();
  }
}

async function rows<Row extends pg.QueryResultRow>(text: string): Promise<Row[]> {
  return (await sql.query<Row>(text)).rows;
}

describe('a room of two api and two worker processes', () => {
  it('keeps every report once and in order, and every picture the same, while processes die and hang', async () => {
    const began = Date.now() - 60_000;
    let doors = apis.map((api) => api.url);
    loads = ['A', 'B', 'C'].map((name) => new Load(name, token, began, () => doors));
    const sent = () => loads.flatMap((load) => load.acknowledged);
    const screens = apis.map((api) => {
      const screen = new Screen();
      screen.watch(api);
      return screen;
    });
    const stored = async () => Number((await rows<{ count: string }>('SELECT count(*) FROM position'))[0]!.count);
    /** All that was acknowledged by now gets stored, whoever is down at the moment. */
    const catchUp = async (what: string) => {
      const { length } = sent();
      await eventually(async () => (await stored()) >= length, what, BUSY_MACHINE_MS);
    };
    /** Sends a report that is long stale, and waits until a sweeper says so. */
    const swept = async (unitId: string) => {
      const report = { unitId, lat: 15, lon: -3, observedAt: Date.now() - 86_400_000 };
      await eventually(async () => {
        const answer = await fetch(`${doors[0]}/api/feeds/positions/reports`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
          body: JSON.stringify({ reports: [report] }),
        });
        return answer.status === 202;
      }, 'the stale report to be taken');
      const stale = `SELECT FROM change WHERE kind = 'unit' AND id = '${unitId}' AND (body->>'stale')::boolean`;
      await eventually(async () => (await rows(stale)).length === 1, `${unitId} to be stale`, BUSY_MACHINE_MS);
    };

    await eventually(async () => (await stored()) > 500, 'some load');
    await workers[0]!.kill();
    await Promise.all([catchUp('the lanes of the dead worker to be taken over'), swept('S-0')]);
    await workers[0]!.start();
    workers[1]!.signal('SIGSTOP');
    await Promise.all([catchUp('the lanes of the hanging worker to be taken over'), swept('S-1')]);
    workers[1]!.signal('SIGCONT');
    workers[0]!.signal('SIGSTOP');
    await Promise.all([catchUp('the lanes of the other to be taken over'), swept('S-2')]);
    workers[0]!.signal('SIGCONT');

    doors = [apis[1]!.url];
    await apis[0]!.kill();
    await eventually(() => !screens[0]!.connected, 'the screen to lose its process');
    screens[0]!.watch(apis[1]!);
    await apis[0]!.start();
    doors = apis.map((api) => api.url);
    const before = sent().length;
    await eventually(() => sent().length > before + 300, 'more load');
    await Promise.all(loads.map((load) => load.end()));
    await catchUp('everything to be stored');

    // Each once; also of those that were sent again because their answer was lost.
    const points = await rows<{ id: string; at: Date; batch_no: string }>(
      `SELECT u.id, p.observed_at AS at, p.batch_no FROM position p JOIN unit u ON u.no = p.unit_no
        WHERE u.id NOT LIKE 'S-%' ORDER BY u.id, p.observed_at`,
    );
    const names = points.map(({ id, at }) => `${id} ${at.getTime()}`);
    const found = new Set(names);
    expect(found.size).toBe(names.length);
    expect(sent().filter(({ unitId, observedAt }) => !found.has(`${unitId} ${observedAt}`))).toEqual([]);
    expect(names.length).toBe(sent().length);
    // In order: later reports of a unit in the same or a later batch of its lane.
    const overtaken = points.filter((point, place) => {
      const last = points[place - 1];
      return last?.id === point.id && Number(point.batch_no) < Number(last.batch_no);
    });
    expect(overtaken).toEqual([]);

    const head = Number((await rows<{ last: string }>('SELECT last FROM change_counter'))[0]!.last);
    await eventually(() => screens.every((screen) => screen.seq === head), 'the screens to follow');
    expect(screens.map(({ gaps, snapshots }) => ({ gaps, snapshots }))).toEqual([
      { gaps: 0, snapshots: 1 },
      { gaps: 0, snapshots: 1 },
    ]);
    const changes: Change[] = [];
    for (let after = 0; after < head;) {
      const page = await get<Page<Change>>(apis[0]!, `/api/changes?after=${after}&limit=5000`);
      changes.push(...page.items);
      after = changes.at(-1)!.seq;
    }
    expect(changes.map((change) => change.seq)).toEqual(Array.from({ length: head }, (_, place) => place + 1));
    const lastBatch = new Map<number, number>();
    for (const { id } of changes.filter((change) => change.kind === 'positions')) {
      expect(Number(id)).toBeGreaterThan(lastBatch.get(Number(id) % LANES) ?? 0);
      lastBatch.set(Number(id) % LANES, Number(id));
    }
    const facts = new Map<string, UnitFacts>();
    for (const change of changes) if (change.kind === 'unit') facts.set(change.id, change.body as UnitFacts);
    const newest = new Map(points.map((point) => [point.id, point.at]));
    for (const api of apis) {
      await eventually(async () => (await get<Picture>(api, '/api/picture')).seq === head, 'the picture to follow');
      const { units } = await get<Picture>(api, '/api/picture');
      expect(Object.keys(units).sort()).toEqual([...facts.keys()].sort());
      for (const unit of Object.values(units)) {
        expect(unit).toMatchObject(facts.get(unit.id)!);
        if (newest.has(unit.id)) expect(unit.observedAt).toBe(newest.get(unit.id)!.toISOString());
      }
    }
    screens.forEach((screen) => screen.leave());
  });

  it('shows a worker to nobody but who watches over it', async () => {
    const [worker] = workers;
    expect((await fetch(`${worker!.url}/health/ready`)).status).toBe(200);
    expect((await fetch(`${worker!.url}/metrics`)).status).toBe(401);
    for (const path of ['/', '/api/picture', '/socket.io/?EIO=4&transport=polling']) {
      expect((await fetch(`${worker!.url}${path}`)).status).toBe(404);
    }
  });

  it('cuts the sockets of a session that ends, at whatever process they are', async () => {
    const screen = new Screen();
    screen.watch(apis[1]!);
    await eventually(() => screen.connected, 'the screen');
    const headers = { cookie, origin: apis[0]!.url };
    const answer = await fetch(`${apis[0]!.url}/api/sessions/current`, { method: 'DELETE', headers });
    expect(answer.ok).toBe(true);
    await eventually(() => !screen.connected, 'the screen to be cut off');
  });

  it('says 503 at the door while Redis is away, and takes reports again when it is back', async () => {
    const report = { unitId: 'R-1', lat: 15, lon: -3, observedAt: Date.now() };
    const send = async () =>
      fetch(`${apis[0]!.url}/api/feeds/positions/reports`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ reports: [report] }),
      });
    await redis.kill();
    const refused = await send();
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).not.toBeNull();
    const ready = await fetch(`${apis[0]!.url}/health/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.text()).toContain('queue');
    await redis.crashAndRestart();
    await eventually(async () => (await send()).status === 202, 'the door to open again');
    await eventually(async () => (await rows(`SELECT FROM unit WHERE id = 'R-1'`)).length === 1, 'the report');
  });
});

describe('an exercise in several processes', () => {
  let room: FreshDatabase;
  let own: TestRedis;
  let api: RoomProcess;
  let players: RoomProcess[];
  beforeAll(async () => {
    [room, own] = await Promise.all([freshDatabase(), startRedis()]);
    const shared = { DATABASE_URL: room.url, REDIS_URL: own.url, EXERCISE: 'mali-2023' };
    const start = (ROLE: string) => RoomProcess.start({ ...shared, ROLE });
    [api, ...players] = (await Promise.all(['api', 'worker', 'worker'].map(start))) as [RoomProcess, RoomProcess];
    const answer = await fetch(await api.command('sign-in-link', 'administrator'), { redirect: 'manual' });
    cookie = answer.headers.get('set-cookie')!.split(';')[0]!;
  });
  afterAll(async () => {
    await Promise.all([api, ...(players ?? [])].map((one) => one?.remove()));
    await Promise.all([room?.drop(), own?.close()]);
  });

  const act = async (verb: string, body: object = {}) => {
    const headers = { cookie, origin: api.url, 'content-type': 'application/json' };
    return fetch(`${api.url}/api/exercise/${verb}`, { method: 'POST', headers, body: JSON.stringify(body) });
  };
  const clock = () => get<RoomClock>(api, '/api/exercise');
  const goesOn = async (what: string) => {
    const { at } = await clock();
    await eventually(async () => (await clock()).at > at, what, BUSY_MACHINE_MS);
  };

  it('is played by one of them, led from another, and goes on when the player dies or hangs', async () => {
    await eventually(async () => (await clock()).exercise?.state === 'running', 'the clock to run: somebody came in');
    expect((await act('speed', { speed: 60 })).status).toBe(200);
    const refused = await act('jump', { to: '2022-01-01T00:00:00Z' });
    expect(refused.status).toBe(422);
    const { runId } = (await clock()).exercise!;
    for (const fault of ['kill', 'stop', 'stop']) {
      const [one, other] = players as [RoomProcess, RoomProcess];
      if (fault === 'kill') await one.kill();
      else one.signal('SIGSTOP');
      await goesOn('time to go on');
      await eventually(async () => (await act('pause')).status === 200, 'the other to play', BUSY_MACHINE_MS);
      const { at, exercise } = await clock();
      expect(exercise).toMatchObject({ runId, speed: 60, state: 'paused' });
      if (fault === 'kill') await one.start();
      else one.signal('SIGCONT');
      await eventually(async () => (await act('resume')).status === 200, 'the player to hear', BUSY_MACHINE_MS);
      await goesOn('time to go on after the return');
      expect((await clock()).at > at).toBe(true);
      players = [other, one];
    }
    const client = new pg.Client({ connectionString: room.url });
    await client.connect();
    const runs = await client.query<{ run_id: string }>('SELECT run_id FROM exercise_run');
    await client.end();
    expect(runs.rows).toEqual([{ run_id: runId }]);
  });
});

describe('a start with a wrong or absent Redis', () => {
  const refusal = (REDIS_URL: string) => RoomProcess.refusal({ DATABASE_URL: database.url, REDIS_URL });

  it('is refused in a sentence: nobody there', async () => {
    const { status, said } = await refusal('redis://:secret@127.0.0.1:1');
    expect(status).toBe(1);
    expect(said).toMatch(/^REDIS_URL: no Redis answers at 127\.0\.0\.1:1 \(ECONNREFUSED\)\./);
    expect(said).not.toContain('secret');
  });

  it('is refused with the lines to set: one that would lose what it was given', async () => {
    const careless = await startRedis(['--appendonly', 'yes', '--maxmemory-policy', 'allkeys-lru']);
    const { status, said } = await refusal(careless.url);
    await careless.close();
    expect(status).toBe(1);
    expect(said.split('\n').slice(1)).toEqual(['  maxmemory-policy noeviction', '  appendfsync always']);
  });

  it('is refused in a sentence: a wrong password', async () => {
    const guarded = await startRedis(['--requirepass', 'right']);
    const { status, said } = await refusal(guarded.url.replace('redis://', 'redis://:wrong@'));
    await guarded.close();
    expect(status).toBe(1);
    expect(said).toMatch(/^REDIS_URL: the Redis at \S+ refuses the user or password/);
  });
});
