import fc from 'fast-check';
import { PositionReport } from '@rearguard/shared';
import { isPlainReport } from './plain-report.js';

const number = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(-90, 90, -180, 180, 0, 360, 2_000, -500, 30_000, 1_000_000, 90.000_000_1, -0),
);
const text = fc.oneof(
  { weight: 9, arbitrary: fc.string({ minLength: 1, maxLength: 64 }) },
  fc.string({ maxLength: 66 }),
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.constant('\u007f'),
);
const time = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 1_000_000_000_000, max: 7_000_000_000_000 }) },
  fc.integer({ min: 0, max: 8_000_000_000_000 }),
  fc.double({ min: 0, max: 8e12 }),
  fc.constantFrom(999_999_999_999, 1_000_000_000_000, Date.UTC(2200, 0, 1), Date.UTC(2200, 0, 1) - 1),
  fc.constant('2023-08-13T09:00:00Z'),
);
const anything = fc.oneof(number, text, fc.constantFrom(null, undefined, true), fc.constant({}));
const field = <Value>(usual: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 20, arbitrary: usual }, { weight: 1, arbitrary: anything });
const report = fc.record(
  {
    reportId: field(text),
    unitId: field(text),
    lat: field(fc.double({ min: -91, max: 91, noNaN: true })),
    lon: field(fc.double({ min: -181, max: 181, noNaN: true })),
    observedAt: field(time),
    speedKmh: field(fc.double({ min: -1, max: 2_001, noNaN: true })),
    courseDeg: field(fc.double({ min: -1, max: 361, noNaN: true })),
    altitudeM: field(fc.double({ min: -501, max: 30_001, noNaN: true })),
    accuracyM: field(fc.double({ min: -1, max: 1_000_001, noNaN: true })),
    convoyId: field(text),
    callsign: field(text),
    symbol: fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, fc.constant('SFGPUCI--------')),
  },
  { requiredKeys: ['unitId', 'lat', 'lon', 'observedAt'] },
);

describe('a plain report', () => {
  it('is one that the schema takes and gives back as it is', () => {
    let plain = 0;
    fc.assert(
      fc.property(report, (raw) => {
        if (!isPlainReport(raw)) return;
        plain += 1;
        const parsed = PositionReport.safeParse(raw);
        expect(parsed.success).toBe(true);
        const present = Object.entries(raw).filter(([, value]) => value !== undefined);
        expect(
          Object.entries(parsed.data!)
            .filter(([, value]) => value !== undefined)
            .sort(),
        ).toEqual(present.sort());
      }),
      { numRuns: 5_000 },
    );
    expect(plain).toBeGreaterThan(50);
  });

  it('is what a vehicle sends', () => {
    const sent = { unitId: 'BER-1', lat: 16.8, lon: -3, observedAt: 1_691_917_200_000, speedKmh: 22.5, courseDeg: 87 };
    expect(isPlainReport(sent)).toBe(true);
    expect(isPlainReport({ ...sent, reportId: 'r-1', convoyId: 'BER', callsign: 'Lion 1' })).toBe(true);
    for (const raw of [null, 'BER-1', [], { ...sent, lat: NaN }, { ...sent, observedAt: 1_691_917_200 }]) {
      expect(isPlainReport(raw)).toBe(false);
    }
  });
});
