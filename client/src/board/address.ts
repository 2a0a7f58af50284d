import type { Chosen, Sort } from './board-model.js';

/** What an address says of a board, so that a link opens it as it was seen. */
export interface BoardView {
  query: string;
  chosen: Chosen;
  sort: Sort | null;
  /** What stands after the board's own path: `FR-123`, `restrictions/RS-1`. */
  rest: string | null;
}

/** @param facets names of the parameters that choose values */
export function readAddress(base: string, facets: readonly string[], path: string, search: string): BoardView {
  const given = new URLSearchParams(search);
  const sort = given.get('sort');
  const rest = path.startsWith(`${base}/`) ? path.slice(base.length + 1) : '';
  return {
    query: given.get('q') ?? '',
    chosen: Object.fromEntries(
      facets.map((facet) => [facet, (given.get(facet) ?? '').split(',').filter((value) => value !== '')]),
    ),
    sort: sort ? { column: sort.replace(/^-/, ''), down: sort.startsWith('-') } : null,
    rest: rest === '' ? null : rest.split('/').map(decoded).join('/'),
  };
}

export function writeAddress(base: string, { query, chosen, sort, rest }: BoardView): string {
  const parts = Object.entries(chosen).flatMap(([facet, values]) =>
    values.length > 0 ? [`${facet}=${values.map(encodeURIComponent).join(',')}`] : [],
  );
  if (query !== '') parts.push(`q=${encodeURIComponent(query)}`);
  if (sort !== null) parts.push(`sort=${sort.down ? '-' : ''}${encodeURIComponent(sort.column)}`);
  const path = rest === null ? base : `${base}/${rest.split('/').map(encodeURIComponent).join('/')}`;
  return parts.length === 0 ? path : `${path}?${parts.join('&')}`;
}

/** An address that somebody mistyped is no reason to show nothing. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
