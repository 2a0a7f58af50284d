import { FrameEncoder, type TrackUpdate } from '@rearguard/shared';
import { LiveTracks, TRACK_FLOATS } from './live-tracks.js';

const at = (no: number, over: Partial<TrackUpdate> = {}): TrackUpdate => ({
  no,
  lat: 16.8,
  lon: -2.6,
  observedAt: 1_691_932_320_000,
  courseDeg: null,
  speedKmh: null,
  ...over,
});

describe('LiveTracks', () => {
  it('keeps the newest place of each unit by its number', () => {
    const encoder = new FrameEncoder();
    const tracks = new LiveTracks();
    tracks.read(encoder.keyframe(1, []));
    tracks.read(encoder.next(1, [at(1), at(2_000, { lat: 20.2, courseDeg: 90, speedKmh: 30 })]));
    tracks.read(encoder.next(2, [at(1, { lat: 16.9 })]));
    expect(tracks.lat[1]).toBeCloseTo(16.9, 5);
    expect(tracks.lat[2_000]).toBeCloseTo(20.2, 5);
    // A course travels in 254 steps.
    expect(Math.abs(tracks.courseDeg(2_000)! - 90)).toBeLessThan(1);
    expect(tracks.courseDeg(1)).toBeNull();
    expect(tracks.knows(1)).toBe(true);
    expect(tracks.knows(3)).toBe(false);
  });

  it('waits for the keyframe after a lost frame and is then right again', () => {
    const encoder = new FrameEncoder();
    const tracks = new LiveTracks();
    tracks.read(encoder.keyframe(0, []));
    tracks.read(encoder.next(1, [at(1)]));
    encoder.next(2, [at(1, { lat: 17 })]);
    tracks.read(encoder.next(3, [at(1, { lat: 17.1 })]));
    expect(tracks.behind).toBe(true);
    expect(tracks.lat[1]).toBeCloseTo(16.8, 5);
    tracks.read(encoder.keyframe(3, [at(1, { lat: 17.1 })]));
    expect(tracks.behind).toBe(false);
    expect(tracks.lat[1]).toBeCloseTo(17.1, 5);
    tracks.read(encoder.next(4, [at(1, { lat: 17.2 })]));
    expect(tracks.lat[1]).toBeCloseTo(17.2, 5);
  });

  it('forgets units that a keyframe does not name, and moves them out of sight', () => {
    const encoder = new FrameEncoder();
    const tracks = new LiveTracks();
    tracks.read(encoder.keyframe(1, [at(1), at(2)]));
    tracks.read(encoder.keyframe(2, [at(2)]));
    expect(tracks.knows(1)).toBe(false);
    expect(tracks.knows(2)).toBe(true);
    expect(tracks.packed[1 * TRACK_FLOATS]).toBeGreaterThan(1);
  });

  it('survives bytes that are no frame', () => {
    const tracks = new LiveTracks();
    const encoder = new FrameEncoder();
    tracks.read(encoder.keyframe(1, [at(1)]));
    tracks.read(new Uint8Array([9, 0, 0]));
    expect(tracks.behind).toBe(true);
    tracks.read(encoder.keyframe(1, [at(1)]));
    expect(tracks.behind).toBe(false);
  });
});
