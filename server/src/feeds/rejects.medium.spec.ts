// Real: PostgreSQL.
import type { Rejected } from '@rearguard/shared';
import { openDatabase, type OpenDatabase } from '../testing/data-source.js';
import { RejectsRepository } from './rejects.repository.js';

const AT = Date.parse('2023-08-13T09:00:00Z');

let database: OpenDatabase;
let rejects: RejectsRepository;
beforeAll(async () => {
  database = await openDatabase();
  rejects = new RejectsRepository(database.source);
});
afterAll(() => database.close());
beforeEach(() => database.source.query('TRUNCATE feed_reject'));

const aRefusal = (index: number, over: Partial<Rejected> = {}): Rejected => ({
  index,
  path: '/lat',
  code: 'out-of-range',
  message: 'lat is none',
  ...over,
});
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

describe('refused reports', () => {
  it('are kept with their reason, newest first', async () => {
    const raw = [{ unitId: 'good' }, { unitId: "O'Neill", lat: 91 }, 'text'];
    await rejects.keep('positions', AT, 'radio', raw, [aRefusal(1), aRefusal(2, { path: '', code: 'wrong-type' })]);
    const { items, nextCursor } = await rejects.list(undefined, null, 10);
    expect(nextCursor).toBeNull();
    expect(items).toEqual([
      expect.objectContaining({ index: 2, path: '', code: 'wrong-type', report: '"text"' }),
      {
        id: expect.stringMatching(/^\d+$/) as string,
        version: 1,
        feed: 'positions',
        receivedAt: '2023-08-13T09:00:00.000Z',
        index: 1,
        path: '/lat',
        code: 'out-of-range',
        message: 'lat is none',
        report: `{"unitId":"O'Neill","lat":91}`,
        tokenName: 'radio',
      },
    ]);
  });

  it('of any content can be kept, the long ones cut', async () => {
    const raw = [{ unitId: 'zero \u0000' }, { unitId: 'half \ud800' }, undefined, { note: 'x'.repeat(10_000) }];
    await rejects.keep(
      'positions',
      AT,
      null,
      raw,
      upTo(4).map((index) => aRefusal(index)),
    );
    const { items } = await rejects.list('positions', null, 10);
    expect(items.map(({ index, report }) => [index, report.length > 0])).toEqual([
      [3, true],
      [2, false],
      [1, true],
      [0, true],
    ]);
    expect(items[0]!.report).toHaveLength(4_000);
    expect(items[0]!.tokenName).toBeNull();
  });

  it('are listed in pages, without loss or repeat, by feed or all', async () => {
    for (const feed of ['positions', 'customs'] as const) {
      await rejects.keep(
        feed,
        AT,
        null,
        upTo(7),
        upTo(7).map((index) => aRefusal(index)),
      );
    }
    const pages: number[][] = [];
    let before: string | null = null;
    do {
      const page: Awaited<ReturnType<RejectsRepository['list']>> = await rejects.list('positions', before, 3);
      pages.push(page.items.map(({ index }) => index));
      before = page.nextCursor;
    } while (before !== null);
    expect(pages).toEqual([[6, 5, 4], [3, 2, 1], [0]]);
    expect((await rejects.list(undefined, null, 100)).items).toHaveLength(14);
  });

  it('are counted by feed from an instant on', async () => {
    await rejects.keep('positions', AT - 1, null, [0], [aRefusal(0)]);
    await rejects.keep('positions', AT, null, [0, 0], [aRefusal(0), aRefusal(1)]);
    await rejects.keep('customs', AT, null, [0], [aRefusal(0)]);
    expect(await rejects.countSince('positions', AT)).toBe(2);
    expect(await rejects.countSince('security', AT)).toBe(0);
  });

  it('are trimmed to the newest of each feed: one that sends rubbish without end takes nothing from another', async () => {
    await rejects.keep('customs', AT, null, [0], [aRefusal(0)]);
    const many = upTo(20_005);
    await rejects.keep(
      'positions',
      AT,
      null,
      many,
      many.map((index) => aRefusal(index)),
    );
    await rejects.keep('customs', AT, null, [0], [aRefusal(1)]);
    await rejects.trim();
    expect(await rejects.countSince('customs', AT)).toBe(2);
    expect(await rejects.countSince('positions', AT)).toBe(20_000);
    const rows: { place: number }[] = await database.source.query(
      `SELECT min(place) AS place FROM feed_reject WHERE feed = 'positions'`,
    );
    expect(rows[0]!.place).toBe(5);
  });
});
