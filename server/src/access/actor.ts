import type { FeedSource, Identity } from './identity.js';

/** Who did something, as the audit record keeps it. */
export interface Actor {
  kind: 'person' | 'token' | 'system';
  id: string | null;
  name: string;
}

/** The program itself, and whoever can start it. */
export const SYSTEM: Actor = { kind: 'system', id: null, name: 'rearguard' };
/** Commands on the machine: whoever may run them owns the room. */
export const COMMAND_LINE: Actor = { kind: 'system', id: null, name: 'command line' };

export function actorOf(asker: Identity | FeedSource): Actor {
  if ('kind' in asker && asker.kind === 'person') return { kind: 'person', id: asker.personId, name: asker.name };
  return { kind: 'token', id: asker.tokenId, name: asker.name };
}
