import { distanceKm, type Route } from '@rearguard/shared';
import fc from 'fast-check';
import { ROUTES, routeOf } from '../../theatre/index.js';
import { locate, placeAt, routeLine } from './route-line.js';

const aRoute = (towns: readonly (readonly [lat: number, lon: number, km: number])[]): Route => ({
  id: 'test',
  version: 1,
  name: { en: 'Test', fr: 'Test', zh: '测试' },
  kind: 'msr',
  lengthKm: towns.at(-1)![2],
  surface: 'sand',
  usualSpeedKmh: 15,
  source: 'invented',
  waypoints: towns.map(([lat, lon, km], index) => ({ placeId: `p${index}`, lat, lon, km })),
});

const anyLine = fc
  .record({
    route: fc.constantFrom(...ROUTES),
    reversed: fc.boolean(),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ route, reversed, share }) => ({ line: routeLine(route, reversed), km: share * route.lengthKm }));

describe('a route as a line', () => {
  it('runs from Ber to Timbuktu when reversed, and from Timbuktu to Ber when not', () => {
    const back = routeLine(routeOf('msr-timbuktu-ber'), true);
    expect([back.fromPlaceId, back.toPlaceId, back.lengthKm]).toEqual(['ber', 'timbuktu', 57]);
    expect(placeAt(back, 0)).toMatchObject({ lat: 16.834, lon: -2.528 });
    expect(placeAt(routeLine(routeOf('msr-timbuktu-ber'), false), 0)).toMatchObject({ lat: 16.77348, lon: -3.00742 });
  });

  it('places a position between two towns in proportion to their kilometres', () => {
    const line = routeLine(routeOf('msr-gao-kidal'), false);
    // Half way between Tarkint (135.1) and Tabankort (192.9).
    const found = locate(line, { lat: (17.36 + 17.83) / 2, lon: (0.15 + 0.2) / 2 }, null);
    expect(found.km).toBeCloseTo((135.1 + 192.9) / 2, 6);
    expect(found.offKm).toBeCloseTo(0, 6);
  });

  it('tells how far off the line a position is', () => {
    const line = routeLine(
      aRoute([
        [15, 0, 0],
        [15, 1, 120],
      ]),
      false,
    );
    expect(locate(line, { lat: 15.09, lon: 0.5 }, null).offKm).toBeCloseTo(10, 0);
    expect(locate(line, { lat: 15, lon: -0.1 }, null)).toMatchObject({ km: 0 });
    expect(locate(line, { lat: 15, lon: -0.1 }, null).offKm).toBeCloseTo(10.7, 1);
  });

  it('finds every point of every road again, both ways', () => {
    fc.assert(
      fc.property(anyLine, ({ line, km }) => {
        const found = locate(line, placeAt(line, km), km);
        expect(found.offKm).toBeLessThan(1e-6);
        expect(found.km).toBeCloseTo(km, 6);
      }),
    );
  });

  it('gives kilometres from 0 to the length, and a nearest point that is no farther than any town', () => {
    const anywhere = fc.record({
      lat: fc.double({ min: 5, max: 25, noNaN: true }),
      lon: fc.double({ min: -18, max: 5, noNaN: true }),
      lastKm: fc.option(fc.double({ min: 0, max: 2_000, noNaN: true })),
    });
    fc.assert(
      fc.property(anyLine, anywhere, ({ line }, { lastKm, ...place }) => {
        const { km, offKm } = locate(line, place, lastKm);
        expect(km).toBeGreaterThanOrEqual(0);
        expect(km).toBeLessThanOrEqual(line.lengthKm);
        for (const town of line.points) expect(offKm).toBeLessThanOrEqual(distanceKm(place, town) * 1.01 + 1.01);
      }),
    );
  });

  it('keeps to the stretch where the unit was, where a road passes near itself', () => {
    // A hairpin: out along 15.000 and back along 15.005, half a kilometre apart.
    const hairpin = routeLine(
      aRoute([
        [15, 0, 0],
        [15, 1, 110],
        [15.005, 1, 111],
        [15.005, 0, 221],
      ]),
      false,
    );
    const halfway = { lat: 15.003, lon: 0.5 };
    expect(locate(hairpin, halfway, 50).km).toBeCloseTo(55, 0);
    expect(locate(hairpin, halfway, 160).km).toBeCloseTo(166, 0);
    expect(locate(hairpin, halfway, null).km).toBeCloseTo(166, 0);
  });

  it('does not hold a unit back at a bend', () => {
    const bend = routeLine(
      aRoute([
        [15, 0, 0],
        [15, 1, 110],
        [16, 1, 220],
      ]),
      false,
    );
    expect(locate(bend, { lat: 15.005, lon: 1 }, 109.9).km).toBeCloseTo(110.55, 2);
  });
});
