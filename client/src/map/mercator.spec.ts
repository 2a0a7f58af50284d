import fc from 'fast-check';
import { fitting, ORIGIN, mercatorX, mercatorY, Projection, quickMercatorY } from './mercator.js';

const aCamera = fc.record({
  lon: fc.double({ min: -15, max: 12, noNaN: true }),
  lat: fc.double({ min: 5, max: 25, noNaN: true }),
  zoom: fc.double({ min: 3, max: 13, noNaN: true }),
  width: fc.integer({ min: 300, max: 2_640 }),
  height: fc.integer({ min: 300, max: 1_268 }),
});

describe('the table of latitudes', () => {
  it('agrees with the formula to a thousandth of a pixel at the nearest zoom, and knows every latitude', () => {
    fc.assert(
      fc.property(fc.double({ min: -70, max: 70, noNaN: true }), (lat) => {
        expect(Math.abs(quickMercatorY(lat) - mercatorY(lat))).toBeLessThan(1e-10);
      }),
    );
    for (const lat of [-89.9, -85, 85, 89.9]) expect(quickMercatorY(lat)).toBeCloseTo(mercatorY(lat), 8);
  });
});

describe('Projection', () => {
  it('goes to pixels and back, and agrees with what the graphics card is given', () => {
    fc.assert(
      fc.property(
        aCamera,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (camera, u, v) => {
          const projection = new Projection(camera);
          const point = { x: u * camera.width, y: v * camera.height };
          const place = projection.place(point);
          const back = projection.point(place);
          expect(back.x).toBeCloseTo(point.x, 3);
          expect(back.y).toBeCloseTo(point.y, 3);
          const { sx, sy, tx, ty } = projection.clip();
          expect((mercatorX(place.lon) - ORIGIN.x) * sx + tx).toBeCloseTo(2 * u - 1, 5);
          expect((mercatorY(place.lat) - ORIGIN.y) * sy + ty).toBeCloseTo(1 - 2 * v, 5);
        },
      ),
    );
  });

  it('fits places between the paddings', () => {
    const places = [
      { lat: 20.2, lon: 1 },
      { lat: 12.6, lon: -8 },
    ];
    const size = { width: 2_000, height: 1_000 };
    const padding = { top: 100, right: 300, bottom: 50, left: 20 };
    const projection = new Projection({ ...fitting(places, size, padding, 14), ...size });
    for (const place of places) {
      const { x, y } = projection.point(place);
      expect(x).toBeGreaterThanOrEqual(19.9);
      expect(x).toBeLessThanOrEqual(1_700.1);
      expect(y).toBeGreaterThanOrEqual(99.9);
      expect(y).toBeLessThanOrEqual(950.1);
    }
  });
});
