import { z } from 'zod';
import { DOSSIER_KINDS } from './dossier.js';
import { InstantOut } from './instant.js';

export const ChangeKind = z.enum([
  'unit',
  'positions',
  'convoy',
  'site',
  'comms',
  'incident',
  'alert',
  ...DOSSIER_KINDS,
  'log',
  'shift',
  'clock',
]);
export type ChangeKind = z.infer<typeof ChangeKind>;

/**
 * One numbered change, the truth that everything live is read from. Numbers are handed out in commit order and have no
 * gaps: whoever has seen n has seen all below n.
 *
 * Bodies by kind: `unit` {@link UnitFacts}; `convoy` Convoy; `site` Site; `comms` Comms; `incident` Incident; `alert` Alert;
 * `flight-request` FlightRequest; `consignment` Consignment; `restriction` Restriction;
 * `log` LogNews; `shift` ShiftNews (what people wrote is not in them, as walls read this too); `clock` RoomClock;
 * `positions` `{ count, units }`: one stored batch of points, whose places travel in track frames.
 */
export const Change = z.object({
  seq: z.int().positive(),
  /** When we learned of it, on the room's clock. */
  at: InstantOut,
  /** When it happened. */
  observedAt: InstantOut,
  kind: ChangeKind,
  id: z.string(),
  version: z.int(),
  op: z.enum(['put', 'remove']),
  body: z.unknown(),
});
export type Change = z.infer<typeof Change>;
