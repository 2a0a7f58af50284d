import type { ShiftDoer } from '@rearguard/shared';
import type { PersonIdentity } from '../access/identity.js';

export function doerOf({ personId, name, role }: PersonIdentity): ShiftDoer {
  return { personId, name, role };
}
