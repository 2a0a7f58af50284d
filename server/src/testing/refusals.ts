/** Who asks. */
export type Asking = 'administrator' | 'wall' | 'duty-officer' | 'watch-officer';

export const RUBBISH = { body: '{"rubbish', type: 'application/json' };
export const CSV = { body: 'a,b', type: 'text/csv' };
export const json = (body: unknown) => ({ body: JSON.stringify(body), type: 'application/json' });
/** A request that is wrong in every way below the status that is expected of it. */
export interface Wrong {
  /** As the description names it. */
  route: string;
  path?: string;
  body?: { body: string; type: string };
  as?: Asking | null;
  token?: () => string;
  status: number;
  code?: string;
}
export const table = (route: string, ...wrongs: Omit<Wrong, 'route'>[]): Wrong[] =>
  wrongs.map((one) => ({ route, ...one }));

/** A route that reads: nobody, and a query that is not readable. */
export const reads = (route: string, badQuery?: string): Wrong[] =>
  table(
    route,
    { path: `${route}?limit=x&at=x`, as: null, status: 401 },
    ...(badQuery ? [{ path: `${route}?${badQuery}`, status: 400 }] : []),
  );
/** A route that acts: nobody, who may not, and a body that is not JSON or no text of JSON at all. */
export const acts = (route: string, path = route): Wrong[] => actsAs('administrator', route, path);
export const actsAs = (as: Asking, route: string, path = route): Wrong[] =>
  table(
    route,
    { path, body: RUBBISH, as: null, status: 401 },
    { path, body: RUBBISH, as: 'wall', status: 403 },
    { path, body: RUBBISH, as, status: 400 },
    { path, body: CSV, as, status: 415 },
    { path, body: json('x'.repeat(5_000_001)), as, status: 413 },
  );
/** A route of one thing, asked for another that there is not: who may not learns nothing of it, who may is told first. */
export const unknown = (route: string, path: string): Wrong[] =>
  table(
    route,
    { path, body: RUBBISH, as: null, status: 401 },
    { path, body: RUBBISH, as: 'wall', status: 403 },
    { path, body: RUBBISH, status: 404 },
  );

/** An act of the watch officer. */
export const watches = (route: string, path: string, status: number): Wrong[] =>
  table(
    route,
    { path, body: RUBBISH, as: null, status: 401 },
    { path, body: RUBBISH, as: 'wall', status: 403 },
    { path, body: RUBBISH, as: 'watch-officer', status },
  );

/** An act on one of a list, by somebody who may. */
export const actsOn = (list: string, word: string, act: string, as: Asking): Wrong[] => {
  const path = `POST /api/${list}/{${word}}/${act}`;
  const none = `POST /api/${list}/none/${act}`;
  return table(
    `POST /api/${list}/{id}/${act}`,
    { path: none, body: RUBBISH, as: null, status: 401 },
    { path: none, body: RUBBISH, as: 'wall', status: 403 },
    { path: none, body: RUBBISH, as, status: 404 },
    { path, body: RUBBISH, as, status: 400 },
    { path, body: CSV, as, status: 415 },
  );
};

/** Lists of dossiers, and one that each has. */
export const DOSSIERS = [
  ['movements', 'MV-1'],
  ['flight-requests', 'FR-1'],
  ['consignments', 'CS-1'],
  ['restrictions', 'RS-1'],
] as const;
