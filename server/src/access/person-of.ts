import type { Identity, PersonIdentity } from './identity.js';
import { Problem } from '../platform/http/problem.js';

/** @throws Problem 403 for whoever is not a person */
export function personOf(who: Identity): PersonIdentity {
  if (who.kind === 'person') return who;
  throw new Problem(403, { code: 'not-allowed', message: 'Only a person may do this.' });
}
