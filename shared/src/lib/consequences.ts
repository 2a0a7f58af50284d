import { z } from 'zod';
import { type Consignment, daysHeld } from '../model/consignment.js';
import { Dependant } from '../model/dossier.js';
import type { FlightRequest } from '../model/flight-request.js';
import { InstantOut } from '../model/instant.js';
import type { Restriction } from '../model/restriction.js';

/** What falls on a convoy, site or patient, and by which dossier. */
export const Consequence = z.object({
  on: Dependant,
  /** `restriction`: of a place on the way of a convoy itself. */
  kind: z.enum(['flight-request', 'consignment', 'restriction']),
  id: z.string(),
  /** What is wrong. */
  what: z.enum(['refused', 'partly_refused', 'revoked', 'expired', 'restricted', 'held', 'rejected']),
  since: InstantOut,
  reason: z.string().nullable(),
  /** The restriction behind it, where there is one. */
  restrictionId: z.string().nullable(),
  /** What the flight was for, what the goods are, or which place is restricted. */
  purpose: z.string(),
});
export type Consequence = z.infer<typeof Consequence>;

interface Dossiers {
  flightRequests: Readonly<Record<string, FlightRequest>>;
  consignments: Readonly<Record<string, Consignment>>;
  restrictions: Readonly<Record<string, Restriction>>;
}

/** Everything that refusals, revocations, expiries, restrictions and holds mean for whom they concern. */
export function consequencesOf(dossiers: Dossiers, now: number): Consequence[] {
  const restrictions = Object.values(dossiers.restrictions);
  return [
    ...Object.values(dossiers.flightRequests).flatMap((request) => ofFlight(request, restrictions, now)),
    ...Object.values(dossiers.consignments).flatMap((consignment) => ofGoods(consignment, restrictions, now)),
  ];
}

/** Restrictions in force on places that a request touches. */
export function restrictionsOn(
  places: readonly string[],
  restrictions: readonly Restriction[],
  now: number,
): Restriction[] {
  if (restrictions.length === 0) return [];
  const touched = new Set(places.map(plain));
  return restrictions.filter(
    (restriction) =>
      isInForce(restriction, now) &&
      [restriction.place, restriction.placeId ?? '', ...restriction.names].some((name) => touched.has(plain(name))),
  );
}

export function isInForce({ state, window }: Restriction, now: number): boolean {
  const holds = window === null || (Date.parse(window.from) <= now && now < Date.parse(window.to));
  return state === 'in_force' && holds;
}

export function placesOf({ legs }: FlightRequest): string[] {
  return legs.flatMap(({ from, to }) => [from, to]);
}

function ofFlight(request: FlightRequest, restrictions: readonly Restriction[], now: number): Consequence[] {
  const { state, partial, dependants, id, since, purpose } = request;
  const refused = { denied: 'refused', revoked: 'revoked', expired: 'expired' } as const;
  const [restriction] = state === 'approved' ? restrictionsOn(placesOf(request), restrictions, now) : [];
  const what: Consequence['what'] | null =
    state in refused
      ? refused[state as keyof typeof refused]
      : restriction
        ? 'restricted'
        : state === 'approved' && partial
          ? 'partly_refused'
          : null;
  if (what === null) return [];
  const reason = restriction?.reason ?? request.reason;
  const base = { kind: 'flight-request' as const, id, what, since, reason, purpose };
  return dependants.map((on) => ({ on, ...base, restrictionId: restriction?.id ?? null }));
}

function ofGoods(consignment: Consignment, restrictions: readonly Restriction[], now: number): Consequence[] {
  const { state, dependants, id, since, goods, crossing, releaseWindow } = consignment;
  const open = state !== 'moved' && state !== 'rejected';
  const [restriction] = open && crossing !== null ? restrictionsOn([crossing], restrictions, now) : [];
  const lapsed = state === 'released' && releaseWindow !== null && Date.parse(releaseWindow.to) <= now;
  const what: Consequence['what'] | null =
    state === 'held' || state === 'rejected' ? state : lapsed ? 'expired' : restriction ? 'restricted' : null;
  if (what === null) return [];
  const reason = what === 'restricted' ? (restriction?.reason ?? null) : consignment.reason;
  const base = { kind: 'consignment' as const, id, what, since, reason, purpose: goods };
  return dependants.map((on) => ({
    on,
    ...base,
    restrictionId: what === 'restricted' ? (restriction?.id ?? null) : null,
  }));
}

/** Five days of holds in all turn a consignment red. */
export const HOLD_RED_DAYS = 5;

export function isHeldTooLong({ holds }: Consignment, now: number): boolean {
  return daysHeld(holds, now) >= HOLD_RED_DAYS;
}

/** Places are named by id or by name; accents, case and marks aside. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[\s'’_-]+/gu, ' ')
    .trim();
}
