import type { Alert, AlertActionInput, Role } from '@rearguard/shared';
import { act, type Named, type Wish } from '../alerts/domain/act.js';
import { type AlertRecord, BY_ITSELF } from '../alerts/domain/alert-record.js';
import type { Acted } from '../alerts/domain/outcome.js';
import { raise, type Raising } from '../alerts/domain/raise.js';

export const T0 = Date.parse('2023-08-13T09:00:00Z');
export const MINUTE = 60_000;

export const raised = (over: Partial<Raising> = {}, at = T0): AlertRecord =>
  raise(
    {
      id: 'A1',
      severity: 'critical',
      kind: 'convoy_attack',
      ruleId: 'convoy_attacked',
      subjects: [{ type: 'convoy', id: 'BER-01' }],
      text: 'shots from the north',
      source: 'BER-01',
      lat: 16.83,
      lon: -2.53,
      observedAt: at,
      ...over,
    },
    at,
    BY_ITSELF,
  ).record;

export const person = (role: Role, id: string = role) => ({ kind: 'person' as const, id, name: `${role} ${id}`, role });

/** Does one act as its role. */
export function doing<Action extends Wish['action']>(
  record: AlertRecord,
  role: Role,
  action: Action,
  body: Omit<AlertActionInput<Action>, 'version'>,
  at = T0 + MINUTE,
  named: Named = {},
): Acted {
  const wish = { action, body: { version: record.alert.version, ...body }, who: person(role), at } as unknown as Wish;
  return act(record, wish, named);
}

/** The alert after an act that must be possible. */
export function after(acted: Acted): AlertRecord {
  if (!acted.ok) throw new Error(`refused: ${acted.refused.message}`);
  return acted.steps[0]!.record;
}

export const inState = (record: AlertRecord, over: Partial<Alert>): AlertRecord => ({
  ...record,
  alert: { ...record.alert, ...over },
});
