import { type Bounds, FrameDecoder, type TrackUpdate } from '@rearguard/shared';
import fc from 'fast-check';
import { snap, TrackRoom, trackRoomName } from './track-room.js';

const bounds: fc.Arbitrary<Bounds> = fc
  .tuple(
    fc.double({ min: -90, max: 90, noNaN: true }),
    fc.double({ min: -90, max: 90, noNaN: true }),
    fc.double({ min: -180, max: 180, noNaN: true }),
    fc.double({ min: -180, max: 180, noNaN: true }),
  )
  .map(([a, b, c, d]) => ({
    south: Math.min(a, b),
    north: Math.max(a, b),
    west: Math.min(c, d),
    east: Math.max(c, d),
  }));

const anUpdate = (over: Partial<TrackUpdate> = {}): TrackUpdate => ({
  no: 1,
  lat: 16.5,
  lon: -3.5,
  observedAt: 1_691_917_200_000,
  courseDeg: null,
  speedKmh: null,
  ...over,
});

const updates = fc
  .uniqueArray(
    fc.record({
      no: fc.integer({ min: 1, max: 30 }),
      lat: fc.double({ min: 10, max: 25, noNaN: true }),
      lon: fc.double({ min: -12, max: 4, noNaN: true }),
      observedAt: fc.integer({ min: 1_690_000_000_000, max: 1_700_000_000_000 }),
      courseDeg: fc.option(fc.integer({ min: 0, max: 360 })),
      speedKmh: fc.option(fc.integer({ min: 0, max: 120 })),
    }),
    { selector: ({ no }) => no, maxLength: 12 },
  )
  .map((list) => list.sort((a, b) => a.no - b.no));

/** A client: what it shows after the frames it was sent. */
class Screen {
  readonly shown = new Map<number, TrackUpdate>();
  readonly #decoder = new FrameDecoder();

  read(frame: Uint8Array | null): void {
    if (!frame) return;
    expect(this.#decoder.read(frame, (update) => this.shown.set(update.no, update))).not.toBeNull();
  }

  get picture(): TrackUpdate[] {
    return [...this.shown.values()].sort((a, b) => a.no - b.no);
  }
}

describe('bounds', () => {
  it('snap to whole degrees that hold them, on the globe, and snapping again changes nothing', () => {
    fc.assert(
      fc.property(bounds, (given) => {
        const tiles = snap(given);
        expect(tiles.south).toBeLessThanOrEqual(given.south);
        expect(tiles.west).toBeLessThanOrEqual(given.west);
        expect(tiles.north).toBeGreaterThanOrEqual(given.north);
        expect(tiles.east).toBeGreaterThanOrEqual(given.east);
        for (const side of Object.values(tiles)) expect(Number.isInteger(side)).toBe(true);
        expect(tiles.south + 1).toBeGreaterThan(given.south);
        expect(tiles.west + 1).toBeGreaterThan(given.west);
        expect(tiles.north - 1).toBeLessThan(given.north);
        expect(tiles.east - 1).toBeLessThan(given.east);
        expect(snap(tiles)).toEqual(tiles);
        expect(trackRoomName(given)).toBe(trackRoomName(tiles));
      }),
    );
  });

  it('of nearby views are the same room, those of others are not', () => {
    const mali = { south: 10.2, west: -12.1, north: 24.9, east: 4.3 };
    expect(trackRoomName({ ...mali, south: 10.7 })).toBe(trackRoomName(mali));
    expect(trackRoomName({ ...mali, south: 11.1 })).not.toBe(trackRoomName(mali));
    expect(trackRoomName(undefined)).toBe('tracks');
  });
});

describe('a room of tracks', () => {
  it('merges what comes between two frames: the newest of each unit, once', () => {
    const room = new TrackRoom(undefined);
    const screen = new Screen();
    screen.read(room.keyframe(0));
    room.offer([anUpdate({ lat: 16 }), anUpdate({ no: 2 })]);
    room.offer([anUpdate({ lat: 17 })]);
    screen.read(room.frame(1));
    expect(screen.picture.map(({ no, lat }) => [no, lat])).toEqual([
      [1, 17],
      [2, 16.5],
    ]);
    expect(room.frame(2)).toBeNull();
  });

  it('tells a unit on when it has left the area, and never one that was not in it', () => {
    const room = new TrackRoom({ south: 16, west: -4, north: 17, east: -3 });
    const screen = new Screen();
    screen.read(room.keyframe(0));
    room.offer([anUpdate({ no: 1 }), anUpdate({ no: 2, lat: 20 })]);
    screen.read(room.frame(1));
    room.offer([anUpdate({ no: 1, lat: 20 })]);
    screen.read(room.frame(2));
    expect(screen.picture.map(({ no, lat }) => [no, lat])).toEqual([[1, 20]]);
    room.offer([anUpdate({ no: 1, lat: 21 })]);
    screen.read(room.frame(3));
    expect(screen.shown.get(1)?.lat).toBe(21);
  });

  it('takes a unit on its border for inside', () => {
    const room = new TrackRoom({ south: 16, west: -4, north: 17, east: -3 });
    room.offer([anUpdate({ lat: 17, lon: -3 }), anUpdate({ no: 2, lat: 16, lon: -4 })]);
    const screen = new Screen();
    room.frame(1);
    screen.read(room.keyframe(1));
    expect(screen.picture).toHaveLength(2);
  });

  it('shows who joins, whenever that is, the same as who was there all along', () => {
    fc.assert(
      fc.property(
        fc.option(bounds, { nil: undefined }),
        fc.array(updates, { minLength: 1, maxLength: 10 }),
        fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }),
        (area, steps, joins) => {
          const room = new TrackRoom(area && snap(area));
          const old = new Screen();
          old.read(room.keyframe(0));
          const screens = [old];
          steps.forEach((step, index) => {
            room.offer(step);
            const frame = room.frame(index + 1);
            for (const screen of screens) screen.read(frame);
            if (!joins[index]) return;
            const newcomer = new Screen();
            newcomer.read(room.keyframe(index + 1));
            screens.push(newcomer);
          });
          for (const screen of screens) expect(screen.picture).toEqual(old.picture);
        },
      ),
    );
  });
});
