import {
  type Alert,
  type Change,
  isPictureKind,
  type Picture,
  PICTURE_PARTS,
  type PicturePart,
  type RoomClock,
  type Unit,
  type UnitFacts,
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

/** Parts of the picture that come back as new objects when something in them changed, and as the same otherwise. */
export const COPIED_PARTS = [
  'convoys',
  'sites',
  'comms',
  'incidents',
  'movements',
  'flightRequests',
  'consignments',
  'restrictions',
] as const satisfies readonly PicturePart[];
export type CopiedPart = (typeof COPIED_PARTS)[number];
export type Copied = { [Part in CopiedPart]: ById<Picture[Part][string]> };

/** Changed in place: thousands of them are not copied for one that changed. */
export interface InPlace {
  units: Units;
  alerts: Alerts;
}

/** Takes changes into a picture, in their order. */
export function fold(
  picture: Copied & InPlace,
  changes: readonly Change[],
  onClock: (clock: RoomClock) => void,
): { copied: Copied; unitsTouched: boolean; alertsTouched: boolean } {
  const copied = Object.fromEntries(COPIED_PARTS.map((part) => [part, picture[part]])) as Record<
    CopiedPart,
    Record<string, unknown>
  >;
  const ours = new Set<CopiedPart>();
  let unitsTouched = false;
  let alertsTouched = false;
  for (const change of changes) {
    const { kind, id, op, body } = change;
    if (kind === 'unit') {
      unitsTouched = true;
      if (op === 'remove') picture.units.delete(id);
      else picture.units.set(id, factsOf(body as UnitFacts));
    } else if (kind === 'alert') {
      alertsTouched = true;
      if (op === 'remove') picture.alerts.delete(id);
      else picture.alerts.set(id, body as Alert);
    } else if (kind === 'clock') {
      if (op === 'put') onClock(body as RoomClock);
    } else if (isPictureKind(kind)) {
      const part = PICTURE_PARTS[kind];
      if (!ours.has(part)) copied[part] = { ...copied[part] };
      ours.add(part);
      if (op === 'remove') delete copied[part][id];
      else copied[part][id] = body;
    }
    // Of the log and of shifts changes carry no words, and places travel in track frames.
  }
  return { copied: copied as Copied, unitsTouched, alertsTouched };
}
