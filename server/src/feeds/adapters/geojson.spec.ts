import { featurePath, featuresOf, positionFromFeature } from './geojson.js';

const aFeature = (over: object = {}) => ({
  type: 'Feature',
  geometry: { type: 'Point', coordinates: [-3, 16.8] },
  properties: { unitId: 'BER-1', observedAt: '2023-08-13T09:00:00Z' },
  ...over,
});

describe('GeoJSON', () => {
  it('is known by its type and its features', () => {
    const features = [aFeature()];
    expect(featuresOf({ type: 'FeatureCollection', features })).toBe(features);
    expect(featuresOf({ type: 'FeatureCollection', features: {} })).toBeNull();
    expect(featuresOf({ type: 'Feature', features })).toBeNull();
    expect(featuresOf({ reports: [] })).toBeNull();
    expect(featuresOf(null)).toBeNull();
    expect(featuresOf('FeatureCollection')).toBeNull();
  });

  it('a point becomes a report: lon before lat, everything else from the properties', () => {
    expect(positionFromFeature(aFeature())).toEqual({
      unitId: 'BER-1',
      observedAt: '2023-08-13T09:00:00Z',
      lat: 16.8,
      lon: -3,
    });
  });

  it('a third coordinate is the altitude, unless the properties give one', () => {
    const geometry = { type: 'Point', coordinates: [-3, 16.8, 263] };
    expect(positionFromFeature(aFeature({ geometry }))).toMatchObject({ altitudeM: 263 });
    expect(positionFromFeature(aFeature({ geometry, properties: { altitudeM: 270 } }))).toMatchObject({
      altitudeM: 270,
    });
  });

  it('the id of the feature serves as reportId, also as a number, unless the properties give one', () => {
    expect(positionFromFeature(aFeature({ id: 17 }))).toMatchObject({ reportId: '17' });
    expect(positionFromFeature(aFeature({ id: 'a' }))).toMatchObject({ reportId: 'a' });
    expect(positionFromFeature(aFeature({ id: 'a', properties: { reportId: 'b' } }))).toMatchObject({ reportId: 'b' });
  });

  it.each([
    ['no geometry', aFeature({ geometry: null })],
    ['a line', aFeature({ geometry: { type: 'LineString', coordinates: [[-3, 16.8]] } })],
    ['coordinates that are no list', aFeature({ geometry: { type: 'Point', coordinates: { lon: -3 } } })],
    ['properties that pretend', aFeature({ geometry: null, properties: { lat: 1, lon: 2 } })],
    ['no feature at all', 'feature'],
    ['nothing', null],
  ])('%s gives no place', (_, raw) => {
    expect(positionFromFeature(raw)).toMatchObject({ lat: undefined, lon: undefined });
  });

  it('faults are pointed at where they stood', () => {
    expect(featurePath('/lat')).toBe('/geometry/coordinates/1');
    expect(featurePath('/lon')).toBe('/geometry/coordinates/0');
    expect(featurePath('/speedKmh')).toBe('/properties/speedKmh');
    expect(featurePath('')).toBe('');
  });
});
