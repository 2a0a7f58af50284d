import fc from 'fast-check';
import { FrameDecoder, FrameEncoder, type TrackUpdate } from './track-frame.js';

const update = fc.record({
  no: fc.integer({ min: 1, max: 5_000 }),
  lat: fc.double({ min: -90, max: 90, noNaN: true }),
  lon: fc.double({ min: -180, max: 180, noNaN: true }),
  observedAt: fc.integer({ min: 0, max: 4_000_000_000_000 }),
  courseDeg: fc.option(fc.double({ min: 0, max: 360, noNaN: true })),
  speedKmh: fc.option(fc.double({ min: 0, max: 1_000, noNaN: true })),
});
const frame = fc
  .array(update, { maxLength: 40 })
  .map((list) => [...new Map(list.map((one) => [one.no, one])).values()].sort((a, b) => a.no - b.no));

function expectSame(got: TrackUpdate, sent: TrackUpdate) {
  expect(Math.abs(got.lat - sent.lat)).toBeLessThanOrEqual(0.51e-5);
  expect(Math.abs(got.lon - sent.lon)).toBeLessThanOrEqual(0.51e-5);
  expect(Math.abs(got.observedAt - sent.observedAt)).toBeLessThanOrEqual(50);
  expect(got.courseDeg === null).toBe(sent.courseDeg === null);
  expect(Math.abs((got.courseDeg ?? 0) - (sent.courseDeg ?? 0))).toBeLessThanOrEqual(0.72);
  expect(Math.abs((got.speedKmh ?? 0) - (sent.speedKmh ?? 0))).toBeLessThanOrEqual(0.26);
}

describe('track frames', () => {
  it('come out as they went in, frame after frame', () => {
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 6 }), (frames) => {
        const encoder = new FrameEncoder();
        const decoder = new FrameDecoder();
        decoder.read(encoder.keyframe(1, []), () => undefined);
        frames.forEach((sent, index) => {
          const got: TrackUpdate[] = [];
          const head = decoder.read(encoder.next(index + 2, sent), (one) => got.push(one));
          expect(head).toEqual({ keyframe: false, frameNo: index + 1, seq: index + 2, count: sent.length });
          expect(got.map((one) => one.no)).toEqual(sent.map((one) => one.no));
          got.forEach((one, i) => expectSame(one, sent[i]!));
        });
      }),
    );
  });

  it('a reader who missed a frame gets nothing until a keyframe, then everything', () => {
    fc.assert(
      fc.property(frame, frame, frame, (first, missed, last) => {
        const encoder = new FrameEncoder();
        const decoder = new FrameDecoder();
        const picture = new Map<number, TrackUpdate>();
        const tell = (updates: TrackUpdate[]) => {
          for (const one of updates) picture.set(one.no, one);
          return updates;
        };
        decoder.read(encoder.keyframe(0, []), () => undefined);
        decoder.read(encoder.next(1, tell(first)), () => undefined);
        encoder.next(2, tell(missed));
        expect(decoder.read(encoder.next(3, tell(last)), () => undefined)).toBeNull();

        const all = [...picture.values()].sort((a, b) => a.no - b.no);
        const got: TrackUpdate[] = [];
        decoder.read(encoder.keyframe(3, all), (one) => got.push(one));
        expect(got).toHaveLength(all.length);
        got.forEach((one, i) => expectSame(one, all[i]!));
        const after: TrackUpdate[] = [];
        expect(decoder.read(encoder.next(4, last), (one) => after.push(one))).not.toBeNull();
        after.forEach((one, i) => expectSame(one, last[i]!));
      }),
    );
  });

  it('takes about six bytes for a convoy vehicle that moves on', () => {
    const encoder = new FrameEncoder();
    const at = (step: number): TrackUpdate[] =>
      Array.from({ length: 1_000 }, (_, i) => ({
        no: i + 1,
        lat: 16 + i / 500 + step * 0.0002,
        lon: -3 + i / 700 + step * 0.0003,
        observedAt: 1_691_916_600_000 + step * 5_000 + (i % 50) * 100,
        courseDeg: 87,
        speedKmh: 22,
      }));
    encoder.next(1, at(0));
    expect(encoder.next(2, at(1)).byteLength / 1_000).toBeLessThan(7);
  });

  it('refuses bytes that are not a frame', () => {
    expect(() => new FrameDecoder().read(new Uint8Array([9, 9]), () => undefined)).toThrow(RangeError);
    const cut = new FrameEncoder().keyframe(1, [
      { no: 1, lat: 1, lon: 1, observedAt: 1, courseDeg: null, speedKmh: null },
    ]);
    expect(() => new FrameDecoder().read(cut.subarray(0, cut.length - 1), () => undefined)).toThrow(RangeError);
  });
});
