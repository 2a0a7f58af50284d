import type { Theatre } from '@rearguard/shared';
import { plain } from '../board/board-model.js';
import type { Room } from '../wall/room.svelte.js';

/** Names that a field for a place offers, in the language of the page. */
export function placeNames(room: Room): string[] {
  const { i18n, live, theatre } = room;
  const names = [...theatre.places, ...Object.values(live.picture.sites)].map(({ name }) => i18n.name(name));
  return [...new Set(names)].sort((a, b) => a.localeCompare(b));
}

/** Each place by all of its names, made once for each theatre. */
const indexes = new WeakMap<Theatre, ReadonlyMap<string, string>>();

function indexOf(theatre: Theatre): ReadonlyMap<string, string> {
  let index = indexes.get(theatre);
  if (index === undefined) {
    index = new Map(
      theatre.places.flatMap(({ id, name }) => [id, ...Object.values(name)].map((one) => [plain(one), id])),
    );
    indexes.set(theatre, index);
  }
  return index;
}

/** The place's own id when it was named in one of our languages; else the text as it is. */
export function placeIdOf(text: string, { theatre, live }: Room): string {
  const wanted = plain(text.trim());
  const site = Object.values(live.picture.sites).find(({ name }) =>
    Object.values(name).some((one) => plain(one) === wanted),
  );
  return site?.id ?? indexOf(theatre).get(wanted) ?? text.trim();
}

/** A place as people call it, whether it was reported by id or by a name. */
export function placeWords(text: string, room: Room): string {
  return room.placeName(indexOf(room.theatre).get(plain(text)) ?? text);
}
