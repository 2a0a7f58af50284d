import { SvelteMap } from 'svelte/reactivity';
import { readAddress, writeAddress } from './address.js';
import { Board } from './board.svelte.js';
import { type BoardRow, type Column, type Facet, narrow, plain, sorted } from './board-model.js';
import { toCsv } from './csv.js';

interface Row extends BoardRow {
  state: string;
  goods: string;
  days: number | null;
}
const row = (id: string, state: string, goods: string, days: number | null = null): Row => ({
  id,
  state,
  goods,
  days,
  words: plain(`${id} ${state} ${goods} Ménaka`),
});
const ROWS = [row('C-10', 'held', 'fuel', 7), row('C-9', 'held', 'food', null), row('C-2', 'filed', 'fuel', 3)];
const facet = (id: 'state' | 'goods', ...values: string[]): Facet<Row> => ({
  id,
  name: id,
  values: values.map((value) => ({ id: value, name: value })),
  of: (one) => one[id],
});
const FACETS = [facet('state', 'held', 'filed'), facet('goods', 'fuel', 'food')];
const column = (id: string, key: Column<Row>['key']): Column<Row> => ({
  id,
  key,
  name: id,
  track: '1fr',
  cell: (one) => ({ text: one.id }),
});
const COLUMNS = [column('id', ({ id }) => id), column('days', ({ days }) => days)];
const ids = (rows: readonly Row[]): string[] => rows.map(({ id }) => id);

describe('rows of a board', () => {
  it('have every word of the filter, accents and case aside', () => {
    expect(ids(narrow(ROWS, 'MENAKA fuel', FACETS, {}).rows)).toEqual(['C-10', 'C-2']);
    expect(narrow(ROWS, 'fuel nothing', FACETS, {}).rows).toEqual([]);
  });

  it('are counted by chip with the other chips as they are', () => {
    const { rows, counts } = narrow(ROWS, '', FACETS, { state: ['held'], goods: [] });
    expect(ids(rows)).toEqual(['C-10', 'C-9']);
    expect(counts).toEqual({ state: { held: 2, filed: 1 }, goods: { fuel: 1, food: 1 } });
  });

  it('are sorted as people count, with what is not known last whichever way', () => {
    expect(ids(sorted(ROWS, COLUMNS, { column: 'id', down: false }))).toEqual(['C-2', 'C-9', 'C-10']);
    expect(ids(sorted(ROWS, COLUMNS, { column: 'days', down: false }))).toEqual(['C-2', 'C-10', 'C-9']);
    expect(ids(sorted(ROWS, COLUMNS, { column: 'days', down: true }))).toEqual(['C-10', 'C-2', 'C-9']);
    expect(sorted(ROWS, COLUMNS, null)).toBe(ROWS);
  });
});

describe('the address of a board', () => {
  it('opens it as it was seen', () => {
    const view = {
      query: 'käse & co',
      chosen: { state: ['denied', 'revoked'], purpose: [] },
      sort: { column: 'window', down: true },
      rest: 'restrictions/RS 1/2',
    };
    const address = writeAddress('/airspace', view);
    expect(address).toContain('state=denied,revoked&q=');
    const { pathname, search } = new URL(address, 'http://room');
    expect(readAddress('/airspace', ['state', 'purpose'], pathname, search)).toEqual(view);
  });

  it('is short when nothing was asked, and a broken one shows the board all the same', () => {
    const nothing = { query: '', chosen: { state: [] }, sort: null, rest: null };
    expect(writeAddress('/customs', nothing)).toBe('/customs');
    expect(readAddress('/customs', ['state'], '/customs/%E0%A4%A', '')).toEqual({ ...nothing, rest: '%E0%A4%A' });
  });
});

describe('a board', () => {
  it('keeps what is looked at while rows change, and steps from there', () => {
    const rows = new SvelteMap(ROWS.map((one) => [one.id, one]));
    const board = new Board<Row>(
      '/customs',
      () => [...rows.values()],
      () => ({ columns: COLUMNS, facets: FACETS }),
    );
    board.read({ pathname: '/customs/C-9', search: '?state=held' });
    expect(ids(board.shown)).toEqual(['C-10', 'C-9']);
    rows.delete('C-10');
    rows.set('C-1', row('C-1', 'held', 'water'));
    expect([board.at, ids(board.shown)]).toEqual(['C-9', ['C-9', 'C-1']]);
    board.step(1);
    board.step(5);
    expect(board.address).toBe('/customs/C-1?state=held');
    board.sortBy('days');
    board.sortBy('days');
    expect(board.address).toBe('/customs/C-1?state=held&sort=-days');
    board.sortBy('days');
    board.toggle('state', 'held');
    expect(board.address).toBe('/customs/C-1');
  });
});

describe('a table as CSV', () => {
  const of = (value: string | number | boolean | null): string =>
    toCsv([value], [{ name: 'field', value: (one) => one }]).split('\r\n')[1]!;

  it('is as RFC 4180 has it', () => {
    const columns = [
      { name: 'id', value: ({ id }: Row) => id },
      { name: 'days', value: ({ days }: Row) => days },
    ];
    expect(toCsv(ROWS.slice(0, 2), columns)).toBe('id,days\r\nC-10,7\r\nC-9,\r\n');
    expect(of('Gao, "north"')).toBe('"Gao, ""north"""');
    expect(toCsv(['a\nb'], [{ name: 'x', value: (one) => one }])).toBe('x\r\n"a\nb"\r\n');
  });

  it.each(['=HYPERLINK("x")', '+1', '-1', '@SUM(A1)', '\tx', '\rx'])('runs nothing in a spreadsheet: %j', (text) => {
    expect(of(text).replace(/^"/, '')).toMatch(/^'/);
  });

  it('leaves numbers as they are', () => {
    expect([of(-3.5), of(true), of('a-b')]).toEqual(['-3.5', 'true', 'a-b']);
  });
});
