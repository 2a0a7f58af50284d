import { courseOf, FrameDecoder, speedOf, type VisitTrack } from '@rearguard/shared';
import { mercatorX, ORIGIN, quickMercatorY } from '../map/mercator.js';

/** Numbers for each unit in the buffer that goes to the graphics card: x, y, second of observation, course. */
export const TRACK_FLOATS = 4;
const NO_COURSE = -1;
const FIRST_SIZE = 1_024;

/**
 * Newest place of each unit in plain packed arrays, by unit number. Nothing here is reactive: ten thousand units move
 * several times a second, and whoever draws them reads the arrays.
 */
export class LiveTracks {
  lat = new Float64Array(FIRST_SIZE);
  lon = new Float64Array(FIRST_SIZE);
  /** Epoch ms; 0 for a unit without a known position. */
  observedAt = new Float64Array(FIRST_SIZE);
  /** km/h; NaN when unknown. */
  speedKmh = new Float32Array(FIRST_SIZE);
  /** For the graphics card, see {@link TRACK_FLOATS}; places relative to {@link ORIGIN} so that floats are exact. */
  packed = new Float32Array(FIRST_SIZE * TRACK_FLOATS);
  /** Seconds in {@link packed} are told from here, for the same reason. */
  secondsFrom = 0;
  /** One more than the highest unit number seen. */
  size = 0;
  /** Goes up with every frame that was read. */
  revision = 0;
  /** True until the next keyframe: a frame was missed. */
  behind = true;
  /** Milliseconds spent reading frames since somebody last took the figure. */
  readMs = 0;
  /** Called after each frame, by whoever draws them. */
  onRead: () => void = () => {};
  #decoder = new FrameDecoder();

  /** Takes a frame in; one that cannot be read is passed over, and the next keyframe repairs it. */
  read(bytes: Uint8Array): void {
    const started = performance.now();
    let keyframe = false;
    try {
      // A keyframe names every unit that has a position; flags are the second byte of a frame.
      keyframe = ((bytes[1] ?? 0) & 1) === 1;
      if (keyframe) this.observedAt.fill(0);
      const head = this.#decoder.scan(bytes, this.#put);
      this.behind = head === null;
    } catch (cause) {
      if (!(cause instanceof RangeError)) throw cause;
      this.#decoder = new FrameDecoder();
      this.behind = true;
    }
    if (keyframe) this.#forgetUnknown();
    this.revision += 1;
    this.readMs += performance.now() - started;
    this.onRead();
  }

  /** Whether the unit's position is known. */
  knows(no: number): boolean {
    return no < this.size && this.observedAt[no]! > 0;
  }

  /** Degrees clockwise from north, or null. */
  courseDeg(no: number): number | null {
    const course = this.packed[no * TRACK_FLOATS + 3]!;
    return course === NO_COURSE ? null : course;
  }

  readonly #put: VisitTrack = (no, latE5, lonE5, observedAt, course, speed) => {
    if (no >= this.lat.length) this.#reserve(no);
    const [lat, lon] = [latE5 / 1e5, lonE5 / 1e5];
    if (this.secondsFrom === 0) this.secondsFrom = Math.floor(observedAt / 1000);
    this.lat[no] = lat;
    this.lon[no] = lon;
    this.observedAt[no] = observedAt;
    this.speedKmh[no] = speedOf(speed) ?? NaN;
    const at = no * TRACK_FLOATS;
    this.packed[at] = mercatorX(lon) - ORIGIN.x;
    this.packed[at + 1] = quickMercatorY(lat) - ORIGIN.y;
    this.packed[at + 2] = observedAt / 1000 - this.secondsFrom;
    this.packed[at + 3] = courseOf(course) ?? NO_COURSE;
    if (no >= this.size) this.size = no + 1;
  };

  /** Moves units that a keyframe did not name out of every view. */
  #forgetUnknown(): void {
    for (let no = 0; no < this.size; no++) if (this.observedAt[no] === 0) this.packed[no * TRACK_FLOATS] = 9;
  }

  #reserve(no: number): void {
    const size = Math.max(no + 1, this.lat.length * 2);
    const wider = <A extends Float64Array | Float32Array>(next: A, old: A): A => {
      next.set(old);
      return next;
    };
    this.lat = wider(new Float64Array(size), this.lat);
    this.lon = wider(new Float64Array(size), this.lon);
    this.observedAt = wider(new Float64Array(size), this.observedAt);
    this.speedKmh = wider(new Float32Array(size), this.speedKmh);
    this.packed = wider(new Float32Array(size * TRACK_FLOATS), this.packed);
  }
}
