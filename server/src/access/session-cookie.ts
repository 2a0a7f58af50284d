import type { IncomingHttpHeaders } from 'node:http';
import { parseCookie, stringifySetCookie } from 'cookie';
import { SESSION_MOST_MS } from './domain/session-life.js';

export const SESSION_COOKIE = 'rearguard_session';

/**
 * The name under which a browser keeps a cookie of ours. Where https is spoken it is one that only this very host can set:
 * no neighbour of the same domain can slip a session of theirs under it.
 */
export function cookieName(name: string, secure: boolean): string {
  return secure ? `__Host-${name}` : name;
}

/** The value of a cookie of ours, or null. The one that only we can have set comes first. */
export function cookieOf(headers: IncomingHttpHeaders, name: string): string | null {
  if (headers.cookie === undefined) return null;
  const cookies = parseCookie(headers.cookie);
  return cookies[cookieName(name, true)] || cookies[name] || null;
}

/** The session of a browser, or null. */
export function sessionCookieOf(headers: IncomingHttpHeaders): string | null {
  return cookieOf(headers, SESSION_COOKIE);
}

/** The header that hands a browser its session. It outlives the session; when that ends, the server alone decides. */
export function sessionCookie(secret: string, secure: boolean): string {
  return stringifySetCookie({ ...attributes(secure), value: secret, maxAge: SESSION_MOST_MS / 1_000 });
}

/** The header that makes a browser forget it. */
export function endedSessionCookie(secure: boolean): string {
  return stringifySetCookie({ ...attributes(secure), value: '', maxAge: 0 });
}

function attributes(secure: boolean) {
  return { name: cookieName(SESSION_COOKIE, secure), httpOnly: true, sameSite: 'lax', path: '/', secure } as const;
}
