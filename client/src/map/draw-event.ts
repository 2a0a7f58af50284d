import { SHAPES, type Severity } from '../ui/severity.js';
import type { Point } from './mercator.js';
import type { Palette } from './palette.js';

const BOX = 24;
const paths = new Map<Severity, Path2D>();
const pathOf = (severity: Severity): Path2D => {
  let path = paths.get(severity);
  if (path === undefined) paths.set(severity, (path = new Path2D(SHAPES[severity].path)));
  return path;
};

/**
 * The shape of a severity on a stem that stands on its place; filled while nobody has taken it, else an outline.
 * @returns the middle of the shape
 */
export function drawEvent(
  pen: CanvasRenderingContext2D,
  at: Point,
  { severity, filled }: { severity: Severity; filled: boolean },
  px: number,
  palette: Palette,
): Point {
  const head = { x: at.x, y: at.y - px * 1.5 };
  const color = palette[severity];
  pen.save();
  pen.strokeStyle = color;
  pen.lineWidth = Math.max(1.4, px / 9);
  pen.beginPath();
  pen.moveTo(at.x, at.y);
  pen.lineTo(head.x, head.y + px / 2);
  pen.stroke();
  pen.translate(head.x - px / 2, head.y - px / 2);
  pen.scale(px / BOX, px / BOX);
  pen.lineJoin = 'round';
  pen.lineWidth = 4.5;
  pen.strokeStyle = palette.ground;
  pen.stroke(pathOf(severity));
  pen.fillStyle = filled ? color : palette.panel;
  pen.fill(pathOf(severity));
  pen.lineWidth = 2;
  pen.strokeStyle = color;
  pen.stroke(pathOf(severity));
  pen.restore();
  return head;
}
