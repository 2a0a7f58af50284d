import fc from 'fast-check';
import { z } from 'zod';
import { fromCursor, PageQuery, pageOf } from './paging.js';
import { Problem } from './problem.js';

const Place = z.object({ at: z.int(), id: z.string() });
const placeOf = (row: z.infer<typeof Place>) => row;

it('walks a list once and completely, whatever the size of its pages', () => {
  const rows = fc.uniqueArray(fc.integer(), { maxLength: 60 });
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 20 }), (ats, limit) => {
      const all = [...ats].sort((a, b) => a - b).map((at) => ({ at, id: `row ${at}` }));
      const walked: unknown[] = [];
      let cursor: string | undefined;
      do {
        const after = fromCursor(cursor, Place);
        const rest = all.filter((row) => after === undefined || row.at > after.at);
        const page = pageOf(rest.slice(0, limit + 1), limit, placeOf);
        walked.push(...page.items);
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      expect(walked).toEqual(all);
    }),
  );
});

it('refuses a cursor that it did not give out', () => {
  for (const cursor of ['rubbish', Buffer.from('{"at":"late"}').toString('base64url')]) {
    expect(() => fromCursor(cursor, Place)).toThrow(Problem);
  }
});

it('gives 100 rows unless told, and at most 5,000', () => {
  expect(PageQuery.parse({}).limit).toBe(100);
  expect(PageQuery.parse({ limit: '5000' }).limit).toBe(5_000);
  for (const limit of ['5001', '0', 'many', '1.5']) expect(PageQuery.safeParse({ limit }).success).toBe(false);
});
