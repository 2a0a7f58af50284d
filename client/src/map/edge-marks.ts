import { around, grown, holds, overlap, passage, union, within, type Box } from './boxes.js';
import type { Point } from './mercator.js';

/** Something beyond the edge of what can be seen. */
export interface EdgeWish {
  id: string;
  /** Where it is, in pixels of the map. */
  at: Point;
  /** Of its label. */
  width: number;
  height: number;
  /** Lower comes first. */
  rank: number;
}

export interface EdgeMark {
  id: string;
  /** Middle of the arrow. */
  tip: Point;
  /** From the arrow to the thing, radians clockwise from north. */
  course: number;
  /** Of the label. */
  x: number;
  y: number;
  align: 'left' | 'right' | 'center';
  /** Arrow and label. */
  box: Box;
}

/** How far along the edge an arrow may give way, in steps of its own size. */
const STEPS = 14;

/** Whether a point can be seen: on the map, and not under something that covers it. */
export const seen = (at: Point, frame: Box, covered: readonly Box[]): boolean =>
  holds(frame, at) && !covered.some((box) => holds(box, at));

/**
 * Places an arrow with its label at the edge of what can be seen for each thing beyond it, where the straight line to it
 * leaves. Where another stands already it gives way along the edge, and still points at its thing.
 * @param taken boxes that stay free where there is room enough (marks)
 * @param px size of the arrow
 * @returns also the ids for which there was no room
 */
export function placeEdgeMarks(
  wishes: readonly EdgeWish[],
  frame: Box,
  covered: readonly Box[],
  taken: readonly Box[],
  px: number,
): { placed: EdgeMark[]; left: string[] } {
  const placed: EdgeMark[] = [];
  const left: string[] = [];
  for (const wish of wishes.toSorted((a, b) => a.rank - b.rank || a.id.localeCompare(b.id))) {
    const blocked = [...covered, ...placed.map(({ box }) => grown(box, px * 0.2))];
    const exit = exitOf(wish.at, frame, covered, px);
    const along = exit.inward.x === 0 ? { x: 1, y: 0 } : { x: 0, y: 1 };
    const free = Array.from({ length: 2 * STEPS + 1 }, (_, i) => (i % 2 === 0 ? i / 2 : -(i + 1) / 2))
      .map((step) => markAt(wish, exit.inward, moved(exit.point, along, step * px * 0.7), frame, px))
      .filter(({ box }) => within(box, frame) && !blocked.some((other) => overlap(other, box)));
    const mark = free.find(({ box }) => !taken.some((other) => overlap(other, box))) ?? free[0];
    if (mark === undefined) left.push(wish.id);
    else placed.push(mark);
  }
  return { placed, left };
}

const moved = ({ x, y }: Point, by: Point, times: number): Point => ({ x: x + by.x * times, y: y + by.y * times });

/** Where the line from the middle of the map to a thing leaves what can be seen, and which way is in. */
function exitOf(at: Point, frame: Box, covered: readonly Box[], px: number): { point: Point; inward: Point } {
  const middle = { x: frame.x + frame.width / 2, y: frame.y + frame.height / 2 };
  const inner = grown(frame, -px * 0.9);
  const on = (share: number): Point => ({
    x: middle.x + (at.x - middle.x) * share,
    y: middle.y + (at.y - middle.y) * share,
  });
  let share = Math.min(1, passage(middle, at, inner)?.leave ?? 0);
  let point = on(share);
  let inward = side(point, inner, -1);
  for (const box of covered) {
    const wide = grown(box, px * 0.9);
    const through = passage(middle, at, wide);
    if (through === null || through.enter < 0 || through.enter >= share) continue;
    share = through.enter;
    point = on(share);
    inward = side(point, wide, 1);
  }
  return { point, inward };
}

/** Unit vector at right angles to the side of a box on which a point lies: out of the box, or with -1 into it. */
function side({ x, y }: Point, box: Box, sign: 1 | -1): Point {
  const [left, right] = [Math.abs(x - box.x), Math.abs(box.x + box.width - x)];
  const [top, bottom] = [Math.abs(y - box.y), Math.abs(box.y + box.height - y)];
  const least = Math.min(left, right, top, bottom);
  if (least === left) return { x: -sign, y: 0 };
  if (least === right) return { x: sign, y: 0 };
  return least === top ? { x: 0, y: -sign } : { x: 0, y: sign };
}

function markAt(wish: EdgeWish, inward: Point, tip: Point, frame: Box, px: number): EdgeMark {
  const { width, height } = wish;
  const gap = px * 0.85;
  let x = tip.x - width / 2;
  let y = tip.y - height / 2;
  if (inward.x !== 0) x = inward.x > 0 ? tip.x + gap : tip.x - gap - width;
  else {
    y = inward.y > 0 ? tip.y + gap : tip.y - gap - height;
    x = Math.min(frame.x + frame.width - width, Math.max(frame.x, x));
  }
  if (inward.x !== 0) y = Math.min(frame.y + frame.height - height, Math.max(frame.y, y));
  const align = inward.x > 0 ? 'left' : inward.x < 0 ? 'right' : 'center';
  return {
    id: wish.id,
    tip,
    course: Math.atan2(wish.at.x - tip.x, tip.y - wish.at.y),
    x: align === 'left' ? x : align === 'right' ? x + width : x + width / 2,
    y,
    align,
    box: union(around(tip, px * 0.7), { x, y, width, height }),
  };
}
