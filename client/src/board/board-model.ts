import type { Severity } from '@rearguard/shared';

/** What every row has. */
export interface BoardRow {
  id: string;
  /** All words of the row that the text filter looks in, as {@link plain} makes them. */
  words: string;
}

/** What stands in one place of the table. */
export interface Cell {
  text: string;
  tone?: Severity | 'stale' | 'quiet' | null;
  note?: string;
  noteTone?: Severity | 'stale' | null;
  /** Not known, or not so: in a broken box, so that nobody takes it for a yes. */
  broken?: boolean;
  mark?: Severity | null;
}

export interface Column<Row> {
  id: string;
  name: string;
  /** How wide, as a track of a CSS grid. */
  track: string;
  /** By what rows are sorted; null comes last whichever way. It must not hang on the time. */
  key: (row: Row) => string | number | null;
  cell: (row: Row) => Cell;
  /** Shown on a telephone too. */
  small?: boolean;
}

/** One way to narrow rows down: a row of chips. */
export interface Facet<Row> {
  id: string;
  name: string;
  values: readonly { id: string; name: string }[];
  of: (row: Row) => string;
}

/** Values that were chosen, by facet; none means all. */
export type Chosen = Readonly<Record<string, readonly string[]>>;

export interface Sort {
  column: string;
  down: boolean;
}

/** Case and accents aside, as people type it. */
export function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Rows that have every word of the query and a chosen value of each facet, and how many each value would have. */
export function narrow<Row extends BoardRow>(
  rows: readonly Row[],
  query: string,
  facets: readonly Facet<Row>[],
  chosen: Chosen,
): { rows: readonly Row[]; counts: Readonly<Record<string, Readonly<Record<string, number>>>> } {
  const words = plain(query).split(/\s+/).filter(Boolean);
  const counts: Record<string, Record<string, number>> = Object.fromEntries(facets.map(({ id }) => [id, {}]));
  const kept = rows.filter((row) => {
    if (!words.every((word) => row.words.includes(word))) return false;
    const outside = facets.filter(({ id, of }) => {
      const wanted = chosen[id] ?? [];
      return wanted.length > 0 && !wanted.includes(of(row));
    });
    // A chip counts what it would show with the other facets as they are.
    for (const facet of facets) {
      if (outside.some((one) => one !== facet)) continue;
      const value = facet.of(row);
      counts[facet.id]![value] = (counts[facet.id]![value] ?? 0) + 1;
    }
    return outside.length === 0;
  });
  return { rows: kept, counts };
}

const collator = new Intl.Collator('en', { numeric: true });

/** In the order of a column; rows that are equal keep theirs. */
export function sorted<Row extends BoardRow>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sort: Sort | null,
): readonly Row[] {
  const column = columns.find(({ id }) => id === sort?.column);
  if (column === undefined || sort === null) return rows;
  const sign = sort.down ? -1 : 1;
  return rows
    .map((row) => ({ row, key: column.key(row) }))
    .sort((a, b) => {
      if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
      if (typeof a.key === 'number' && typeof b.key === 'number') return sign * (a.key - b.key);
      return sign * collator.compare(String(a.key), String(b.key));
    })
    .map(({ row }) => row);
}
