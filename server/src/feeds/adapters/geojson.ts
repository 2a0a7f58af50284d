interface Feature {
  type?: unknown;
  id?: unknown;
  geometry?: { type?: unknown; coordinates?: unknown } | null;
  properties?: Record<string, unknown> | null;
}

/** The body as a GeoJSON FeatureCollection (RFC 7946), or null when it is none. */
export function featuresOf(body: unknown): unknown[] | null {
  if (typeof body !== 'object' || body === null) return null;
  const { type, features } = body as { type?: unknown; features?: unknown };
  return type === 'FeatureCollection' && Array.isArray(features) ? features : null;
}

/**
 * A point feature as a position report: coordinates are `[lon, lat]`, a third one is metres of altitude, everything
 * else stands in the properties; the feature's own `id` serves as `reportId` where the properties give none.
 */
export function positionFromFeature(raw: unknown): unknown {
  const feature = (typeof raw === 'object' && raw !== null ? raw : {}) as Feature;
  const coordinates = feature.geometry?.type === 'Point' ? feature.geometry.coordinates : undefined;
  const [lon, lat, altitudeM] = Array.isArray(coordinates) ? (coordinates as unknown[]) : [];
  const reportId = typeof feature.id === 'number' ? String(feature.id) : feature.id;
  return {
    ...(reportId === undefined ? {} : { reportId }),
    ...(altitudeM === undefined ? {} : { altitudeM }),
    ...feature.properties,
    lat,
    lon,
  };
}

/** Where a field of the report stood in the feature it came from. */
export function featurePath(path: string): string {
  if (path === '/lat') return '/geometry/coordinates/1';
  if (path === '/lon') return '/geometry/coordinates/0';
  if (path === '') return '';
  return `/properties${path}`;
}
