/**
 * Track frames: many unit positions in few bytes.
 *
 * A frame holds every unit that moved since the last frame of the same room, newest position only. Numbers are
 * LEB128 varints; signed ones are zigzag-coded. Positions and times are differences to what the room was sent last
 * about that unit, so a receiver must have had every frame since the last keyframe. It knows by `frameNo`, which
 * counts up by one; when one is missing it waits for the keyframe that the server sends to who missed a frame.
 *
 * ```
 * u8      version, 1
 * u8      flags: 1 = keyframe (differences are to zero, and units not named have no known position)
 * varint  frameNo
 * varint  seq: number of the newest change whose positions are in
 * varint  base: epoch ms, to the tenth of a second, that observation times are told from
 * varint  count, then for each unit, by rising number:
 *   varint  unit number, difference to the one before
 *   zigzag  latitude,  1e-5 degrees (1.1 m), difference
 *   zigzag  longitude, 1e-5 degrees, difference
 *   zigzag  observedAt, tenths of a second: difference of (base - observedAt) to the one before in this frame
 *   u8      course: 0 unknown, else 1 + course * 254 / 360
 *   varint  speed: 0 unknown, else 1 + speed in half km/h
 * ```
 */

export const FRAME_VERSION = 1;
const KEYFRAME = 1;
const DEGREE = 100_000;
const TENTH_MS = 100;
/** Longest possible entry: six varints of at most five bytes and a course. */
const MAX_ENTRY_BYTES = 32;

/** What a frame says of one unit. */
export interface TrackUpdate {
  no: number;
  lat: number;
  lon: number;
  /** Epoch ms; carried to the tenth of a second. */
  observedAt: number;
  courseDeg: number | null;
  speedKmh: number | null;
}

/**
 * What a frame says of one unit, as it travels: places in 1e-5 degrees, `observedAt` in epoch ms, course and speed as their
 * codes, for {@link courseOf} and {@link speedOf}. Whoever reads ten thousand of them many times a second makes no object
 * of each.
 */
export type VisitTrack = (
  no: number,
  latE5: number,
  lonE5: number,
  observedAt: number,
  course: number,
  speed: number,
) => void;

/** Degrees clockwise from north, or null when unknown. */
export const courseOf = (code: number): number | null => (code === 0 ? null : ((code - 1) * 360) / 254);
/** km/h, or null when unknown. */
export const speedOf = (code: number): number | null => (code === 0 ? null : (code - 1) / 2);

export interface FrameHead {
  keyframe: boolean;
  frameNo: number;
  seq: number;
  count: number;
}

/** The last place told about each unit number, in 1e-5 degrees; shared memory of both ends of a room. */
class LastTold {
  lat = new Int32Array(1024);
  lon = new Int32Array(1024);

  reserve(no: number): void {
    if (no < this.lat.length) return;
    const size = Math.max(no + 1, this.lat.length * 2);
    const lat = new Int32Array(size);
    const lon = new Int32Array(size);
    lat.set(this.lat);
    lon.set(this.lon);
    this.lat = lat;
    this.lon = lon;
  }

  clear(): void {
    this.lat.fill(0);
    this.lon.fill(0);
  }
}

class Writer {
  #bytes: Uint8Array;
  #at = 0;

  constructor(size: number) {
    this.#bytes = new Uint8Array(size);
  }

  u8(value: number): void {
    this.#bytes[this.#at++] = value;
  }

  /** Numbers up to 2^53, hence division and not shifts for the high part. */
  varint(value: number): void {
    while (value > 0x7f) {
      this.#bytes[this.#at++] = (value & 0x7f) | 0x80;
      value = value > 0x7fffffff ? Math.floor(value / 128) : value >>> 7;
    }
    this.#bytes[this.#at++] = value;
  }

  zigzag(value: number): void {
    this.varint(value >= 0 ? value * 2 : -value * 2 - 1);
  }

  done(): Uint8Array {
    return this.#bytes.subarray(0, this.#at);
  }
}

class Reader {
  #at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  u8(): number {
    const byte = this.bytes[this.#at++];
    if (byte === undefined) throw new RangeError('track frame ends early');
    return byte;
  }

  varint(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.u8();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
  }

