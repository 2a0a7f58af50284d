// Real: PostgreSQL, a whole live server that goes on taking reports, the commands and the files. No stand-ins.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { jest } from '@jest/globals';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { runCommand } from '../cli/program.js';
import { readConfig } from '../config/config.js';
import { LivePicture } from '../picture/live-picture.js';
import { PositionPartitions } from '../movements/positions/position-partitions.js';
import { startServer } from '../server.js';
import { emptyDatabase, freshDatabase } from '../testing/database.js';
import { eventually, openRoom, type TestRoom } from '../testing/room.js';

const folder = mkdtempSync(join(tmpdir(), 'rearguard-backup-'));
const file = join(folder, 'room.tar.gz');
let room: TestRoom;
beforeAll(async () => {
  room = await openRoom();
});
afterAll(async () => {
  await room.close();
  rmSync(folder, { recursive: true });
});

/** Runs a command on a database, in the folder of the test. */
async function rearguard(databaseUrl: string, ...words: string[]) {
  const said = { out: '', err: '' };
  const catching =
    (where: 'out' | 'err') =>
    (chunk: unknown, ...rest: unknown[]) => {
      said[where] += String(chunk);
      for (const one of rest) if (typeof one === 'function') (one as () => void)();
      return true;
    };
  const spies = [
    jest.spyOn(process.stdout, 'write').mockImplementation(catching('out')),
    jest.spyOn(process.stderr, 'write').mockImplementation(catching('err')),
  ];
  try {
    const environment = {
      DATABASE_URL: databaseUrl,
      DATA_DIR: join(folder, 'data'),
      INIT_CWD: folder,
      EXERCISE: 'none',
    };
    return { status: await runCommand(words, environment), ...said };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

async function rowsOf<Row>(url: string, query: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(query)).rows as Row[];
  } finally {
    await client.end();
  }
}

/** What two databases of one room have in common: every row of every table, as text. */
async function contents(url: string, upTo?: number): Promise<Record<string, unknown>> {
  const all = async (query: string) => (await rowsOf<{ it: string }>(url, query)).map(({ it }) => it);
  const bound = upTo ?? Number.MAX_SAFE_INTEGER;
  return {
    changes: await all(`SELECT c::text AS it FROM change c WHERE seq <= ${bound} ORDER BY seq`),
    units: await all(`SELECT (id, no, callsign, registered)::text AS it FROM unit ORDER BY no`),
    thinned: await all(`SELECT p::text AS it FROM position_thinned p ORDER BY 1`),
    people: await all(`SELECT p::text AS it FROM person p ORDER BY 1`),
    tokens: await all(`SELECT (id, kind, feed, name, secret_hash)::text AS it FROM access_token ORDER BY 1`),
    audit: await all(`SELECT a::text AS it FROM audit_entry a ORDER BY id`),
    room: await all(`SELECT r::text AS it FROM room r`),
    days: await all(
      `SELECT inhrelid::regclass::text AS it FROM pg_inherits WHERE inhparent = 'position'::regclass ORDER BY 1`,
    ),
  };
}
const positions = (url: string) =>
  rowsOf<{ it: string }>(
    url,
    `SELECT (unit_no, observed_at, report_key, lat, lon, speed_kmh, batch_no)::text AS it FROM position ORDER BY 1`,
  );

/** The picture that a server makes of a database, without what stands for the moment alone. */
async function pictureOf(url: string) {
  const dataDir = mkdtempSync(join(folder, 'data-'));
  const app = await startServer(readConfig({ EXERCISE: 'none', PORT: '0', DATA_DIR: dataDir }), url);
  try {
    const { seq, units, convoys, sites } = app.get(LivePicture).snapshot();
    return { seq, units, convoys, sites };
  } finally {
    await app.close();
  }
}

/** Sends reports until it is told to stop; how many were answered 202. */
function keepSending(): { stop(): Promise<number> } {
  let going = true;
  let accepted = 0;
  const sending = (async () => {
    for (let i = 0; going; i += 1) {
      const reports = Array.from({ length: 50 }, (_, n) => ({
        unitId: `B-${n}`,
        lat: 15 + i / 1e4,
        lon: -3,
        speedKmh: n / 4,
        observedAt: Date.now(),
      }));
      const { status, body } = await room.send(reports);
      if (status === 202) accepted += body.accepted;
    }
  })();
  return {
    async stop() {
      going = false;
      await sending;
      return accepted;
    },
  };
}

