import { plain } from '../board/board-model.js';
import type { Room } from '../wall/room.svelte.js';

/** Names that a field for a place offers, in the language of the page. */
export function placeNames(room: Room): string[] {
  const { i18n, live, theatre } = room;
  const names = [...theatre.places, ...Object.values(live.picture.sites)].map(({ name }) => i18n.name(name));
  return [...new Set(names)].sort((a, b) => a.localeCompare(b));
}

/** The place's own id when it was named in one of our languages; else the text as it is. */
export function placeIdOf(text: string, room: Room): string {
  const wanted = plain(text.trim());
  const known = [...Object.values(room.live.picture.sites), ...room.theatre.places];
  const found = known.find(({ id, name }) => id === wanted || Object.values(name).some((one) => plain(one) === wanted));
  return found?.id ?? text.trim();
}
