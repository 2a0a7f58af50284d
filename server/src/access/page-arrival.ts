import type { Request } from 'express';
import { addressOf } from './auth.guard.js';
import { sessionCookieOf } from './session-cookie.js';
import type { Arrival } from './sessions.js';

/** Where a request comes from, for the session that it begins. */
export function arrivalOf(request: Request): Arrival {
  return {
    from: addressOf(request),
    browser: request.headers['user-agent'] ?? null,
    cookieBefore: sessionCookieOf(request.headers),
  };
}
