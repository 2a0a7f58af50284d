import { type AcceptedPosition, hasOwnIdentity, identityOf } from './accepted-position.js';

const one: AcceptedPosition = {
  unitId: 'BER-1',
  lat: 16.8,
  lon: -3,
  observedAt: 1_691_917_200_000,
  receivedAt: 1_691_917_201_000,
  speedKmh: null,
  courseDeg: null,
  altitudeM: null,
  accuracyM: null,
  convoyId: null,
  callsign: null,
  symbol: null,
  reportKey: 5n,
  contentKey: 5n,
  reportId: null,
  sourceObservedAt: null,
};

describe('the identity of a position', () => {
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
