import type { Consignment, Dependant, DossierKind, FlightRequest, Restriction } from '@rearguard/shared';
import type { I18n } from '../i18n/i18n.svelte.js';
import type { Room } from '../wall/room.svelte.js';
import { placeWords } from './place-names.js';

export type Dossier = FlightRequest | Consignment | Restriction;

/** Any dossier with its kind, so that what is read of it fits. */
export type AnyDossier =
  | { kind: 'flight-request'; dossier: FlightRequest }
  | { kind: 'consignment'; dossier: Consignment }
  | { kind: 'restriction'; dossier: Restriction };

/** A state in words. */
export function stateWords(kind: DossierKind, state: string, { m }: I18n): string {
  const { flightState, consignmentState, restrictionState } = m.dossiers;
  const words: Record<string, string> = {
    'flight-request': flightState,
    consignment: consignmentState,
    restriction: restrictionState,
  }[kind];
  return words[state] ?? state;
}

/** What brings it to a state, as a button says it. */
export function moveWords(kind: DossierKind, to: string, { m }: I18n): string {
  const { flightMove, consignmentMove, restrictionMove } = m.dossiers;
  const words: Record<string, string> = {
    'flight-request': flightMove,
    consignment: consignmentMove,
    restriction: restrictionMove,
  }[kind];
  return words[to] ?? to;
}

/** Sites by name, convoys and patients by their number. */
export function dependantName({ type, id }: Dependant, room: Room): string {
  return type === 'site' ? room.placeName(id) : id;
}

export function dependantNames(dependants: readonly Dependant[], room: Room): string {
  return dependants.map((one) => dependantName(one, room)).join(room.i18n.m.listAnd);
}

/** The way of a flight, leg after leg: `Gao → Kidal → Gao`. */
export function legsWords({ legs }: FlightRequest, room: Room): string {
  const stops = legs.flatMap(({ from, to }, i) => (i > 0 && legs[i - 1]!.to === from ? [to] : [from, to]));
  return stops.map((place) => placeWords(place, room)).join(' → ');
}
