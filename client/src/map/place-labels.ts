import { crosses, grown, nearest, overlap, within, type Box } from './boxes.js';
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

export interface Labels {
  placed: PlacedLabel[];
  /** Ids of those with a leader for which there was no room near enough. */
  left: string[];
}

/** Sides beside the point, the ones that read best first. */
const SIDES: readonly [dx: number, dy: number][] = [
  [1, 0],
  [-1, 0],
  [1, 1],
  [1, -1],
  [-1, 1],
  [-1, -1],
  [0, 1],
  [0, -1],
];
/** Directions of a leader in sixteenths of a turn from the right, the ones that read best first. */
const TURNS = [0, 8, 2, 14, 6, 10, 1, 15, 7, 9, 4, 12, 3, 5, 11, 13] as const;
/** Length of a leader, in heights of the label; never shorter than the gap around its point, or nobody would see it. */
const REACH = [0.3, 0.7, 1.1, 1.6, 2.2] as const;
/** And at most, in shares of the map's shorter side: farther off nobody sees what belongs to what. */
export const FARTHEST = 0.12;

/**
 * Places labels so that none covers another, a mark or the edge: by rank, each at the first free side of its point.
 * The side that a label had in the last picture is tried first, so that labels do not hop.
 * @param taken boxes that stay free (marks, legend)
 * @param last side of each label in the last picture; brought up to date
 * @param apart pixels that stay free between labels
 */
export function placeLabels(
  wishes: readonly LabelWish[],
  taken: readonly Box[],
  frame: Box,
  last: Map<string, number>,
  apart = 0,
): Labels {
  const farthest = FARTHEST * Math.min(frame.width, frame.height);
  const blocked: Box[] = [...taken];
  const texts: Box[] = [];
  const leaders: { from: Point; to: Point }[] = [];
  const labels: Labels = { placed: [], left: [] };
  for (const wish of wishes.toSorted((a, b) => a.rank - b.rank || a.id.localeCompare(b.id))) {
    const rings = wish.leader ? REACH.filter((reach) => reach * wish.height <= farthest).length : 0;
    const sides = SIDES.length + rings * TURNS.length;
    const order = Array.from({ length: sides }, (_, side) => side);
    const before = last.get(wish.id);
    if (before !== undefined && before < sides) order.unshift(before);
    const free = (side: number): boolean => {
      const { box } = placeAt(wish, side);
      return within(box, frame) && !blocked.some((other) => overlap(other, box));
    };
    const clear = (side: number): boolean => {
      if (!free(side)) return false;
      const { box, leader } = placeAt(wish, side);
      if (leaders.some(({ from, to }) => crosses(from, to, box))) return false;
      return leader === null || !texts.some((text) => crosses(leader.from, leader.to, text));
    };
    // A leader across a text is still better than a mark without its name.
    const side = order.find(clear) ?? order.find(free);
    if (side === undefined) {
      last.delete(wish.id);
      if (wish.leader) labels.left.push(wish.id);
      continue;
    }
    last.set(wish.id, side);
    const { box, align, leader } = placeAt(wish, side);
    blocked.push(grown(box, apart));
    texts.push(box);
    if (leader) leaders.push(leader);
    const x = align === 'left' ? box.x : align === 'right' ? box.x + box.width : box.x + box.width / 2;
    labels.placed.push({ id: wish.id, x, y: box.y, align, leader });
  }
  return labels;
}

type Place = Pick<PlacedLabel, 'align' | 'leader'> & { box: Box };

function placeAt(wish: LabelWish, side: number): Place {
  const beside = SIDES[side];
  if (beside !== undefined) {
    const [dx, dy] = beside;
    // Diagonal sides tuck in under the point's corner.
    const anchor = {
      x: wish.at.x + dx * wish.gap * (dy === 0 ? 1 : 0.75),
      y: wish.at.y + dy * wish.gap * (dx === 0 ? 1 : 0.55),
    };
    return { ...boxAt(wish, anchor, dx, dy), leader: null };
  }
  const ring = Math.floor((side - SIDES.length) / TURNS.length);
  const angle = (TURNS[(side - SIDES.length) % TURNS.length]! * Math.PI) / 8;
  const [ux, uy] = [Math.cos(angle), Math.sin(angle)];
  const away = wish.gap + Math.max(wish.gap, REACH[ring]! * wish.height);
  const anchor = { x: wish.at.x + ux * away, y: wish.at.y + uy * away };
  const sign = (part: number): number => (Math.abs(part) < 0.3 ? 0 : Math.sign(part));
  const place = boxAt(wish, anchor, sign(ux), sign(uy));
  const from = { x: wish.at.x + ux * wish.gap, y: wish.at.y + uy * wish.gap };
  return { ...place, leader: { from, to: nearest(place.box, wish.at) } };
}

/** The box that stands at an anchor, on the side of it that a direction names. */
function boxAt({ width, height }: LabelWish, { x, y }: Point, dx: number, dy: number): Pick<Place, 'box' | 'align'> {
  const left = dx > 0 ? x : dx < 0 ? x - width : x - width / 2;
  const top = dy > 0 ? y : dy < 0 ? y - height : y - height / 2;
  return { box: { x: left, y: top, width, height }, align: dx > 0 ? 'left' : dx < 0 ? 'right' : 'center' };
}
