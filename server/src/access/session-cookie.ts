import type { IncomingHttpHeaders } from 'node:http';
import { parseCookie, stringifySetCookie } from 'cookie';
import { SESSION_MOST_MS } from './domain/session-life.js';

export const SESSION_COOKIE = 'rearguard_session';

/** The value of our cookie, or null. */
export function sessionCookieOf(headers: IncomingHttpHeaders): string | null {
  if (headers.cookie === undefined) return null;
  return parseCookie(headers.cookie)[SESSION_COOKIE] || null;
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
  return { name: SESSION_COOKIE, httpOnly: true, sameSite: 'lax', path: '/', secure } as const;
}
