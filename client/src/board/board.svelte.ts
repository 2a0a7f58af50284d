import { type BoardView, readAddress, writeAddress } from './address.js';
import { type BoardRow, type Chosen, type Column, type Facet, narrow, type Sort, sorted } from './board-model.js';

/** What a board shows, in the language of the page. */
export interface BoardSpec<Row> {
  columns: readonly Column<Row>[];
  facets: readonly Facet<Row>[];
}

/** What is asked of a board and what it answers with: rows are narrowed and sorted when they change, not as time goes. */
export class Board<Row extends BoardRow> {
  query = $state('');
  chosen = $state.raw<Chosen>({});
  sort = $state.raw<Sort | null>(null);
  /** What is looked at: the id of a row, or another thing that the board's address names. */
  at = $state<string | null>(null);

  /** @param rows all of them, in the order of need */
  constructor(
    private readonly base: string,
    private readonly rows: () => readonly Row[],
    private readonly spec: () => BoardSpec<Row>,
  ) {}

  readonly #narrowed = $derived.by(() => narrow(this.rows(), this.query, this.spec().facets, this.chosen));
  readonly counts = $derived.by(() => this.#narrowed.counts);
  readonly shown: readonly Row[] = $derived.by(() => sorted(this.#narrowed.rows, this.spec().columns, this.sort));
  readonly all = $derived.by(() => this.rows().length);
  readonly isNarrowed = $derived(this.query !== '' || Object.values(this.chosen).some(({ length }) => length > 0));

  get columns(): readonly Column<Row>[] {
    return this.spec().columns;
  }

  get facets(): readonly Facet<Row>[] {
    return this.spec().facets;
  }

  step(by: number): void {
    const { shown } = this;
    const at = shown.findIndex(({ id }) => id === this.at);
    const next = shown[at < 0 ? 0 : Math.min(shown.length - 1, Math.max(0, at + by))];
    if (next !== undefined) this.at = next.id;
  }

  toggle(facet: string, value: string): void {
    const now = this.chosen[facet] ?? [];
    const next = now.includes(value) ? now.filter((one) => one !== value) : [...now, value];
    this.chosen = { ...this.chosen, [facet]: next };
  }

  /** Up, down, and back to the order of need. */
  sortBy(column: string): void {
    const same = this.sort?.column === column;
    this.sort = !same ? { column, down: false } : this.sort!.down ? null : { column, down: true };
  }

  clear(): void {
    this.query = '';
    this.chosen = {};
  }

  /** Takes over what an address says. */
  read({ pathname, search }: Pick<Location, 'pathname' | 'search'>): void {
    const names = this.facets.map(({ id }) => id);
    const { rest, ...view } = readAddress(this.base, names, pathname, search);
    Object.assign(this, view);
    this.at = rest;
  }

  /** The address that shows the board as it is. */
  get address(): string {
    const view: BoardView = { query: this.query, chosen: this.chosen, sort: this.sort, rest: this.at };
    return writeAddress(this.base, view);
  }
}
