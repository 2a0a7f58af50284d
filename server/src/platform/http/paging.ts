import type { Page } from '@rearguard/shared';
import { z } from 'zod';
import { Problem } from './problem.js';

export const DEFAULT_LIMIT = 100;
export const MAX_LIMIT = 5_000;

/** `?cursor=&limit=` of every list; a list adds its filters with `.extend`. */
export const PageQuery = z.object({
  cursor: z.string().max(1_000).optional(),
  limit: z.coerce.number().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT),
});
export type PageQuery = z.infer<typeof PageQuery>;

/** Makes a place in a list into a word that callers hand back and do not read. */
export function toCursor(place: unknown): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/**
 * The place in the list that a cursor stands for, or undefined at the start of the list.
 * @throws Problem 400 `bad-cursor` for one that this list did not give out.
 */
export function fromCursor<Place extends z.ZodType>(
  cursor: string | undefined,
  place: Place,
): z.infer<Place> | undefined {
  if (cursor === undefined || cursor === '') return undefined;
  const parsed = place.safeParse(decoded(cursor));
  if (parsed.success) return parsed.data;
  throw new Problem(400, {
    code: 'bad-cursor',
    message: 'This cursor is not one that this list gave out.',
    path: '/cursor',
    hint: 'Send nextCursor of the page before, unchanged, or none to begin.',
  });
}

/**
 * Cuts rows to a page. Fetch `limit + 1` rows: the one too many only shows that there is more.
 * @param placeOf the place of a row in the order of the list, such as its number
 */
export function pageOf<Row>(rows: readonly Row[], limit: number, placeOf: (row: Row) => unknown): Page<Row> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? toCursor(placeOf(last)) : null };
}

function decoded(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}
