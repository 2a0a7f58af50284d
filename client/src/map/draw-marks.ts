import { isClosed, type Site } from '@rearguard/shared';
import type { ConvoyShape } from './convoy-shape.js';
import type { Point } from './mercator.js';
import type { Palette } from './palette.js';

type Pen = CanvasRenderingContext2D;

export type SiteMark = 'open' | 'closing' | 'handedOver' | 'closed';

/** Which shape a site has: filled, half, outline with a tick, outline with a cross. */
export function siteMark(site: Site): SiteMark {
  if (isClosed(site)) return site.handedOverOn !== null ? 'handedOver' : 'closed';
  return site.state === 'open' ? 'open' : 'closing';
}

/** A site's square of `px` pixels; a hub has a second line around it. */
export function drawSite(pen: Pen, at: Point, mark: SiteMark, hub: boolean, px: number, palette: Palette): void {
  const half = px / 2;
  const line = Math.max(1, px / 9);
  const [x, y] = [at.x - half, at.y - half];
  pen.save();
  pen.lineWidth = line;
  pen.lineJoin = 'miter';
  pen.lineCap = 'butt';
  pen.strokeStyle = palette.ground;
  pen.strokeRect(x - line, y - line, px + 2 * line, px + 2 * line);
  const done = mark === 'handedOver' || mark === 'closed';
  pen.fillStyle = mark === 'open' ? palette.ours : palette.ground;
  pen.fillRect(x, y, px, px);
  pen.strokeStyle = done ? palette.oursDim : palette.ours;
  pen.strokeRect(x + line / 2, y + line / 2, px - line, px - line);
  if (mark === 'closing') {
    pen.fillStyle = palette.ours;
    pen.beginPath();
    pen.moveTo(x, y + px);
    pen.lineTo(x, y);
    pen.lineTo(x + px, y + px);
    pen.fill();
  }
  if (done) {
    pen.strokeStyle = palette.ours;
    pen.beginPath();
    const stroke: [number, number][] =
      mark === 'handedOver'
        ? [
            [0.24, 0.52],
            [0.42, 0.72],
            [0.77, 0.28],
          ]
        : [
            [0.27, 0.27],
            [0.73, 0.73],
            [NaN, NaN],
            [0.73, 0.27],
            [0.27, 0.73],
          ];
    let begin = true;
    for (const [dx, dy] of stroke) {
      if (Number.isNaN(dx)) begin = true;
      else {
        if (begin) pen.moveTo(x + dx * px, y + dy * px);
        else pen.lineTo(x + dx * px, y + dy * px);
        begin = false;
      }
    }
    pen.stroke();
  }
  if (hub) {
    const far = line * 2.4;
    pen.lineWidth = line * 0.8;
    pen.strokeStyle = done ? palette.oursDim : palette.ours;
    pen.strokeRect(x - far, y - far, px + 2 * far, px + 2 * far);
  }
  pen.restore();
}

function trace(pen: Pen, line: readonly Point[]): void {
  pen.beginPath();
  line.forEach((point, i) => (i === 0 ? pen.moveTo(point.x, point.y) : pen.lineTo(point.x, point.y)));
}

/** Places where a convoy was, oldest first, fading away. */
export function drawTrail(pen: Pen, trail: readonly Point[], color: string, width: number): void {
  pen.save();
  pen.strokeStyle = color;
  pen.lineWidth = width;
  pen.lineCap = 'round';
  for (let i = 1; i < trail.length; i++) {
    pen.globalAlpha = 0.06 + (0.5 * i) / trail.length;
    trace(pen, [trail[i - 1]!, trail[i]!]);
    pen.stroke();
  }
  pen.restore();
}

export interface ConvoyInk {
  color: string;
  stale: boolean;
  halted: boolean;
}

