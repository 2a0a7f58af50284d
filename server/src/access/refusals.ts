import { type Action, PERMISSIONS, type Role } from '@rearguard/shared';
import { Problem } from '../platform/http/problem.js';
import { roleTitle } from './domain/role-title.js';

/** 401: nobody, or nobody known. */
export function notSignedIn(): Problem {
  return new Problem(401, {
    code: 'not-signed-in',
    message: 'This needs a session or a read token.',
    hint: 'Open a sign-in link, or send Authorization: Bearer with a read token.',
  });
}

/** 401 at the door: no token, or none that is valid. */
export function noFeedToken(): Problem {
  return new Problem(401, {
    code: 'bad-token',
    message: 'This needs a valid token of the feed.',
    hint: 'Send Authorization: Bearer with a token made by `feed-token create`.',
  });
}

/** 403: known, but with a token that is for something else. */
export function wrongToken(message: string): Problem {
  return new Problem(403, { code: 'wrong-token', message });
}

/** 403: a read token or the wall wants to change something. */
export function readOnly(): Problem {
  return new Problem(403, { code: 'read-only', message: 'A read token may read and nothing else.' });
}

/** 403: the role may not do this. */
export function notAllowed(role: Role, action: Action): Problem {
  return new Problem(403, {
    code: 'not-allowed',
    message: `${roleTitle(role)} may not do this (${action}).`,
    hint: `It is for: ${PERMISSIONS[action].map(roleTitle).join(', ')}.`,
  });
}

/** 403: nobody said who may do this, so nobody may. */
export function withoutRule(): Problem {
  return new Problem(403, { code: 'not-allowed', message: 'No rule says who may do this, so nobody may.' });
}

/** 403: a page of somebody else tries to use the cookie. */
export function foreignOrigin(): Problem {
  return new Problem(403, {
    code: 'foreign-origin',
    message: 'A write with a session needs the Origin header of our own pages.',
    hint: 'Behind a proxy, set PUBLIC_URL to the address that people type.',
  });
}

/** 429. */
export function tooMany(message: string, retryAfterS: number): Problem {
  return new Problem(429, { code: 'too-many-requests', message }, Math.max(1, Math.ceil(retryAfterS)));
}
