import type { IncomingHttpHeaders } from 'node:http';
import { stringifySetCookie } from 'cookie';
import { z } from 'zod';
import { cookieName, cookieOf } from '../session-cookie.js';
import type { Attempt } from './provider.js';

const COOKIE = 'rearguard_sign_in';
/** So long somebody may take at the organisation's page. */
const MOST_S = 600;

const word = z.string().min(1).max(300);
const Kept = z.object({ state: word, nonce: word, verifier: word, returnTo: z.url() });

/**
 * Keeps an attempt with the browser that began it, so that another browser cannot finish it and no process need remember it.
 * Nothing in it is worth stealing without the code that the provider gives to this browser alone.
 */
export function attemptCookie(attempt: Attempt, secure: boolean): string {
  const value = Buffer.from(JSON.stringify(attempt)).toString('base64url');
  return stringifySetCookie({ ...attributes(secure), value, maxAge: MOST_S });
}

export function endedAttemptCookie(secure: boolean): string {
  return stringifySetCookie({ ...attributes(secure), value: '', maxAge: 0 });
}

/** The attempt that this browser began, or null. */
export function attemptOf(headers: IncomingHttpHeaders): Attempt | null {
  const value = cookieOf(headers, COOKIE);
  if (value === null) return null;
  try {
    return Kept.parse(JSON.parse(Buffer.from(value, 'base64url').toString()));
  } catch {
    return null;
  }
}

function attributes(secure: boolean) {
  // Lax: it must come along when the organisation's page sends the browser back.
  return { name: cookieName(COOKIE, secure), httpOnly: true, sameSite: 'lax', path: '/', secure } as const;
}
