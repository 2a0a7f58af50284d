// Real: PostgreSQL with its binary COPY and its partitions.
import type { TrackPoint } from '@rearguard/shared';
import fc from 'fast-check';
import type { PoolClient } from 'pg';
import { openDatabase, type OpenDatabase } from '../../testing/data-source.js';
import { eventually } from '../../testing/room.js';
import { isNewer, type Point } from './point.js';
import { PositionPartitions } from './position-partitions.js';
import { PositionStore, storedName } from './position-store.js';

const START = Date.parse('2023-08-13T09:00:00Z');
const DAY_MS = 86_400_000;

let database: OpenDatabase;
let store: PositionStore;
let partitions: PositionPartitions;
beforeAll(async () => {
  database = await openDatabase();
  store = new PositionStore(database.source);
  partitions = new PositionPartitions(database.source);
});
afterAll(() => database.close());

const aPoint = (over: Partial<Point> = {}): Point => ({
  no: 1,
  lat: 16.8,
  lon: -3,
  speedKmh: 22,
  courseDeg: 87,
  altitudeM: 263,
  accuracyM: 5,
  observedAt: START,
  receivedAt: START + 1_000,
  sourceObservedAt: null,
  reportKey: 0x0123456789abcdefn,
  ...over,
});

async function append(points: readonly Point[], undo = false): Promise<void> {
  await partitions.ensure(points);
  const runner = database.source.createQueryRunner();
  try {
    const client = (await runner.connect()) as PoolClient;
    await runner.startTransaction();
    await store.append(client, 1, points);
    if (!undo) await runner.commitTransaction();
  } finally {
    if (runner.isTransactionActive) await runner.rollbackTransaction();
    await runner.release();
  }
}

/** A unit that is known to have been somewhere since an instant; returns its number. */
async function aUnit(newestFrom: number | null): Promise<number> {
  const [row]: { no: number }[] = await database.source.query(
    `INSERT INTO unit (id, stale_after_s, newest_from) VALUES (gen_random_uuid(), 900, $1) RETURNING no`,
    [newestFrom === null ? null : new Date(newestFrom)],
  );
  return row!.no;
}
const newest = (...nos: number[]) => store.newest(database.source.manager, nos);

const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
// Readings are kept in single precision: six significant digits are sure to come back as they are.
const real = fc.tuple(fc.integer({ min: -999_999, max: 999_999 }), fc.nat(4)).map(([digits, scale]) => {
  return digits / 10 ** scale + 0;
});
const key = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
// In this range microseconds are whole numbers as JavaScript has them.
const received = fc.integer({ min: Date.parse('1715-01-01T00:00:00Z'), max: Date.parse('2285-01-01T00:00:00Z') });
const anyPoint = fc.record({
  no: fc.constant(0),
  lat: fc.double({ min: -90, max: 90, noNaN: true }).map((value) => value + 0),
  lon: fc.double({ min: -180, max: 180, noNaN: true }).map((value) => value + 0),
  speedKmh: maybe(real),
  courseDeg: maybe(real),
  altitudeM: maybe(real),
  accuracyM: maybe(real),
  // Around the epoch of PostgreSQL, before that of Unix, and long ahead; few days, as each is a table.
  observedAt: fc
    .tuple(fc.constantFrom('1969-12-31', '1999-12-31', '2000-01-01', '2023-08-13', '2284-12-31'), fc.nat(DAY_MS - 1))
    .map(([day, ms]) => Date.parse(day) + ms),
  receivedAt: received,
  sourceObservedAt: maybe(received),
  reportKey: key,
});