  zigzag(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}

/** Writes the frames of one room. Updates must come by rising `no`. */
export class FrameEncoder {
  #told = new LastTold();
  #frameNo = 0;

  /** The next frame: what changed. */
  next(seq: number, updates: readonly TrackUpdate[]): Uint8Array {
    this.#frameNo += 1;
    return this.#write(0, seq, updates, true);
  }

  /**
   * A keyframe for those who just joined or missed a frame. It carries the number of the newest frame, so that its
   * reader goes on with the next; the room's own memory stays, hence `all` must be what the room was told.
   */
  keyframe(seq: number, all: readonly TrackUpdate[]): Uint8Array {
    return this.#write(KEYFRAME, seq, all, false);
  }

  #write(flags: number, seq: number, updates: readonly TrackUpdate[], remember: boolean): Uint8Array {
    const out = new Writer(40 + updates.length * MAX_ENTRY_BYTES);
    let newest = 0;
    for (const update of updates) if (update.observedAt > newest) newest = update.observedAt;
    const base = Math.ceil(newest / TENTH_MS);
    out.u8(FRAME_VERSION);
    out.u8(flags);
    out.varint(this.#frameNo);
    out.varint(seq);
    out.varint(base);
    out.varint(updates.length);
    let lastNo = 0;
    let lastAge = 0;
    for (const update of updates) {
      this.#told.reserve(update.no);
      const lat = Math.round(update.lat * DEGREE);
      const lon = Math.round(update.lon * DEGREE);
      out.varint(update.no - lastNo);
      out.zigzag(remember ? lat - this.#told.lat[update.no]! : lat);
      out.zigzag(remember ? lon - this.#told.lon[update.no]! : lon);
      const age = base - Math.round(update.observedAt / TENTH_MS);
      out.zigzag(age - lastAge);
      out.u8(update.courseDeg === null ? 0 : 1 + Math.round((update.courseDeg * 254) / 360));
      out.varint(update.speedKmh === null ? 0 : 1 + Math.round(update.speedKmh * 2));
      if (remember) {
        this.#told.lat[update.no] = lat;
        this.#told.lon[update.no] = lon;
      }
      lastNo = update.no;
      lastAge = age;
    }
    return out.done();
  }
}

/** Reads the frames of one room. */
export class FrameDecoder {
  #told = new LastTold();
  #expected = -1;

  /**
   * Calls `put` for each unit in the frame. Returns null for a frame that cannot be read because one before it is
   * missing: the next keyframe will repair that.
   * @throws RangeError when the bytes are not a frame of this version.
   */
  read(bytes: Uint8Array, put: (update: TrackUpdate) => void): FrameHead | null {
    return this.scan(bytes, (no, latE5, lonE5, observedAt, course, speed) =>
      put({
        no,
        lat: latE5 / DEGREE,
        lon: lonE5 / DEGREE,
        observedAt,
        courseDeg: courseOf(course),
        speedKmh: speedOf(speed),
      }),
    );
  }

  /** As {@link read}, without an object for each unit. */
  scan(bytes: Uint8Array, visit: VisitTrack): FrameHead | null {
    const input = new Reader(bytes);
    if (input.u8() !== FRAME_VERSION) throw new RangeError('track frame of another version');
    const keyframe = (input.u8() & KEYFRAME) !== 0;
    const frameNo = input.varint();
    if (!keyframe && frameNo !== this.#expected) {
      this.#expected = -1;
      return null;
    }
    if (keyframe) this.#told.clear();
    this.#expected = frameNo + 1;
    const seq = input.varint();
    const base = input.varint();
    const count = input.varint();
    let no = 0;
    let age = 0;
    for (let i = 0; i < count; i++) {
      no += input.varint();
      this.#told.reserve(no);
      const lat = (this.#told.lat[no] = this.#told.lat[no]! + input.zigzag());
      const lon = (this.#told.lon[no] = this.#told.lon[no]! + input.zigzag());
      age += input.zigzag();
      const course = input.u8();
      const speed = input.varint();
      visit(no, lat, lon, (base - age) * TENTH_MS, course, speed);
    }
    return { keyframe, frameNo, seq, count };
  }
}
