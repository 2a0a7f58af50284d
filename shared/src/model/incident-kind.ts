import { z } from 'zod';

/** Violence against people, convoys, bases and aircraft: what a convoy or site within reach must be told of. */
export const ATTACK_KINDS = [
  'convoy_attack',
  'base_attack',
  'indirect_fire',
  'device',
  'clash',
  'ceasefire_breach',
  'attack_on_civilians',
  'aircraft_hit',
] as const;

/** What else counts in the security figures of a day. */
const OTHER_SECURITY_KINDS = ['blockade', 'demonstration', 'detention', 'crime', 'accident'] as const;

/** Events that a watch reports and that are no security incident. */
const OTHER_KINDS = [
  'disinformation',
  'political',
  'customs',
  'mandate',
  'medevac',
  'phase',
  'transit',
  'repatriation',
  'transfer',
  'handover',
  'convoy_arrived',
  'convoy_departed',
  'coordination',
  'personnel',
  'reporting',
  'airspace',
  'movement_refused',
  'site_closed',
  'flight',
  'resupply',
  'communications',
  'ceremony',
] as const;

/** The closed list of what a report of the feed `security` can be about. */
export const INCIDENT_KINDS = [...ATTACK_KINDS, ...OTHER_SECURITY_KINDS, ...OTHER_KINDS] as const;
export const IncidentKind = z.enum(INCIDENT_KINDS);
export type IncidentKind = z.infer<typeof IncidentKind>;

const attacks: ReadonlySet<IncidentKind> = new Set(ATTACK_KINDS);
const security: ReadonlySet<IncidentKind> = new Set([...ATTACK_KINDS, ...OTHER_SECURITY_KINDS]);

export function isAttack(kind: IncidentKind): boolean {
  return attacks.has(kind);
}

/** True when it counts in the security figures; false content and the mission's own events do not. */
export function countsAsSecurity(kind: IncidentKind): boolean {
  return security.has(kind);
}
