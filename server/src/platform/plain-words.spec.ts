import { z } from 'zod';
import './plain-words.js';

const RAW = /invalid|expected|received|too (small|big)|unrecognized|pattern/i;

const Everything = z.strictObject({
  text: z.string().min(2).max(3),
  count: z.int().positive().lte(9).multipleOf(3),
  kind: z.enum(['one', 'two']),
  only: z.literal('this'),
  list: z.array(z.string()).min(1).max(2),
  yes: z.boolean(),
  id: z.uuid(),
  day: z.iso.date(),
  at: z.iso.datetime(),
  code: z.string().regex(/^x$/),
  either: z.union([z.string(), z.number()]),
  table: z.record(z.string().max(3), z.number()),
});
type Everything = z.infer<typeof Everything>;
const FITS: Everything = {
  text: 'abc',
  count: 3,
  kind: 'one',
  only: 'this',
  list: ['a'],
  yes: true,
  id: '0190c1f4-8f6e-7c3a-9b1e-2f4a6c8e0a1b',
  day: '2023-08-13',
  at: '2023-08-13T09:00:00Z',
  code: 'x',
  either: 1,
  table: { a: 1 },
};

it.each<[over: Record<string, unknown>, words: string]>([
  [{ text: undefined }, 'is missing'],
  [{ text: 4 }, 'must be text'],
  [{ text: 'a' }, 'must have at least 2 characters'],
  [{ text: 'abcd' }, 'must have at most 3 characters'],
  [{ count: '3' }, 'must be a number'],
  [{ count: 1.5 }, 'must be a whole number'],
  [{ count: 0 }, 'must be more than 0'],
  [{ count: 12 }, 'must be at most 9'],
  [{ count: 4 }, 'must be a multiple of 3'],
  [{ kind: 'three' }, 'must be one of one, two'],
  [{ kind: undefined }, 'is missing'],
  [{ only: 'that' }, 'must be this'],
  [{ list: 'a' }, 'must be a list'],
  [{ list: [] }, 'must hold at least 1'],
  [{ list: ['a', 'b', 'c'] }, 'must hold at most 2'],
  [{ yes: 'yes' }, 'must be true or false'],
  [{ id: '7' }, 'must be a UUID'],
  [{ day: '13 August' }, 'must be a day, such as 2023-08-13'],
  [{ at: 'noon' }, 'must be RFC 3339, such as 2023-08-13T09:00:00Z'],
  [{ code: 'y' }, 'is not written as it must be'],
  [{ either: true }, 'has none of the forms that are taken here'],
  [{ table: { abcd: 1 } }, 'has a name in it that is not taken here'],
  [{ stranger: 1 }, 'has what is not known here: stranger'],
])('says of %j that it %s', (over, words) => {
  expect(Everything.safeParse({ ...FITS, ...over }).error?.issues[0]?.message).toBe(words);
});

it('has nothing of the library in it, whatever is wrong', () => {
  expect(Everything.safeParse(FITS).success).toBe(true);
  const wrong = [null, [], 'x', {}, Object.fromEntries(Object.keys(FITS).map((name) => [name, Symbol(name)]))];
  const messages = wrong.flatMap((value) => Everything.safeParse(value).error!.issues.map(({ message }) => message));
  expect(messages.filter((message) => RAW.test(message))).toEqual([]);
});

it('leaves a schema its own words', () => {
  expect(z.string({ error: 'must be a call sign' }).safeParse(1).error!.issues[0]!.message).toBe('must be a call sign');
});
