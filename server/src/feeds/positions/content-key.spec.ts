import fc from 'fast-check';
import type { PositionReport } from '@rearguard/shared';
import { contentKeyOf } from './content-key.js';

const report: fc.Arbitrary<PositionReport> = fc.record(
  {
    unitId: fc.string({ minLength: 1, maxLength: 8 }),
    lat: fc.double({ min: -90, max: 90, noNaN: true }),
    lon: fc.double({ min: -180, max: 180, noNaN: true }),
    observedAt: fc.integer({ min: 0, max: 4e12 }),
    speedKmh: fc.double({ min: 0, max: 100, noNaN: true }),
    callsign: fc.string({ maxLength: 4 }),
    symbol: fc.string({ maxLength: 4 }),
  },
  { requiredKeys: ['unitId', 'lat', 'lon', 'observedAt'] },
);

describe('content key', () => {
  it('is the same for the same content, whatever its id', () => {
    fc.assert(
      fc.property(report, (one) => {
        expect(contentKeyOf({ ...one, reportId: 'x' })).toBe(contentKeyOf(one));
        expect(BigInt.asIntN(64, contentKeyOf(one))).toBe(contentKeyOf(one));
      }),
    );
  });

  it('differs when any field differs', () => {
    fc.assert(
      fc.property(report, report, (one, other) => {
        fc.pre(JSON.stringify(one, Object.keys(one).sort()) !== JSON.stringify(other, Object.keys(other).sort()));
        fc.pre(!Object.values({ ...one, ...other }).some((value) => Object.is(value, -0)));
        expect(contentKeyOf(one)).not.toBe(contentKeyOf(other));
      }),
      { numRuns: 300 },
    );
  });

  it('tells near neighbours apart', () => {
    const keys = new Set<bigint>();
    for (let i = 0; i < 50_000; i++) {
      keys.add(contentKeyOf({ unitId: `U-${i % 50}`, lat: 16 + (i % 1000) * 1e-6, lon: -3, observedAt: 1.7e12 + i }));
    }
    expect(keys.size).toBe(50_000);
  });

  it('is this for all time: it is stored', () => {
    expect(contentKeyOf({ unitId: 'BER-1', lat: 16.8, lon: -3, observedAt: 1_691_917_200_000 })).toBe(
      -5_668_136_278_548_762_353n,
    );
  });
});