describe('the history of positions', () => {
  it('gives points back exactly as they were appended', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyPoint, { minLength: 1, maxLength: 20 }), async (given) => {
        const points: Point[] = [];
        for (const point of given) points.push({ ...point, no: await aUnit(point.observedAt) });
        await append(points);
        expect(await newest(...points.map(({ no }) => no))).toEqual(new Map(points.map((point) => [point.no, point])));
      }),
      { numRuns: 20 },
    );
  });

  it('takes more in one go than the first buffer holds, and nothing as nothing', async () => {
    const unitNo = await aUnit(START);
    const points = Array.from({ length: 5_000 }, (_, i) => aPoint({ no: unitNo, observedAt: START + i }));
    await append(points);
    await append([]);
    expect((await newest(unitNo)).get(unitNo)).toEqual(points.at(-1));
    const [row]: { count: string }[] = await database.source.query('SELECT count(*) FROM position WHERE unit_no = $1', [
      unitNo,
    ]);
    expect(Number(row!.count)).toBe(5_000);
  });

  it('keeps nothing of a batch that is undone or refused, and the connection stays usable', async () => {
    const unitNo = await aUnit(START);
    await append([aPoint({ no: unitNo })], true);
    expect((await newest(unitNo)).size).toBe(0);
    await expect(append([aPoint({ no: unitNo }), aPoint({ no: unitNo })])).rejects.toThrow(/duplicate key/);
    await append([aPoint({ no: unitNo })]);
    expect((await newest(unitNo)).size).toBe(1);
  });

  it('knows what it has, by unit, time and key together', async () => {
    const unitNo = await aUnit(START);
    const high = aPoint({ no: unitNo, reportKey: -0x0123456789abcdf0n, observedAt: START + DAY_MS });
    await append([aPoint({ no: unitNo }), high]);
    const asked = [
      aPoint({ no: unitNo }),
      high,
      aPoint({ no: unitNo, observedAt: START + 1 }),
      aPoint({ no: unitNo, reportKey: high.reportKey }),
      aPoint({ no: unitNo + 1 }),
    ];
    expect(await store.stored(database.source.manager, asked)).toEqual(
      new Set([aPoint({ no: unitNo }), high].map(storedName)),
    );
    expect(await store.stored(database.source.manager, [])).toEqual(new Set());
  });

  it('names the same newest point as who folds them in memory, in whatever order', async () => {
    const point = fc.record({
      observedAt: fc.integer({ min: START, max: START + 2 }),
      sourceObservedAt: maybe(fc.integer({ min: START, max: START + 2 })),
      reportKey: key,
    });
    const points = fc.uniqueArray(point, { minLength: 1, maxLength: 12, selector: ({ reportKey }) => reportKey });
    await fc.assert(
      fc.asyncProperty(points, async (given) => {
        const unitNo = await aUnit(Math.min(...given.map(({ observedAt }) => observedAt)));
        const all = given.map((over) => aPoint({ ...over, no: unitNo, receivedAt: START }));
        await append(all);
        const folded = all.reduce<Point | null>((best, one) => (isNewer(one, best) ? one : best), null);
        expect((await newest(unitNo)).get(unitNo)).toEqual(folded);
        expect((await store.newestAt(START + 2)).get(unitNo)).toEqual(folded);
      }),
      { numRuns: 30 },
    );
  });

  it('looks for the newest only among units that ever reported, and those asked for', async () => {
    const [silent, one, other] = [await aUnit(null), await aUnit(START), await aUnit(START)];
    await append([aPoint({ no: one }), aPoint({ no: other })]);
    expect([...(await newest(silent, one)).keys()]).toEqual([one]);
    const all = await store.newest(database.source.manager);
    expect(all.has(one) && all.has(other)).toBe(true);
    expect(all.has(silent)).toBe(false);
  });

  it('tells where a unit was at an instant by what was known then', async () => {
    const unitNo = await aUnit(START);
    const early = aPoint({ no: unitNo, receivedAt: START });
    const late = aPoint({ no: unitNo, observedAt: START + 1_000, receivedAt: START + 60_000 });
    await append([early, late]);
    const at = async (instant: number) => (await store.newestAt(instant)).get(unitNo);
    expect(await at(START - 1)).toBeUndefined();
    expect(await at(START)).toEqual(early);
    expect(await at(START + 30_000)).toEqual(early);
    expect(await at(START + 60_000)).toEqual(late);
  });

  it('pages a track oldest first, without loss or repeat, also where times are the same', async () => {
    const unitNo = await aUnit(START);
    const keys = [1n, 2n ** 63n - 1n, -(2n ** 63n), -1n];
    const points = Array.from({ length: 23 }, (_, i) =>
      aPoint({ no: unitNo, observedAt: START + Math.floor(i / 4) * 1_000, reportKey: keys[i % 4]! }),
    );
    await append(points);
    const outside = [aPoint({ no: unitNo, observedAt: START - 1 }), aPoint({ no: unitNo, observedAt: START + 60_001 })];
    await append(outside);
    for (const limit of [1, 4, 5, 22, 23, 100]) {
      const items: TrackPoint[] = [];
      let cursor: string | null = null;
      do {
        const page: Awaited<ReturnType<PositionStore['track']>> = await store.track(
          unitNo,
          START,
          START + 60_000,
          cursor,
          limit,
        );
        expect(page.items.length).toBeLessThanOrEqual(limit);
        items.push(...page.items);
        cursor = page.nextCursor;
      } while (cursor !== null);
      expect(new Set(items.map(({ id }) => id)).size).toBe(points.length);
      expect(items.map(({ observedAt }) => Date.parse(observedAt))).toEqual(points.map((point) => point.observedAt));
    }
  });

  it('says of a point whether the exercise moved its time', async () => {
    const unitNo = await aUnit(START);
    await append([
      aPoint({ no: unitNo }),
      aPoint({ no: unitNo, observedAt: START + 1, sourceObservedAt: START + DAY_MS }),
    ]);
    const { items } = await store.track(unitNo, START, START + 1, null, 10);
    expect(items.map(({ moved, sourceObservedAt }) => [moved, sourceObservedAt])).toEqual([
      [false, null],
      [true, '2023-08-14T09:00:00.000Z'],
    ]);
  });
});

