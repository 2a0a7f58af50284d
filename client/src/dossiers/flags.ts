import {
  type Consignment,
  type EpochMs,
  type FlightRequest,
  placesOf,
  type Restriction,
  restrictionsOn,
} from '@rearguard/shared';
import { isOpenGoods } from '../customs/goods-rows.js';

interface Picture {
  flightRequests: Readonly<Record<string, FlightRequest>>;
  consignments: Readonly<Record<string, Consignment>>;
  restrictions: Readonly<Record<string, Restriction>>;
}

export interface Flagged {
  restriction: Restriction;
  flights: FlightRequest[];
  consignments: Consignment[];
}

/** Restrictions in force, with the approvals and goods that they fall on. */
export function flagsOf({ flightRequests, consignments, restrictions }: Picture, now: EpochMs): Flagged[] {
  const inForce = Object.values(restrictions).filter(({ state }) => state === 'in_force');
  const flags = new Map(inForce.map((restriction) => [restriction.id, flagged(restriction)]));
  // Thousands of dossiers name few places.
  const known = new Map<string, readonly Restriction[]>();
  const onPlace = (place: string): readonly Restriction[] => {
    let found = known.get(place);
    if (found === undefined) known.set(place, (found = restrictionsOn([place], inForce, now)));
    return found;
  };
  const on = (places: readonly string[]): Set<Restriction> => new Set(places.flatMap(onPlace));
  for (const request of Object.values(flightRequests)) {
    if (request.state !== 'approved') continue;
    for (const { id } of on(placesOf(request))) flags.get(id)!.flights.push(request);
  }
  for (const consignment of Object.values(consignments)) {
    if (consignment.crossing === null || !isOpenGoods(consignment)) continue;
    for (const { id } of on([consignment.crossing])) flags.get(id)!.consignments.push(consignment);
  }
  return [...flags.values()];
}

const flagged = (restriction: Restriction): Flagged => ({ restriction, flights: [], consignments: [] });
