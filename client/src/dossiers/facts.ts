import type { Room } from '../wall/room.svelte.js';
import type { AnyDossier } from './dossier-words.js';
import { factWords } from './fact-words.js';

/** What stands in the detail of each kind, in this order; legs and holds have a place of their own. */
const SHOWN: Readonly<Record<AnyDossier['kind'], readonly string[]>> = {
  'flight-request': [
    'purpose',
    'urgent',
    'callSign',
    'aircraft',
    'wanted',
    'window',
    'conditions',
    'addressee',
    'reference',
    'submittedAt',
    'answeredAt',
  ],
  consignment: [
    'direction',
    'goods',
    'description',
    'crossing',
    'owner',
    'valueUsd',
    'declaration',
    'filedAt',
    'papers',
    'papersDueAt',
    'releasePaper',
    'releaseWindow',
    'movedBy',
  ],
  restriction: ['place', 'kind', 'window'],
};
/** Shown though nobody said it: without them nobody can judge the rest. */
const ASKED_AFTER = new Set(['wanted', 'crossing', 'callSign']);

/** Facts that are known, in words; null stands for one that is missed. */
export function factsOf({ kind, dossier }: AnyDossier, room: Room): { name: string; text: string | null }[] {
  const facts = dossier as unknown as Record<string, unknown>;
  return SHOWN[kind].flatMap((name): { name: string; text: string | null }[] => {
    const value = facts[name];
    if (value === false) return [];
    const text = factWords(name, value, room);
    return text !== '' ? [{ name, text }] : ASKED_AFTER.has(name) ? [{ name, text: null }] : [];
  });
}
