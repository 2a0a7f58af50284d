import {
  type Change,
  type Convoy,
  FrameEncoder,
  type Picture,
  type TrackUpdate,
  type UnitFacts,
} from '@rearguard/shared';
import { MovingUnits } from '../driver/moving-units.js';
import type { Messages } from './replay.js';

/** So many frames are told as one day. */
export const FRAMES = 200_000;
export const CHANGES = 50_000;
const FRAME_MS = 86_400_000 / FRAMES;
const UNITS_IN_FRAME = 100;
/** A frame is told with every so many changes' worth of its day; they come in runs, as the room sends them. */
const FRAMES_IN_RUN = 20;
const CHANGES_IN_RUN = (CHANGES / FRAMES) * FRAMES_IN_RUN;

/** What a room would tell a wall in a day: its units on the move, units that fall silent and report again, convoys that advance. */
export class Day {
  readonly #encoder = new FrameEncoder();
  readonly #moving: MovingUnits;
  readonly #units: UnitFacts[];
  readonly #convoys: Convoy[];
  readonly #began = Date.now();
  #frames = 0;
  #changes = 0;

  /** @param picture what the wall shows when the day begins */
  constructor(private readonly picture: Picture) {
    this.#units = Object.values(picture.units).sort((a, b) => a.no - b.no);
    this.#convoys = Object.values(picture.convoys);
    this.#moving = new MovingUnits(this.#units.length);
  }

  /** Where everybody is at its beginning. */
  keyframe(): Uint8Array {
    const all = this.#updates(0, this.#units.length);
    this.#encoder.next(this.picture.seq, all); // so that the frames after it are differences to it
    return this.#encoder.keyframe(this.picture.seq, all);
  }

  /** The next frames, and the runs of changes that come with them. */
  next(frames: number): Messages {
    const bytes: Uint8Array[] = [];
    const runs: string[] = [];
    for (let i = 0; i < frames; i++) {
      const from = (this.#frames * UNITS_IN_FRAME) % this.#units.length;
      bytes.push(this.#encoder.next(this.lastSeq, this.#updates(from, UNITS_IN_FRAME)));
      this.#frames += 1;
      if (this.#frames % FRAMES_IN_RUN === 0) runs.push(this.#run());
    }
    return { frames: bytes, runs };
  }

  get framesTold(): number {
    return this.#frames;
  }

  get lastSeq(): number {
    return this.picture.seq + this.#changes;
  }

  #updates(from: number, count: number): TrackUpdate[] {
    const observedAt = Date.now();
    const at = this.#began + this.#frames * FRAME_MS;
    return this.#units
      .slice(from, from + count)
      .map(({ no }, i) => ({ no, observedAt, ...this.#moving.place(from + i, at) }));
  }

  #run(): string {
    const from = this.lastSeq + 1;
    const changes = Array.from({ length: CHANGES_IN_RUN }, () => this.#change());
    return JSON.stringify(['picture:changes', { from, to: from + changes.length - 1, changes }]);
  }

  #change(): Change {
    this.#changes += 1;
    const seq = this.lastSeq;
    const now = new Date().toISOString();
    const subject = this.#changes % 5 < 2 ? this.#advance() : this.#fallSilentOrReport();
    return { seq, at: now, observedAt: now, op: 'put', ...subject };
  }

  #advance() {
    const i = this.#changes % this.#convoys.length;
    const convoy = this.#convoys[i]!;
    const headKm = ((convoy.headKm ?? 0) + 1.7) % convoy.kmTotal;
    const body: Convoy = { ...convoy, version: convoy.version + 1, headKm, speedKmh: 30 + (this.#changes % 20) };
    this.#convoys[i] = body;
    return { kind: 'convoy' as const, id: body.id, version: body.version, body };
  }

  #fallSilentOrReport() {
    const i = (this.#changes * 7) % this.#units.length;
    const unit = this.#units[i]!;
    const body: UnitFacts = { ...unit, version: unit.version + 1, stale: !unit.stale };
    this.#units[i] = body;
    return { kind: 'unit' as const, id: body.id, version: body.version, body };
  }
}
