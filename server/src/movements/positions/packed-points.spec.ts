import fc from 'fast-check';
import { packPoints, unpackPoints } from './packed-points.js';
import type { Point } from './point.js';

const someFloat = fc.option(fc.float({ noNaN: true, noDefaultInfinity: true }));
const aPoint: fc.Arbitrary<Point> = fc.record({
  unitNo: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  observedAt: fc.integer({ min: 0, max: 4e12 }),
  receivedAt: fc.integer({ min: 0, max: 4e12 }),
  sourceObservedAt: fc.option(fc.integer({ min: 0, max: 4e12 })),
  lat: fc.double({ min: -90, max: 90, noNaN: true }),
  lon: fc.double({ min: -180, max: 180, noNaN: true }),
  speedKmh: someFloat,
  courseDeg: someFloat,
  altitudeM: someFloat,
  accuracyM: someFloat,
  reportKey: fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 16, maxLength: 16 }),
});

it('points come out as they went in', () => {
  fc.assert(fc.property(fc.array(aPoint), (points) => expect(unpackPoints(packPoints(points))).toEqual(points)));
});
