import { type Bounds, FrameEncoder, type TrackUpdate } from '@rearguard/shared';

/** One side of a tile of the grid that bounds snap to, so that clients with nearby views share their frames. */
const TILE_DEGREES = 1;

/** Bounds widened to whole tiles. */
export function snap(bounds: Bounds): Bounds {
  const down = (value: number) => Math.floor(value / TILE_DEGREES) * TILE_DEGREES;
  const up = (value: number) => Math.ceil(value / TILE_DEGREES) * TILE_DEGREES;
  return {
    south: Math.max(-90, down(bounds.south)),
    west: Math.max(-180, down(bounds.west)),
    north: Math.min(90, up(bounds.north)),
    east: Math.min(180, up(bounds.east)),
  };
}

/** Name of the room of clients that watch the same tiles; without bounds they watch everything. */
export function trackRoomName(bounds: Bounds | undefined): string {
  if (!bounds) return 'tracks';
  const { south, west, north, east } = snap(bounds);
  return `tracks ${south} ${west} ${north} ${east}`;
}

/**
 * The frames of clients that watch the same area. A unit that was told once is told on, wherever it goes: else it would
 * stand at the border as if it were still there.
 */
export class TrackRoom {
  readonly #encoder = new FrameEncoder();
  readonly #told = new Map<number, TrackUpdate>();
  readonly #pending = new Map<number, TrackUpdate>();

  constructor(private readonly bounds: Bounds | undefined) {}

  /** Takes new positions in; the latest of each unit waits for the next frame. */
  offer(updates: readonly TrackUpdate[]): void {
    for (const update of updates) {
      if (this.#inside(update) || this.#told.has(update.no)) this.#pending.set(update.no, update);
    }
  }

  /** The next frame, or null when nothing moved. */
  frame(seq: number): Uint8Array | null {
    if (this.#pending.size === 0) return null;
    const updates = sorted(this.#pending);
    this.#pending.clear();
    for (const update of updates) this.#told.set(update.no, update);
    return this.#encoder.next(seq, updates);
  }

  /** Everything that this room was told. Send what is pending as a frame first. */
  keyframe(seq: number): Uint8Array {
    return this.#encoder.keyframe(seq, sorted(this.#told));
  }

  #inside({ lat, lon }: TrackUpdate): boolean {
    const { bounds } = this;
    if (!bounds) return true;
    return lat >= bounds.south && lat <= bounds.north && lon >= bounds.west && lon <= bounds.east;
  }
}

function sorted(updates: ReadonlyMap<number, TrackUpdate>): TrackUpdate[] {
  return [...updates.values()].sort((a, b) => a.no - b.no);
}