async function stored(count: number): Promise<boolean> {
  return (await positions(room.databaseUrl)).length === count;
}

describe('a backup of a room whose server runs', () => {
  it('brought into an empty database is the same room: every change, position, person and number', async () => {
    const cookie = await room.signIn('movement-control');
    const day = 86_400_000;
    const today = Math.floor(Date.now() / day) * day;
    // Days of history, the oldest of them thinned.
    await room.send(
      [3, 2, 1].map((ago) => ({ unitId: 'OLD-1', lat: 16, lon: -3, observedAt: Date.now() - ago * day })),
    );
    await eventually(() => stored(3), 'the old days');
    await new PositionPartitions(room.app.get(DataSource)).thinBefore(today - day);
    const load = keepSending();
    await eventually(async () => (await positions(room.databaseUrl)).length > 500, 'a load');
    const before = (await positions(room.databaseUrl)).length;
    const made = await rearguard(room.databaseUrl, 'backup', 'room.tar.gz');
    expect([made.status, made.out]).toEqual([0, `${file}\n`]);
    const accepted = await load.stop();
    await eventually(() => stored(accepted + 1), 'the rest');
    await room.get('/api/picture', cookie);

    const target = await emptyDatabase();
    const restored = await rearguard(target.url, 'restore', 'room.tar.gz');
    expect(restored.err).toContain('Restored, with every change up to');
    expect(restored.status).toBe(0);

    const upTo = Number((await rowsOf<{ last: string }>(target.url, `SELECT last FROM change_counter`))[0]!.last);
    expect(upTo).toBeGreaterThan(5);
    // The load went on while the backup was made: what it holds is the room as of one instant of that time.
    expect(await contents(target.url)).toEqual(await contents(room.databaseUrl, upTo));
    const [kept, all] = [await positions(target.url), await positions(room.databaseUrl)];
    expect(kept.length).toBeGreaterThanOrEqual(before);
    expect(kept.length).toBeLessThan(all.length);
    const still = new Set(all.map(({ it }) => it));
    expect(kept.filter(({ it }) => !still.has(it))).toEqual([]);

    // Numbers that the database hands out go on where they were.
    await rowsOf(target.url, `INSERT INTO unit (id, stale_after_s) VALUES ('NEW', 60)`);
    await target.drop();
  }, 120_000);

  it('holds batches that were accepted and not stored yet, and they are stored after the restore', async () => {
    const runner = room.app.get(DataSource).createQueryRunner();
    await runner.startTransaction();
    await runner.query(`SELECT * FROM lane FOR UPDATE`);
    const waiting = Array.from({ length: 40 }, (_, n) => ({
      unitId: `Q-${n}`,
      lat: 14,
      lon: -4,
      observedAt: Date.now(),
    }));
    expect((await room.send(waiting)).status).toBe(202);
    const made = await rearguard(room.databaseUrl, 'backup', 'waiting.tar.gz');
    expect(made.status).toBe(0);
    await runner.rollbackTransaction();
    await runner.release();

    const target = await emptyDatabase();
    expect((await rearguard(target.url, 'restore', 'waiting.tar.gz')).status).toBe(0);
    const units = () => rowsOf<{ id: string }>(target.url, `SELECT id FROM unit WHERE id LIKE 'Q-%'`);
    expect(await units()).toHaveLength(0);
    const app = await startServer(
      readConfig({ EXERCISE: 'none', PORT: '0', DATA_DIR: mkdtempSync(join(folder, 'data-')) }),
      target.url,
    );
    await eventually(async () => (await units()).length === 40, 'the batches of the queue').finally(() => app.close());
    await target.drop();
  }, 120_000);

  it('lets the table of a new day be made while it is written', async () => {
    const client = new pg.Client({ connectionString: room.databaseUrl });
    await client.connect();
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    for (const { it } of await rowsOf<{ it: string }>(
      room.databaseUrl,
      `SELECT inhrelid::regclass::text AS it FROM pg_inherits WHERE inhparent = 'position'::regclass`,
    )) {
      await client.query(`LOCK TABLE ONLY ${it} IN ACCESS SHARE MODE`);
    }
    await new PositionPartitions(room.app.get(DataSource)).ensure([{ observedAt: Date.parse('2020-02-02T00:00:00Z') }]);
    await client.query('ROLLBACK');
    await client.end();
  });

  it('is one that only its owner may read, and is never written over', async () => {
    expect(statSync(file).mode & 0o077).toBe(0);
    const size = statSync(file).size;
    const again = await rearguard(room.databaseUrl, 'backup', 'room.tar.gz');
    expect([again.status, again.out]).toEqual([1, '']);
    expect(again.err).toContain('exists already');
    expect(statSync(file).size).toBe(size);
    const nowhere = await rearguard(room.databaseUrl, 'backup', 'none/room.tar.gz');
    expect(nowhere.status).toBe(1);
    expect(nowhere.err).toContain('cannot be written (ENOENT)');
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('can be looked into with tar', () => {
    const names = execFileSync('tar', ['tzf', file]).toString().trim().split('\n');
    expect(names).toContain('backup.json');
    expect(names.at(-1)).toBe('manifest.json');
    expect(names).toContain('tables/change/000001');
  });
});

describe('a restore', () => {
  it('never writes over a room', async () => {
    const before = await contents(room.databaseUrl);
    const { status, err } = await rearguard(room.databaseUrl, 'restore', 'room.tar.gz');
    expect(status).toBe(1);
    expect(err).toContain('The database is not empty');
    expect(await contents(room.databaseUrl)).toEqual(before);
  });

  it('into a database that has the schema already gives the same fold of the log, and the same positions', async () => {
    expect((await rearguard(room.databaseUrl, 'backup', 'quiet.tar.gz')).status).toBe(0);
    const target = await freshDatabase();
    expect((await rearguard(target.url, 'restore', 'quiet.tar.gz')).status).toBe(0);
    expect(await contents(target.url)).toEqual(await contents(room.databaseUrl));
    expect(await positions(target.url)).toEqual(await positions(room.databaseUrl));
    const { seq, units, convoys, sites } = room.app.get(LivePicture).snapshot();
    expect(Object.keys(units).length).toBeGreaterThan(50);
    expect(await pictureOf(target.url)).toEqual({ seq, units, convoys, sites });
    await target.drop();
  });

  it.each([
    ['cut short', (whole: Buffer) => whole.subarray(0, whole.length - 300), /cut short|damaged/],
    [
      'of which a byte was changed',
      (whole: Buffer) => regzipped(whole, (tar) => tar.replace('"B-7"', '"B-8"')),
      /damaged: the rows of change/,
    ],
    [
      'of a newer version',
      (whole: Buffer) => regzipped(whole, (tar) => tar.replace('Changes1790000000100', 'Changes9990000000100')),
      /newer Rearguard/,
    ],
    ['that is something else', () => Buffer.from('hello'), /is no backup/],
  ])('refuses a file %s before anything is brought in', async (_, spoil, sentence) => {
    const broken = join(folder, 'broken.tar.gz');
    writeFileSync(broken, spoil(readFileSync(file)));
    const target = await emptyDatabase();
    const { status, err } = await rearguard(target.url, 'restore', 'broken.tar.gz');
    expect(status).toBe(1);
    expect(err).toMatch(sentence);
    expect(err).not.toMatch(/\n\s+at /);
    expect(await rowsOf(target.url, `SELECT tablename FROM pg_tables WHERE schemaname = 'public'`)).toEqual([]);
    await target.drop();
  });
});

function regzipped(whole: Buffer, change: (tar: string) => string): Buffer {
  const tar = gunzipSync(whole).toString('latin1');
  const changed = change(tar);
  expect(changed).not.toBe(tar);
  return gzipSync(Buffer.from(changed, 'latin1'));
}

describe('an export', () => {
  it('prints each change as the server tells it', async () => {
    const { out } = await rearguard(room.databaseUrl, 'export', 'changes');
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(lines).toEqual(await room.changes(await room.signIn()));
  });

  it('prints positions as JSON or as a table, within bounds', async () => {
    const { out } = await rearguard(room.databaseUrl, 'export', 'positions', '--format', 'csv');
    expect(out.split('\n')[0]).toBe(
      'unitId,observedAt,receivedAt,lat,lon,speedKmh,courseDeg,altitudeM,accuracyM,sourceObservedAt',
    );
    const today = new Date(Date.now() - 3_600_000).toISOString();
    const old = (await rearguard(room.databaseUrl, 'export', 'positions', '--to', today)).out.trim().split('\n');
    const units = old.map((line) => JSON.parse(line) as { unitId: string; observedAt: string });
    expect(units.map(({ unitId }) => unitId)).toEqual(['OLD-1', 'OLD-1', 'OLD-1']);
    expect(units[0]!.observedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });
});
