/** Cutting lines and rings at the edge of the theatre. A box is `[west, south, east, north]` in degrees. */

const inside = [
  (p, box) => p[0] >= box[0],
  (p, box) => p[0] <= box[2],
  (p, box) => p[1] >= box[1],
  (p, box) => p[1] <= box[3],
];

function cross(a, b, box, edge) {
  const axis = edge < 2 ? 0 : 1;
  const at = [box[0], box[2], box[1], box[3]][edge];
  const share = (at - a[axis]) / (b[axis] - a[axis]);
  const point = [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
  point[axis] = at;
  return point;
}

/** Sutherland and Hodgman's way: one edge of the box after the other. Returns a closed ring or none. */
export function clipRing(ring, box) {
  let points = ring.slice(0, -1);
  for (let edge = 0; edge < 4; edge++) {
    const kept = [];
    points.forEach((point, i) => {
      const before = points[(i + points.length - 1) % points.length];
      const isIn = inside[edge](point, box);
      if (isIn !== inside[edge](before, box)) kept.push(cross(before, point, box, edge));
      if (isIn) kept.push(point);
    });
    points = kept;
    if (points.length < 3) return null;
  }
  return [...points, points[0]];
}

/** Pieces of a line that lie in the box; a piece ends at its last point inside. */
export function clipLine(line, box) {
  const pieces = [];
  let piece = [];
  for (const point of line) {
    if (inside.every((test) => test(point, box))) piece.push(point);
    else {
      if (piece.length > 1) pieces.push(piece);
      piece = [];
    }
  }
  if (piece.length > 1) pieces.push(piece);
  return pieces;
}

export const round = (point) => point.map((value) => Math.round(value * 1e3) / 1e3);
