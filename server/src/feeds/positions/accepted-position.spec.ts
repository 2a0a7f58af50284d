import fc from 'fast-check';
import {
  type AcceptedPosition,
  hasOwnIdentity,
  identityOf,
  packPositions,
  unpackPositions,
} from './accepted-position.js';

const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
// JSON has no minus zero; nothing that we keep tells it from zero.
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const time = fc.integer({ min: -8_640_000_000_000_000, max: 8_640_000_000_000_000 });
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
  reportKey: fc.constantFrom('a1', 'b2'),
  contentKey: fc.constantFrom('a1', 'b2'),
  reportId: maybe(text),
  sourceObservedAt: maybe(time),
});

describe('packed positions', () => {
  it('come out of the queue as they went in', () => {
    fc.assert(fc.property(fc.array(report), (batch) => expect(unpackPositions(packPositions(batch))).toEqual(batch)));
  });
});

describe('the identity of a position', () => {
  const [sample] = fc.sample(report, 1);
  const one: AcceptedPosition = { ...sample!, unitId: 'BER-1', reportId: null, sourceObservedAt: null };

  it('is remembered only where place and time do not tell a repeat', () => {
    expect(hasOwnIdentity(one)).toBe(false);
    expect(hasOwnIdentity({ ...one, reportId: 'r1' })).toBe(true);
    expect(hasOwnIdentity({ ...one, sourceObservedAt: 5 })).toBe(true);
  });

  it('is that of its unit: the same id of another unit is another report', () => {
    expect(identityOf({ ...one, unitId: 'BER-2' }).subjectKey).not.toBe(identityOf(one).subjectKey);
    expect(identityOf({ ...one, lat: 1 })).toEqual(identityOf(one));
  });
});
