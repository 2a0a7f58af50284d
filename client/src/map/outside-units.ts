import { TRACK_FLOATS, type LiveTracks } from '../live/live-tracks.js';
import type { Point, Projection } from './mercator.js';

export type Edge = 'west' | 'east' | 'north' | 'south';

/** Units beyond one edge of the map. */
export interface OutsideUnits {
  edge: Edge;
  count: number;
  stale: number;
  /** Number of one of them, for when it is the only one. */
  no: number;
  /** Their middle, in pixels of the map. */
  at: Point;
}

/** Farther off than the whole world is no place: units that are not known any more were moved out of sight. */
const WORLD = 1;

/**
 * Counts units beyond each edge of the map; thousands of them are no arrows but numbers.
 * @param limitS seconds after which a unit is stale, or 0 for one that is not shown as a mark of its own
 * @param now room time in epoch ms
 */
export function outsideUnits(
  tracks: Pick<LiveTracks, 'packed' | 'size' | 'secondsFrom'>,
  limitS: (no: number) => number,
  projection: Projection,
  now: number,
): OutsideUnits[] {
  const { sx, sy, tx, ty } = projection.clip();
  const { width, height } = projection.camera;
  const second = now / 1_000 - tracks.secondsFrom;
  const found = new Map<Edge, OutsideUnits>();
  for (let no = 0; no < tracks.size; no++) {
    const limit = limitS(no);
    if (limit === 0) continue;
    const at = no * TRACK_FLOATS;
    if (Math.abs(tracks.packed[at]!) > WORLD || (tracks.packed[at] === 0 && tracks.packed[at + 1] === 0)) continue;
    const x = tracks.packed[at]! * sx + tx;
    const y = tracks.packed[at + 1]! * sy + ty;
    if (Math.abs(x) <= 1 && Math.abs(y) <= 1) continue;
    const edge = Math.abs(x) > Math.abs(y) ? (x < 0 ? 'west' : 'east') : y < 0 ? 'south' : 'north';
    let group = found.get(edge);
    if (group === undefined) found.set(edge, (group = { edge, count: 0, stale: 0, no, at: { x: 0, y: 0 } }));
    group.count += 1;
    if (second - tracks.packed[at + 2]! > limit) group.stale += 1;
    group.at.x += ((x + 1) / 2) * width;
    group.at.y += ((1 - y) / 2) * height;
  }
  return [...found.values()].map((group) => ({
    ...group,
    at: { x: group.at.x / group.count, y: group.at.y / group.count },
  }));
}
