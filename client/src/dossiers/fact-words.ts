import type { Dependant, FlightLeg } from '@rearguard/shared';
import type { Room } from '../wall/room.svelte.js';
import { dependantName } from './dossier-words.js';
import { placeWords } from './place-names.js';
import { utcSpan } from './utc-words.js';

/** A fact as people read it, whatever it is. */
export function factWords(name: string, value: unknown, room: Room): string {
  const { m, format } = room.i18n;
  const words = m.dossiers;
  if (value === null || value === undefined || value === '') return '';
  if (typeof value === 'boolean') return value ? m.desk.yes : m.desk.no;
  if (typeof value === 'number')
    // Times among the facts of a report are told in milliseconds.
    return name.endsWith('At') ? format.dateTime(value) : format.number(value, 1);
  if (name === 'legs')
    return (value as FlightLeg[])
      .map(
        ({ from, to, decision }) =>
          `${placeWords(from, room)} → ${placeWords(to, room)}${decision === 'asked' ? '' : `: ${words.decision[decision]}`}`,
      )
      .join(m.listAnd);
  if (name === 'dependants') return (value as Dependant[]).map((one) => dependantName(one, room)).join(m.listAnd);
  if (Array.isArray(value)) return value.map(String).join(m.listAnd);
  if (typeof value === 'object') {
    const { from, to } = value as { from?: number | string; to?: number | string };
    return from === undefined || to === undefined ? '' : utcSpan(+new Date(from), +new Date(to), room.now ?? 0, format);
  }
  const text = value as string;
  if (name.endsWith('At')) return format.dateTime(Date.parse(text));
  if (name === 'place' || name === 'crossing') return placeWords(text, room);
  return LISTS[name]?.(room)[text] ?? text;
}

const LISTS: Readonly<Record<string, (room: Room) => Record<string, string>>> = {
  purpose: ({ i18n }) => i18n.m.dossiers.purpose,
  direction: ({ i18n }) => i18n.m.dossiers.direction,
  goods: ({ i18n }) => i18n.m.dossiers.goods,
  owner: ({ i18n }) => i18n.m.dossiers.owner,
  holdGround: ({ i18n }) => i18n.m.dossiers.ground,
  kind: ({ i18n }) => i18n.m.dossiers.restrictionKind,
};
