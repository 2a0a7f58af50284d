import type { Place } from '@rearguard/shared';
import { PLACES } from './places.js';

const BY_NAME = new Map<string, Place>();
// Ids last: where a name of one place is the id of another, the id stands.
for (const place of PLACES) for (const name of Object.values(place.name)) BY_NAME.set(folded(name), place);
for (const place of PLACES) BY_NAME.set(folded(place.id), place);

/** The place of the theatre that goes by this id or by this name in any language, accents and case aside. */
export function findPlace(text: string): Place | null {
  return BY_NAME.get(folded(text)) ?? null;
}

function folded(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[\s'’_-]+/gu, ' ')
    .trim();
}
