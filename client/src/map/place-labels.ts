import type { Point } from './mercator.js';

/** A label that wants a place beside its point. */
export interface LabelWish {
  id: string;
  at: Point;
  width: number;
  height: number;
  /** Free space to keep around the point, in pixels. */
  gap: number;
  /** Lower comes first and is never pushed away by a later one. */
  rank: number;
  /** What does not fit beside its point moves away on a leader; without it, it is left out. */
  leader: boolean;
}

export interface PlacedLabel {
  id: string;
  x: number;
  y: number;
  align: 'left' | 'right' | 'center';
  leader: { from: Point; to: Point } | null;
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const DIRECTIONS: readonly [dx: number, dy: number][] = [
  [1, 0],
  [-1, 0],
  [1, 1],
  [1, -1],
  [-1, 1],
  [-1, -1],
  [0, 1],
  [0, -1],
];
/** How far a leader may reach, in heights of the label. */
const REACH = [0.9, 1.7, 2.6, 3.6];
/** And in shares of the map, beyond which nobody sees what belongs to what. */
const FARTHEST = 0.2;

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

const within = (box: Box, frame: Box): boolean =>
  box.x >= frame.x &&
  box.y >= frame.y &&
  box.x + box.width <= frame.x + frame.width &&
  box.y + box.height <= frame.y + frame.height;

/** Whether a line from one point to another touches a box (Liang and Barsky's way). */
function crosses(from: Point, to: Point, box: Box): boolean {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  let [enter, leave] = [0, 1];
  for (const [step, low, high] of [
    [dx, box.x - from.x, box.x + box.width - from.x],
    [dy, box.y - from.y, box.y + box.height - from.y],
  ] as const) {
    if (step === 0) {
      if (low > 0 || high < 0) return false;
      continue;
    }
    enter = Math.max(enter, Math.min(low / step, high / step));
    leave = Math.min(leave, Math.max(low / step, high / step));
  }
  return enter <= leave;
}

/**
 * Places labels so that none covers another, a mark or the edge: by rank, each at the first free side of its point.
 * The side that a label had in the last picture is tried first, so that labels do not hop.
 * @param taken boxes that stay free (marks, legend)
 * @param last side of each label in the last picture; brought up to date
 */
export function placeLabels(
  wishes: readonly LabelWish[],
  taken: readonly Box[],
  frame: Box,
  last: Map<string, number>,
): PlacedLabel[] {
  const farthest = FARTHEST * Math.min(frame.width, frame.height);
  const blocked: Box[] = [...taken];
  const texts: Box[] = [];
  const leaders: { from: Point; to: Point }[] = [];
  const placed: PlacedLabel[] = [];
  for (const wish of wishes.toSorted((a, b) => a.rank - b.rank || a.id.localeCompare(b.id))) {
    const sides = DIRECTIONS.length * (wish.leader ? 1 + REACH.length : 1);
    const order = Array.from({ length: sides }, (_, side) => side);
    const before = last.get(wish.id);
    if (before !== undefined && before < sides) order.unshift(before);
    const free = (candidate: number): boolean => {
      const box = boxAt(wish, candidate);
      return reach(wish, candidate) <= farthest && within(box, frame) && !blocked.some((other) => overlap(other, box));
    };
    const clear = (candidate: number): boolean => {
      const box = boxAt(wish, candidate);
      if (!free(candidate) || leaders.some(({ from, to }) => crosses(from, to, box))) return false;
      const { leader } = labelAt(wish, candidate, box);
      return leader === null || !texts.some((text) => crosses(leader.from, leader.to, text));
    };
    // A leader across a text is still better than a mark without its name.
    const side = order.find(clear) ?? order.find(free);
    if (side === undefined) {
      last.delete(wish.id);
      continue;
    }
    last.set(wish.id, side);
    const box = boxAt(wish, side);
    blocked.push(box);
    texts.push(box);
    const label = labelAt(wish, side, box);
    if (label.leader) leaders.push(label.leader);
    placed.push(label);
  }
  return placed;
}

/** How far from its point a side is, beyond the gap that all keep. */
function reach(wish: LabelWish, side: number): number {
  const ring = Math.floor(side / DIRECTIONS.length);
  return ring === 0 ? 0 : REACH[ring - 1]! * wish.height;
}

function boxAt(wish: LabelWish, side: number): Box {
  const [dx, dy] = DIRECTIONS[side % DIRECTIONS.length]!;
  const far = reach(wish, side);
  // Diagonal sides tuck in under the point's corner.
  const gapX = wish.gap * (dx === 0 ? 0 : dy === 0 ? 1 : 0.75) + (dx === 0 ? 0 : far);
  const gapY = wish.gap * (dy === 0 ? 0 : dx === 0 ? 1 : 0.55) + (dy === 0 ? 0 : far);
  const x = dx > 0 ? wish.at.x + gapX : dx < 0 ? wish.at.x - gapX - wish.width : wish.at.x - wish.width / 2;
  const y = dy > 0 ? wish.at.y + gapY : dy < 0 ? wish.at.y - gapY - wish.height : wish.at.y - wish.height / 2;
  return { x, y, width: wish.width, height: wish.height };
}

function labelAt(wish: LabelWish, side: number, box: Box): PlacedLabel {
  const [dx, dy] = DIRECTIONS[side % DIRECTIONS.length]!;
  const align = dx > 0 ? 'left' : dx < 0 ? 'right' : 'center';
  const x = align === 'left' ? box.x : align === 'right' ? box.x + box.width : box.x + box.width / 2;
  const ring = Math.floor(side / DIRECTIONS.length);
  if (ring === 0) return { id: wish.id, x, y: box.y, align, leader: null };
  const to = {
    x: dx > 0 ? box.x : dx < 0 ? box.x + box.width : x,
    y: dy > 0 ? box.y : dy < 0 ? box.y + box.height : box.y + box.height / 2,
  };
  const distance = Math.hypot(to.x - wish.at.x, to.y - wish.at.y);
  const share = Math.min(1, wish.gap / Math.max(distance, 1));
  const from = { x: wish.at.x + (to.x - wish.at.x) * share, y: wish.at.y + (to.y - wish.at.y) * share };
  return { id: wish.id, x, y: box.y, align, leader: { from, to } };
}
