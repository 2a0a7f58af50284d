import { FrameEncoder, type TrackUpdate } from '@rearguard/shared';
import { LiveTracks } from '../live/live-tracks.js';
import { Projection } from './mercator.js';
import { outsideUnits } from './outside-units.js';

const NOW = Date.parse('2023-08-13T13:12:00Z');
const at = (no: number, lat: number, lon: number, ageS = 10): TrackUpdate => ({
  no,
  lat,
  lon,
  observedAt: NOW - ageS * 1_000,
  courseDeg: null,
  speedKmh: null,
});

describe('units outside the map', () => {
  it('are counted by the edge beyond which they are, and how many are stale', () => {
    const tracks = new LiveTracks();
    const units = [
      at(1, 16.5, -3),
      at(2, 16.6, -14),
      at(3, 16.4, -15, 900),
      at(4, 16.5, 9),
      at(5, 25, -3),
      at(6, 16.5, 12),
    ];
    tracks.read(new FrameEncoder().keyframe(1, units));
    const projection = new Projection({ lon: -3, lat: 16.5, zoom: 6, width: 1_000, height: 600 });
    const hidden = 6;
    const found = outsideUnits(tracks, (no) => (no === hidden ? 0 : 600), projection, NOW);
    expect(found.map(({ edge, count, stale }) => [edge, count, stale])).toEqual([
      ['west', 2, 1],
      ['east', 1, 0],
      ['north', 1, 0],
    ]);
    expect(found[1]!.no).toBe(4);
    expect(found[0]!.at.x).toBeLessThan(0);
    expect(found[2]!.at.y).toBeLessThan(0);
  });
});
