import type {
  Alert,
  Change,
  Comms,
  Consignment,
  Convoy,
  FlightRequest,
  Incident,
  Restriction,
  RoomClock,
  Site,
  Unit,
  UnitFacts,
} from '@rearguard/shared';

export type ById<T> = Readonly<Record<string, T>>;
export type Units = Map<string, UnitFacts>;

/** Alerts by id. */
export type Alerts = Map<string, Alert>;
export const noAlerts = (): Alerts => new Map();

export const noUnits = (): Units => new Map();

/** What is known of a unit apart from its place, which track frames tell. */
export const factsOf = (unit: Unit | UnitFacts): UnitFacts => ({
  id: unit.id,
  no: unit.no,
  version: unit.version,
  callsign: unit.callsign,
  symbol: unit.symbol,
  convoyId: unit.convoyId,
  registered: unit.registered,
  stale: unit.stale,
  staleAfterS: unit.staleAfterS,
});

export interface Folded {
  convoys: ById<Convoy>;
  sites: ById<Site>;
  comms: ById<Comms>;
  incidents: ById<Incident>;
  flightRequests: ById<FlightRequest>;
  consignments: ById<Consignment>;
  restrictions: ById<Restriction>;
  /** Changed in place: thousands of them are not copied for one that changed. */
  units: Units;
  /** Changed in place, as {@link units}: a flood is ten thousand of them. */
  alerts: Alerts;
}

/**
 * Takes changes into a picture, in their order. Convoys, sites, contacts and incidents come back as new objects when one of
 * them changed, and as the same otherwise.
 */
export function fold(
  picture: Folded,
  changes: readonly Change[],
  onClock: (clock: RoomClock) => void,
): Folded & { unitsTouched: boolean; alertsTouched: boolean } {
  let { convoys, sites, comms, incidents, flightRequests, consignments, restrictions } = picture;
  let unitsTouched = false;
  let alertsTouched = false;
  for (const change of changes) {
    switch (change.kind) {
      case 'unit':
        unitsTouched = true;
        if (change.op === 'remove') picture.units.delete(change.id);
        else picture.units.set(change.id, factsOf(change.body as UnitFacts));
        break;
      case 'convoy':
        convoys = put(convoys === picture.convoys ? { ...convoys } : convoys, change);
        break;
      case 'site':
        sites = put(sites === picture.sites ? { ...sites } : sites, change);
        break;
      case 'comms':
        comms = put(comms === picture.comms ? { ...comms } : comms, change);
        break;
      case 'incident':
        incidents = put(incidents === picture.incidents ? { ...incidents } : incidents, change);
        break;
      case 'flight-request':
        flightRequests = put(
          flightRequests === picture.flightRequests ? { ...flightRequests } : flightRequests,
          change,
        );
        break;
      case 'consignment':
        consignments = put(consignments === picture.consignments ? { ...consignments } : consignments, change);
        break;
      case 'restriction':
        restrictions = put(restrictions === picture.restrictions ? { ...restrictions } : restrictions, change);
        break;
      case 'alert':
        alertsTouched = true;
        if (change.op === 'remove') picture.alerts.delete(change.id);
        else picture.alerts.set(change.id, change.body as Alert);
        break;
      case 'clock':
        if (change.op === 'put') onClock(change.body as RoomClock);
        break;
      case 'log':
      case 'shift':
        // They carry no words here; whoever shows them asks for them.
        break;
      case 'positions':
        // The places themselves travel in track frames.
        break;
    }
  }
  return {
    convoys,
    sites,
    comms,
    incidents,
    flightRequests,
    consignments,
    restrictions,
    units: picture.units,
    alerts: picture.alerts,
    unitsTouched,
    alertsTouched,
  };
}

/** Changes a copy that is ours already. */
function put<T>(all: Record<string, T>, change: Change): Record<string, T> {
  if (change.op === 'remove') delete all[change.id];
  else all[change.id] = change.body as T;
  return all;
}
