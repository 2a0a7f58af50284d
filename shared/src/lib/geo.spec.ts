import fc from 'fast-check';
import { between, courseDeg, distanceKm } from './geo.js';

const place = fc.record({
  lat: fc.double({ min: -89, max: 89, noNaN: true }),
  lon: fc.double({ min: -179, max: 179, noNaN: true }),
});
const timbuktu = { lat: 16.77348, lon: -3.00742 };
const ber = { lat: 16.834, lon: -2.528 };

describe('geo', () => {
  it('Timbuktu to Ber is 51.5 km as the crow flies, a little north of east', () => {
    expect(distanceKm(timbuktu, ber)).toBeCloseTo(51.5, 1);
    expect(courseDeg(timbuktu, ber)).toBeCloseTo(82.5, 0);
  });

  it('distance is the same both ways, zero to itself, and never longer by a stop on the way', () => {
    fc.assert(
      fc.property(place, place, place, (a, b, c) => {
        expect(distanceKm(a, b)).toBeCloseTo(distanceKm(b, a), 6);
        expect(distanceKm(a, a)).toBe(0);
        expect(distanceKm(a, c)).toBeLessThanOrEqual(distanceKm(a, b) + distanceKm(b, c) + 1e-6);
      }),
    );
  });

  it('between at 0 and 1 gives the ends', () => {
    expect(between(timbuktu, ber, 0)).toEqual(timbuktu);
    expect(between(timbuktu, ber, 1)).toEqual(ber);
  });
});
