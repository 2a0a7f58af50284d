const KMH_PER_MS = 3.6;
/** Below this a number is seconds since 1970, above it milliseconds: clients of this protocol send either. */
const SECONDS_BELOW = 100_000_000_000;

type Query = Record<string, unknown>;

/**
 * A position report from the query of an OsmAnd-style request: `id` (or `deviceid`), `lat`, `lon`, `timestamp`
 * (seconds or milliseconds since 1970, or RFC 3339), `speed` in metres a second as OsmAnd sends it, `bearing`,
 * `altitude`, `accuracy` in metres.
 */
export function positionFromOsmand(query: Query): unknown {
  return {
    unitId: query['id'] ?? query['deviceid'],
    lat: number(query['lat']),
    lon: number(query['lon']),
    observedAt: time(query['timestamp']),
    ...optional('speedKmh', number(query['speed']), KMH_PER_MS),
    ...optional('courseDeg', number(query['bearing'])),
    ...optional('altitudeM', number(query['altitude'])),
    ...optional('accuracyM', number(query['accuracy'])),
  };
}

/** Where a field of the report stood in the query. */
export function osmandPath(path: string): string {
  const names: Record<string, string> = {
    '/unitId': '/id',
    '/observedAt': '/timestamp',
    '/speedKmh': '/speed',
    '/courseDeg': '/bearing',
    '/altitudeM': '/altitude',
    '/accuracyM': '/accuracy',
  };
  return names[path] ?? path;
}

/** A refusal begins with the name of the report's field; the sender knows it by its own. @param path in the query */
export function osmandWords(message: string, path: string): string {
  return path === '' ? message : message.replace(/^\w+/, path.slice(1));
}

function number(text: unknown): number | undefined {
  if (typeof text === 'number') return text; // a body in JSON
  if (typeof text !== 'string' || text.trim() === '') return undefined;
  return Number(text);
}

function time(text: unknown): unknown {
  const value = number(text);
  if (value === undefined || Number.isNaN(value)) return text === '' ? undefined : text;
  return Math.round(value < SECONDS_BELOW ? value * 1000 : value);
}

function optional(name: string, value: number | undefined, times = 1): Record<string, number> {
  // An absent reading is sent as 0, -1 or nothing, depending on the phone; nonsense must not refuse the position.
  return value === undefined || Number.isNaN(value) || value < 0 ? {} : { [name]: value * times };
}
