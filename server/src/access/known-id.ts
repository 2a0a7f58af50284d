import { z } from 'zod';
import { Problem } from '../platform/http/problem.js';

/** The 404 of people, sessions and tokens. */
export function noSuch(what: string): Problem {
  return new Problem(404, { code: 'not-found', message: `There is no such ${what}.` });
}

/** Can this be an id of ours at all? Spares the database a question that it would refuse. */
export function looksLikeId(given: unknown): given is string {
  return z.uuid().safeParse(given).success;
}
