import fc from 'fast-check';
import type { AcceptedPosition } from './accepted-position.js';
import { ByteWriter } from './bytes.js';
import { packJob, packLot, unpackJob } from './packed-positions.js';

const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
// Nothing that we keep tells minus zero from zero.
const number = fc
  .oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer({ min: -18_000_000, max: 18_000_000 }).map((steps) => steps / 1e5),
  )
  .map((value) => value + 0);
// The door takes times between the years 1900 and 2200.
const time = fc.integer({ min: Date.UTC(1900, 0, 1), max: Date.UTC(2200, 0, 1) });
const text = fc.string({ unit: 'binary' });
const report: fc.Arbitrary<AcceptedPosition> = fc.record({
  unitId: text,
  lat: number,
  lon: number,
  observedAt: time,
  receivedAt: time,
  speedKmh: maybe(number),
  courseDeg: maybe(number),
  altitudeM: maybe(number),
  accuracyM: maybe(number),
  convoyId: maybe(text),
  callsign: maybe(text),
  symbol: maybe(text),
  // Without an id the two are the same, and one is sent.
  reportKey: fc.constantFrom(1n, -1n, 2n ** 63n - 1n, -(2n ** 63n)),
  contentKey: fc.constantFrom(1n, -(2n ** 63n)),
  reportId: maybe(text),
  sourceObservedAt: maybe(time),
});

describe('packed positions', () => {
  it('come out of the queue as they went in', () => {
    fc.assert(
      fc.property(fc.array(fc.array(report)), (batches) => {
        expect(unpackJob(packJob(batches.map(packLot)))).toEqual(batches.flat());
      }),
    );
  });

  it('take a third of what JSON takes, as vehicles report them', () => {
    const [sample] = fc.sample(report, 1);
    const batch = Array.from({ length: 100 }, (_, i): AcceptedPosition => ({
      ...sample!,
      unitId: `BER-${i}`,
      lat: 16.8 + i / 1e5,
      lon: -3 - i / 1e5,
      observedAt: 1_691_917_200_000 - i,
      receivedAt: 1_691_917_200_000,
      speedKmh: 22.5,
      courseDeg: 87.1,
      altitudeM: null,
      accuracyM: null,
      convoyId: null,
      callsign: null,
      symbol: null,
      reportId: null,
      sourceObservedAt: null,
      reportKey: BigInt(i) * 2n ** 40n,
      contentKey: BigInt(i) * 2n ** 40n,
    }));
    const json = JSON.stringify(batch, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
    expect(packJob([packLot(batch)]).length * 3).toBeLessThan(json.length);
  });

  it('are not written from a time that would be read as another', () => {
    const write = (value: number) => () => new ByteWriter().zigzag(value);
    expect(write(1_691_917_800_000.5)).toThrow(RangeError);
    expect(write(Number.NaN)).toThrow(RangeError);
    expect(write(-1_691_917_800_000)).not.toThrow();
  });

  it('of another version are not guessed at', () => {
    expect(() => unpackJob(Buffer.from([2, 0]).toString('base64'))).toThrow('format 2');
    expect(() => unpackJob(Buffer.from([1, 1]).toString('base64'))).toThrow(RangeError);
  });
});
