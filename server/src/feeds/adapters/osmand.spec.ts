import { osmandPath, osmandWords, positionFromOsmand } from './osmand.js';

const AT = Date.parse('2023-08-13T09:00:00Z');
const aQuery = (over: Record<string, unknown> = {}) => ({
  id: 'phone-1',
  lat: '16.8',
  lon: '-3.0',
  timestamp: String(AT),
  ...over,
});

describe('a request of the OsmAnd protocol', () => {
  it('becomes a report, its text numbers', () => {
    expect(
      positionFromOsmand(aQuery({ speed: '10', bearing: '87.5', altitude: '263', accuracy: '4', batt: '80' })),
    ).toEqual({
      unitId: 'phone-1',
      lat: 16.8,
      lon: -3,
      observedAt: AT,
      speedKmh: 36,
      courseDeg: 87.5,
      altitudeM: 263,
      accuracyM: 4,
    });
  });

  it('in JSON has its numbers already', () => {
    expect(positionFromOsmand({ id: 'phone-1', lat: 16.8, lon: -3, timestamp: AT / 1000, speed: 1 })).toEqual({
      unitId: 'phone-1',
      lat: 16.8,
      lon: -3,
      observedAt: AT,
      speedKmh: 3.6,
    });
  });

  it.each([
    ['seconds', String(AT / 1000), AT],
    ['seconds with a fraction', '1691917200.25', AT + 250],
    ['milliseconds', String(AT), AT],
    ['RFC 3339', '2023-08-13T09:00:00Z', '2023-08-13T09:00:00Z'],
  ])('tells its time in %s', (_, timestamp, observedAt) => {
    expect(positionFromOsmand(aQuery({ timestamp }))).toMatchObject({ observedAt });
  });

  it.each([undefined, ''])('without a time (%j) has none, so that it is told so', (timestamp) => {
    expect(positionFromOsmand(aQuery({ timestamp }))).toMatchObject({ observedAt: undefined });
  });

  it('names the device as id or deviceid', () => {
    expect(positionFromOsmand(aQuery({ id: undefined, deviceid: 'd-9' }))).toMatchObject({ unitId: 'd-9' });
  });

  it('readings that a phone does not have are left out, not believed', () => {
    const report = positionFromOsmand(aQuery({ speed: '-1', bearing: '', altitude: 'NaN', accuracy: '-0.5' }));
    expect(Object.keys(report as object)).toEqual(['unitId', 'lat', 'lon', 'observedAt']);
  });

  it('a place that is no number is not made up', () => {
    expect(positionFromOsmand(aQuery({ lat: 'north', lon: '' }))).toMatchObject({ lat: Number.NaN, lon: undefined });
  });

  it('faults are pointed at by the names of the protocol', () => {
    const names = ['/unitId', '/observedAt', '/speedKmh', '/courseDeg', '/altitudeM', '/accuracyM', '/lat', ''];
    expect(names.map(osmandPath)).toEqual([
      '/id',
      '/timestamp',
      '/speed',
      '/bearing',
      '/altitude',
      '/accuracy',
      '/lat',
      '',
    ]);
  });
});

it('tells what is wrong with a field by the name that the sender gave it', () => {
  expect(osmandWords('unitId is missing', osmandPath('/unitId'))).toBe('id is missing');
  expect(osmandWords('lat is missing', osmandPath('/lat'))).toBe('lat is missing');
  expect(osmandWords('the report must be an object', '')).toBe('the report must be an object');
});