describe('the days of positions', () => {
  const days = async () => {
    const rows: { day: string }[] = await database.source.query(
      `SELECT inhrelid::regclass::text AS day FROM pg_inherits WHERE inhparent = 'position'::regclass ORDER BY 1`,
    );
    return rows.map(({ day }) => day);
  };
  const june = (day: number) => Date.UTC(2022, 5, day);

  it('are made once, by several at the same time too', async () => {
    const several = [0, 1, 2, 3].map(() => new PositionPartitions(database.source));
    await Promise.all(
      several.map((one) => one.ensure([june(1), june(1) + DAY_MS - 1, june(2)].map((observedAt) => ({ observedAt })))),
    );
    const made = (await days()).filter((day) => day.startsWith('position_2022_06'));
    expect(made).toEqual(['position_2022_06_01', 'position_2022_06_02']);
  });

  it('are thinned and dropped, once all of a day is older, and can be made again', async () => {
    const unitNo = await aUnit(june(10));
    await append([10, 11, 12].map((day) => aPoint({ no: unitNo, observedAt: june(day) })));
    expect(await partitions.thinBefore(june(12) - 1)).toContain('2022-06-10');
    expect(await days()).not.toContain('position_2022_06_10');
    expect(await days()).toContain('position_2022_06_11');
    expect(await partitions.thinBefore(june(12))).toEqual(['2022-06-11']);
    await append([aPoint({ no: unitNo, observedAt: june(10) + 1 })]);
    expect((await store.track(unitNo, june(1), june(30), null, 10)).items).toHaveLength(4);
  });

  it('keep the newest point of each minute and unit for good, where it was and when, and no other', async () => {
    const [near, far] = [await aUnit(june(20)), await aUnit(june(20))];
    const at = (unitNo: number, observedAt: number, over: Partial<Point> = {}) =>
      aPoint({ no: unitNo, observedAt, receivedAt: observedAt + 7, lat: 16 + (observedAt - june(20)) / 1e7, ...over });
    const minutes = Array.from({ length: 180 }, (_, i) => at(near, june(20) + i * 1_000));
    // The same instant twice: the one that everybody else takes for the newest stays.
    const twice = [1n, 2n ** 63n - 1n].map((reportKey) => at(far, june(20) + 90_000, { reportKey, speedKmh: null }));
    await append([...minutes, ...twice]);
    const newestBefore = await newest(near, far);
    const before = await store.newestAt(june(21));
    expect(await partitions.thinBefore(june(21))).toContain('2022-06-20');

    const track = (await store.track(near, june(20), june(21), null, 100)).items;
    expect(track.map(({ observedAt }) => Date.parse(observedAt))).toEqual(
      [59, 119, 179].map((s) => june(20) + s * 1_000),
    );
    expect(await newest(near, far)).toEqual(newestBefore);
    expect(newestBefore.get(near)).toEqual(minutes.at(-1));
    expect(newestBefore.get(far)).toEqual(twice[1]);
    expect((await store.newestAt(june(21))).get(near)).toEqual(before.get(near));
  });

  it('are made while somebody reads all of them, as a backup does, and hold up nobody who stores', async () => {
    const unitNo = await aUnit(june(14));
    await append([aPoint({ no: unitNo, observedAt: june(14) })]);
    const reader = database.source.createQueryRunner();
    await reader.startTransaction();
    try {
      await reader.query(`SELECT 1 FROM position LIMIT 1`);
      await append([aPoint({ no: unitNo, observedAt: june(15) })]);
    } finally {
      await reader.rollbackTransaction();
      await reader.release();
    }
    expect((await store.track(unitNo, june(14), june(16), null, 10)).items).toHaveLength(2);
    // As if it had been made in its place: the same repeated is refused.
    await expect(append([aPoint({ no: unitNo, observedAt: june(15) })])).rejects.toThrow(/duplicate key/);
  });

  it('are made while another is thinned, which may take minutes', async () => {
    const unitNo = await aUnit(june(17));
    await append([aPoint({ no: unitNo, observedAt: june(17) })]);
    const thinning = database.source.createQueryRunner();
    await thinning.startTransaction();
    // A trigger that never ends until we let it: the day is being copied.
    await database.source.query(
      `CREATE FUNCTION hold_up() RETURNS trigger LANGUAGE plpgsql AS
         'BEGIN PERFORM set_config(''lock_timeout'', ''0'', true); PERFORM pg_advisory_xact_lock(17); RETURN NEW; END'`,
    );
    await database.source.query(
      `CREATE TRIGGER hold_up BEFORE INSERT ON position_thinned FOR EACH ROW EXECUTE FUNCTION hold_up()`,
    );
    try {
      await thinning.query(`SELECT pg_advisory_xact_lock(17)`);
      const thinned = partitions.thinBefore(june(18));
      const waits = async () => {
        const rows: unknown[] = await database.source.query(
          `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = 17 AND NOT granted`,
        );
        return rows.length > 0;
      };
      await eventually(waits, 'the thinning to be under way');
      await append([aPoint({ no: unitNo, observedAt: june(28) })]);
      await thinning.commitTransaction();
      expect(await thinned).toContain('2022-06-17');
    } finally {
      if (thinning.isTransactionActive) await thinning.rollbackTransaction();
      await thinning.release();
      await database.source.query(`DROP FUNCTION hold_up CASCADE`);
    }
    expect((await store.track(unitNo, june(17), june(29), null, 10)).items).toHaveLength(2);
  });

  it('are left whole while somebody reads them, and thinned by one process when several try', async () => {
    const unitNo = await aUnit(june(25));
    await append([aPoint({ no: unitNo, observedAt: june(25) }), aPoint({ no: unitNo, observedAt: june(25) + 1 })]);
    const reader = database.source.createQueryRunner();
    await reader.startTransaction();
    await reader.query(`SELECT 1 FROM ONLY position_2022_06_25`);
    expect(await partitions.thinBefore(june(26))).toEqual([]);
    expect((await store.track(unitNo, june(25), june(26), null, 10)).items).toHaveLength(2);
    await reader.rollbackTransaction();
    await reader.release();
    const several = [0, 1, 2].map(() => new PositionPartitions(database.source));
    const done = await Promise.all(several.map((one) => one.thinBefore(june(26))));
    expect(done.flat()).toEqual(['2022-06-25']);
    expect((await store.track(unitNo, june(25), june(26), null, 10)).items).toHaveLength(1);
  });
});
