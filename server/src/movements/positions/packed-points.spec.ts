import fc from 'fast-check';
import { packPoints, unpackPoints } from './packed-points.js';
import type { Point } from './point.js';

const some = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }));
const aPoint: fc.Arbitrary<Point> = fc.record({
  no: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  observedAt: fc.integer({ min: 0, max: 4e12 }),
  receivedAt: fc.integer({ min: 0, max: 4e12 }),
  sourceObservedAt: fc.option(fc.integer({ min: 0, max: 4e12 })),
  lat: fc.double({ min: -90, max: 90, noNaN: true }),
  lon: fc.double({ min: -180, max: 180, noNaN: true }),
  speedKmh: some,
  courseDeg: some,
  altitudeM: some,
  accuracyM: some,
  reportKey: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
});

it('points come out as they went in', () => {
  fc.assert(fc.property(fc.array(aPoint), (points) => expect(unpackPoints(packPoints(points))).toEqual(points)));
});
