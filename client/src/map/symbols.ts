import type milsymbol from 'milsymbol';

/** Cells of the atlas in pixels, and cells in a row. */
export const CELL_PX = 64;
export const CELLS = 16;
/** Codes for a unit that came without one: friendly ground unit, and unknown. */
const PLAIN = { registered: 'SFGP-----------', unregistered: 'SUGP-----------' };

/**
 * Every symbol code drawn once, in white, into one picture that the graphics card colours. Units hold the number of
 * their cell.
 */
export class SymbolAtlas {
  readonly canvas = document.createElement('canvas');
  /** Goes up when a symbol was added. */
  revision = 0;
  #cells = new Map<string, number>();
  #library: typeof milsymbol | null = null;

  constructor() {
    this.canvas.width = this.canvas.height = CELL_PX * CELLS;
  }

  /** The library is large and not needed to show the first picture. */
  async load(): Promise<void> {
    this.#library = (await import('milsymbol')).default;
    for (const [code, cell] of this.#cells) this.#draw(code, cell);
    this.revision += 1;
  }

  /** Cell of a unit's symbol; the plain one when the atlas is full. */
  cell(symbol: string | null, registered: boolean): number {
    const plain = registered ? PLAIN.registered : PLAIN.unregistered;
    const code = symbol ?? plain;
    const known = this.#cells.get(code);
    if (known !== undefined) return known;
    if (this.#cells.size >= CELLS * CELLS) return this.#cells.get(plain) ?? 0;
    const cell = this.#cells.size;
    this.#cells.set(code, cell);
    if (this.#library !== null) {
      this.#draw(code, cell);
      this.revision += 1;
    }
    return cell;
  }

  #draw(code: string, cell: number): void {
    if (this.#library === null) return;
    const symbol = new this.#library.Symbol(code, {
      size: 34,
      monoColor: '#ffffff',
      fill: false,
      strokeWidth: 6,
      icon: true,
    });
    const drawn = symbol.asCanvas(1);
    const share = Math.min(1, CELL_PX / Math.max(drawn.width, drawn.height));
    const [width, height] = [drawn.width * share, drawn.height * share];
    const [x, y] = [(cell % CELLS) * CELL_PX, Math.floor(cell / CELLS) * CELL_PX];
    this.canvas
      .getContext('2d')!
      .drawImage(drawn, x + (CELL_PX - width) / 2, y + (CELL_PX - height) / 2, width, height);
  }
}
