import { z } from 'zod';
import type { Change } from '../model/change.js';
import type { RoomClock } from '../model/clock.js';
import type { FeedHealth } from '../model/feed.js';
import type { AlertAttention } from './alerts.js';
import type { Picture } from './http.js';

/** Number of the live protocol; a client that speaks another is told so and nothing else. */
export const PROTOCOL_VERSION = 1;

/** Why a command was not carried out. A command is always answered with a value, never with an exception. */
export type Refusal = 'bad-payload' | 'wrong-protocol' | 'not-allowed' | 'not-ready';
export type Reply<T> = { ok: true; value: T } | { ok: false; reason: Refusal };

/** South-west and north-east corner in degrees. Snapped outwards to whole degrees, so that clients share frames. */
export const Bounds = z.object({
  south: z.number().min(-90).max(90),
  west: z.number().min(-180).max(180),
  north: z.number().min(-90).max(90),
  east: z.number().min(-180).max(180),
});
export type Bounds = z.infer<typeof Bounds>;

export const LAYERS = ['tracks', 'changes'] as const;

/** `picture:watch`: with `after` the changes since then follow, without it (or when it is too old) a snapshot. */
export const Watch = z.object({
  protocol: z.literal(PROTOCOL_VERSION),
  after: z.int().min(0).optional(),
  layers: z.array(z.enum(LAYERS)).optional(),
  bounds: Bounds.optional(),
});
export type Watch = z.infer<typeof Watch>;

/** Changes `from` to `to`, every one, in order; `from` is the last `to` + 1. */
export interface ChangeRun {
  from: number;
  to: number;
  changes: Change[];
}

export interface PictureEvents {
  'picture:snapshot': (picture: Picture) => void;
  'picture:changes': (run: ChangeRun) => void;
  /** Packed positions; the format stands in `track-frame.ts`. */
  'tracks:frame': (frame: Uint8Array) => void;
  'feeds:health': (health: FeedHealth[]) => void;
  /** Alerts that want somebody now: raised, escalated, raised anew, overdue. */
  'alerts:attention': (wanted: AlertAttention[]) => void;
  /** About once a second: the heartbeat of the room and its time. */
  clock: (clock: RoomClock) => void;
}

export interface PictureCommands {
  'picture:watch': (watch: Watch, reply: (reply: Reply<{ seq: number; clock: RoomClock }>) => void) => void;
}
