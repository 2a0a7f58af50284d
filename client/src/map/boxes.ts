import type { Point } from './mercator.js';

/** A part of the map, in pixels. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

export const within = (box: Box, frame: Box): boolean =>
  box.x >= frame.x &&
  box.y >= frame.y &&
  box.x + box.width <= frame.x + frame.width &&
  box.y + box.height <= frame.y + frame.height;

export const holds = (box: Box, { x, y }: Point): boolean =>
  x >= box.x && y >= box.y && x <= box.x + box.width && y <= box.y + box.height;

export const around = (at: Point, half: number): Box => grown({ ...at, width: 0, height: 0 }, half);

export const grown = (box: Box, by: number): Box => ({
  x: box.x - by,
  y: box.y - by,
  width: box.width + 2 * by,
  height: box.height + 2 * by,
});

export function union(a: Box, b: Box): Box {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  const [right, bottom] = [Math.max(a.x + a.width, b.x + b.width), Math.max(a.y + a.height, b.y + b.height)];
  return { x, y, width: right - x, height: bottom - y };
}

/** The point of a box that is nearest to a point. */
export const nearest = (box: Box, to: Point): Point => ({
  x: Math.min(box.x + box.width, Math.max(box.x, to.x)),
  y: Math.min(box.y + box.height, Math.max(box.y, to.y)),
});

/**
 * The share of a line at which it comes into a box, and at which it leaves, or null when it passes by (Liang and Barsky's
 * way). Shares are of the way from one point to the other and may lie beyond both.
 */
export function passage(from: Point, to: Point, box: Box): { enter: number; leave: number } | null {
  let [enter, leave] = [-Infinity, Infinity];
  for (const [step, low, high] of [
    [to.x - from.x, box.x - from.x, box.x + box.width - from.x],
    [to.y - from.y, box.y - from.y, box.y + box.height - from.y],
  ] as const) {
    if (step === 0) {
      if (low > 0 || high < 0) return null;
      continue;
    }
    enter = Math.max(enter, Math.min(low / step, high / step));
    leave = Math.min(leave, Math.max(low / step, high / step));
  }
  return enter <= leave ? { enter, leave } : null;
}

/** Whether a line from one point to another touches a box. */
export function crosses(from: Point, to: Point, box: Box): boolean {
  const through = passage(from, to, box);
  return through !== null && through.enter <= 1 && through.leave >= 0;
}
