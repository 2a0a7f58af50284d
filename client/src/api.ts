import type { Change, ErrorBody, FeedsReply, Page, Route, Session, Theatre, TrackPoint } from '@rearguard/shared';

/** What the server said when it would not do something. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly body: ErrorBody,
  ) {
    super(body.message);
  }
}

/** Asks the server. @throws Refused for an answer that is no yes, TypeError or DOMException when there is none */
export async function ask<T>(path: string, init?: RequestInit): Promise<T> {
  const response = await fetch(path, { credentials: 'same-origin', ...init });
  const text = await response.text();
  if (response.ok) return (text === '' ? undefined : JSON.parse(text)) as T;
  let body: ErrorBody = { code: 'unreadable', message: `${response.status} ${response.statusText}` };
  if (response.headers.get('content-type')?.includes('json')) body = JSON.parse(text) as ErrorBody;
  throw new Refused(response.status, body);
}

/** A request with a body of JSON. */
export function send<T>(method: 'POST' | 'PUT' | 'PATCH', path: string, body: unknown): Promise<T> {
  return ask(path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
}

function act(path: string, body: unknown = {}): Promise<unknown> {
  return send('POST', path, body);
}

/** Every item of a list, page after page. */
export async function all<T>(path: string): Promise<T[]> {
  const items: T[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const address = new URL(path, location.origin);
    address.searchParams.set('limit', '5000');
    if (cursor !== '') address.searchParams.set('cursor', cursor);
    const page: Page<T> = await ask(address.pathname + address.search);
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return items;
}

/** The room's HTTP side, as far as the wall needs it. Each call throws {@link Refused} for an answer that is no yes. */
export const api = {
  session: () => ask<Session>('/api/sessions/current'),
  signOut: () => ask<undefined>('/api/sessions/current', { method: 'DELETE' }),
  theatre: () => ask<Theatre>('/api/theatre'),
  routes: () => all<Route>('/api/routes'),
  feeds: () => ask<FeedsReply>('/api/feeds'),
  convoyHistory: (id: string) => all<Change>(`/api/convoys/${encodeURIComponent(id)}/history`),
  unitTrack: (id: string, from: string, to: string) =>
    all<TrackPoint>(`/api/units/${encodeURIComponent(id)}/track?from=${from}&to=${to}`),
  exercise: {
    start: () => act('/api/exercise/start'),
    pause: () => act('/api/exercise/pause'),
    resume: () => act('/api/exercise/resume'),
    speed: (speed: number, dropsAtCritical?: boolean) => act('/api/exercise/speed', { speed, dropsAtCritical }),
    jump: (to: string) => act('/api/exercise/jump', { to }),
  },
};