/** Ring at the tail, thick body, arrow at the head on its course; an outline with a broken ring when stale. */
export function drawConvoy(pen: Pen, shape: ConvoyShape, ink: ConvoyInk, px: number, palette: Palette): void {
  pen.save();
  pen.lineJoin = 'round';
  pen.lineCap = 'round';
  const body = px * 0.36;
  trace(pen, shape.body);
  pen.strokeStyle = palette.ground;
  pen.lineWidth = body + px * 0.2;
  pen.stroke();
  pen.strokeStyle = ink.color;
  pen.lineWidth = body;
  if (ink.stale) {
    pen.lineWidth = body * 0.5;
    pen.setLineDash([px * 0.3, px * 0.35]);
  }
  pen.stroke();
  pen.setLineDash([]);

  pen.beginPath();
  pen.arc(shape.tail.x, shape.tail.y, px * 0.3, 0, 2 * Math.PI);
  pen.fillStyle = palette.ground;
  pen.fill();
  pen.lineWidth = px * 0.16;
  if (ink.stale) pen.setLineDash([px * 0.22, px * 0.2]);
  pen.stroke();
  pen.setLineDash([]);

  pen.translate(shape.head.x, shape.head.y);
  pen.rotate(shape.course);
  pen.beginPath();
  pen.moveTo(0, -px * 0.66);
  pen.lineTo(px * 0.5, px * 0.5);
  pen.lineTo(0, px * 0.2);
  pen.lineTo(-px * 0.5, px * 0.5);
  pen.closePath();
  pen.lineWidth = px * 0.2;
  pen.strokeStyle = palette.ground;
  pen.stroke();
  pen.fillStyle = ink.stale ? palette.ground : ink.color;
  pen.fill();
  if (ink.stale) {
    pen.strokeStyle = ink.color;
    pen.lineWidth = px * 0.12;
    pen.stroke();
    pen.beginPath();
    pen.setLineDash([px * 0.28, px * 0.24]);
    pen.arc(0, 0, px * 1.05, 0, 2 * Math.PI);
    pen.stroke();
  }
  pen.restore();
}

/** An arrow that stops at a bar: what it points at lies beyond the edge of the map. */
export function drawEdgeArrow(pen: Pen, at: Point, course: number, ink: Omit<ConvoyInk, 'halted'>, px: number): void {
  pen.save();
  pen.lineJoin = 'round';
  pen.lineCap = 'butt';
  pen.translate(at.x, at.y);
  pen.rotate(course);
  pen.strokeStyle = ink.color;
  pen.fillStyle = ink.color;
  pen.lineWidth = px * 0.14;
  pen.beginPath();
  pen.moveTo(0, -px * 0.42);
  pen.lineTo(px * 0.46, px * 0.42);
  pen.lineTo(-px * 0.46, px * 0.42);
  pen.closePath();
  if (ink.stale) {
    pen.setLineDash([px * 0.22, px * 0.16]);
    pen.stroke();
    pen.setLineDash([]);
  } else pen.fill();
  pen.beginPath();
  pen.moveTo(-px * 0.46, -px * 0.58);
  pen.lineTo(px * 0.46, -px * 0.58);
  pen.stroke();
  pen.restore();
}

/** Corner brackets around what is selected. */
export function drawBrackets(pen: Pen, points: readonly Point[], margin: number, line: number, color: string): void {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const [left, right] = [Math.min(...xs) - margin, Math.max(...xs) + margin];
  const [top, bottom] = [Math.min(...ys) - margin, Math.max(...ys) + margin];
  const arm = margin * 0.55;
  pen.save();
  pen.strokeStyle = color;
  pen.lineWidth = line;
  pen.beginPath();
  for (const [x, y, dx, dy] of [
    [left, top, 1, 1],
    [right, top, -1, 1],
    [right, bottom, -1, -1],
    [left, bottom, 1, -1],
  ] as const) {
    pen.moveTo(x + dx * arm, y);
    pen.lineTo(x, y);
    pen.lineTo(x, y + dy * arm);
  }
  pen.stroke();
  pen.restore();
}
