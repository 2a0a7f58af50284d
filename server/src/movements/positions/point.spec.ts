import fc from 'fast-check';
import { isNewer, type PointTimes, toUnitPosition } from './point.js';

// Few values, so that they often meet.
const times: fc.Arbitrary<PointTimes> = fc.record({
  observedAt: fc.integer({ min: 0, max: 2 }),
  sourceObservedAt: fc.option(fc.integer({ min: 0, max: 2 })),
  reportKey: fc.constantFrom(1n, 2n ** 63n - 1n, -(2n ** 63n)),
});
const same = (a: PointTimes, b: PointTimes) =>
  a.observedAt === b.observedAt && a.sourceObservedAt === b.sourceObservedAt && a.reportKey === b.reportKey;

const aTime = (observedAt: number, sourceObservedAt: number | null = null): PointTimes => ({
  observedAt,
  sourceObservedAt,
  reportKey: 1n,
});

describe('which position of a unit is the newer one', () => {
  it('is the later observed one, or the first of all', () => {
    expect(isNewer(aTime(2), aTime(1))).toBe(true);
    expect(isNewer(aTime(1), aTime(2, 9))).toBe(false);
    expect(isNewer(aTime(1), null)).toBe(true);
  });

  it('at the same instant is the one whose source says so', () => {
    expect(isNewer(aTime(1, 6), aTime(1, 5))).toBe(true);
    expect(isNewer(aTime(1, 5), aTime(1, 6))).toBe(false);
    expect(isNewer(aTime(1, 5), aTime(1))).toBe(true);
    expect(isNewer(aTime(1), aTime(1, 5))).toBe(false);
  });

  it('is never both of two, and one of them unless they are the same', () => {
    fc.assert(
      fc.property(times, times, (a, b) => {
        expect(isNewer(a, a)).toBe(false);
        expect([isNewer(a, b), isNewer(b, a)].filter(Boolean)).toHaveLength(same(a, b) ? 0 : 1);
      }),
    );
  });

  it('goes round in no circle', () => {
    fc.assert(
      fc.property(times, times, times, (a, b, c) => {
        if (isNewer(a, b) && isNewer(b, c)) expect(isNewer(a, c)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is the same in whatever order they come in', () => {
    const newestOf = (list: PointTimes[]) =>
      list.reduce<PointTimes | null>((newest, one) => (isNewer(one, newest) ? one : newest), null);
    fc.assert(
      fc.property(fc.array(times, { minLength: 1 }), (list) => {
        expect(newestOf([...list].reverse())).toEqual(newestOf(list));
      }),
    );
  });
});

it('a position is shown without what only storage needs', () => {
  const point = { ...aTime(0, 5), no: 7, lat: 16.8, lon: -3, receivedAt: 1_000 };
  const measured = { speedKmh: 20, courseDeg: null, altitudeM: 263, accuracyM: null };
  expect(toUnitPosition({ ...point, ...measured })).toEqual({
    lat: 16.8,
    lon: -3,
    ...measured,
    observedAt: '1970-01-01T00:00:00.000Z',
    receivedAt: '1970-01-01T00:00:01.000Z',
  });
});
