import type { Palette } from './palette.js';

type Pen = CanvasRenderingContext2D;

/** A line of a label. */
export interface TextLine {
  text: string;
  px: number;
  weight: number;
  color: string;
}

export interface TextBlock {
  lines: readonly TextLine[];
  width: number;
  height: number;
}

const LINE = 1.16;

const font = (line: TextLine, family: string): string => `${line.weight} ${line.px}px ${family}`;

/** Measures lines of text; the answers are kept, since measuring costs more than drawing. */
export class TextSizes {
  #widths = new Map<string, number>();

  constructor(
    private readonly pen: Pen,
    readonly family: string,
  ) {}

  block(lines: readonly TextLine[]): TextBlock {
    let width = 0;
    let height = 0;
    for (const line of lines) {
      width = Math.max(width, this.#width(line));
      height += line.px * LINE;
    }
    return { lines, width, height };
  }

  /** After fonts came in, everything is measured anew. */
  forget(): void {
    this.#widths.clear();
  }

  #width(line: TextLine): number {
    const key = `${line.weight} ${line.px} ${line.text}`;
    let width = this.#widths.get(key);
    if (width === undefined) {
      // Labels carry times and distances, so that the number of texts has no end.
      if (this.#widths.size > 4_000) this.#widths.clear();
      this.pen.font = font(line, this.family);
      width = this.pen.measureText(line.text).width;
      this.#widths.set(key, width);
    }
    return width;
  }
}

/** Draws a block from its upper edge, with a halo in the colour of the land. */
export function drawBlock(
  pen: Pen,
  block: TextBlock,
  at: { x: number; y: number; align: 'left' | 'right' | 'center' },
  family: string,
  palette: Palette,
): void {
  pen.save();
  pen.textAlign = at.align;
  pen.textBaseline = 'alphabetic';
  pen.lineJoin = 'round';
  let y = at.y;
  for (const line of block.lines) {
    pen.font = font(line, family);
    const base = y + line.px * 0.95;
    pen.strokeStyle = palette.land;
    pen.lineWidth = Math.max(3, line.px * 0.22);
    pen.strokeText(line.text, at.x, base);
    pen.fillStyle = line.color;
    pen.fillText(line.text, at.x, base);
    y += line.px * LINE;
  }
  pen.restore();
}
