import type { Blocking, HandoverItem, Role, Shift, ShiftDoer } from '@rearguard/shared';
import { draftOf, handOver, type Stand, type Wish } from '../shifts/domain/hand-over.js';

export const SHIFT_START_AT = Date.parse('2023-08-13T06:00:00Z');
export const SHIFT_END_AT = Date.parse('2023-08-13T14:00:00Z');
const at = (ms: number) => new Date(ms).toISOString();

export const doer = (name: string, role: Role = 'watch-officer'): ShiftDoer => ({ personId: `P-${name}`, name, role });
export const ADAMA = doer('Adama');
export const BINTA = doer('Binta');

export const anItem = (over: Partial<HandoverItem> = {}): HandoverItem => ({
  id: 'alert:A-1',
  section: 'alerts',
  severity: 'high',
  subject: { type: 'alert', id: 'A-1' },
  text: 'stones thrown',
  facts: { state: 'acknowledged' },
  tick: null,
  ...over,
});

export const aShift = (over: Partial<Shift> = {}): Shift => ({
  id: 'S-1',
  version: 2,
  post: 'watch-officer',
  startsAt: at(SHIFT_START_AT),
  endsAt: at(SHIFT_END_AT),
  person: { personId: ADAMA.personId, name: ADAMA.name },
  insteadOf: null,
  state: 'on_watch',
  tookOverAt: at(SHIFT_START_AT),
  relievedAt: null,
  reliefLate: false,
  handover: null,
  source: 'form',
  ...over,
});

export const aDraftedShift = (items: HandoverItem[] = [anItem()], over: Partial<Shift> = {}): Shift =>
  aShift({ version: 3, state: 'handover_drafted', handover: draftOf(items, SHIFT_END_AT - 1_800_000), ...over });

export const aBlocking = (over: Partial<Blocking> = {}): Blocking => ({
  alertId: 'A-9',
  kind: 'convoy_attack',
  text: 'shots from the north',
  raisedAt: '2023-08-13T13:41:00.000Z',
  ...over,
});

let ids = 0;
export const aStand = (over: Partial<Stand> = {}): Stand => ({
  items: [],
  blockedBy: [],
  next: null,
  newId: () => `N-${(ids += 1)}`,
  ...over,
});

/** An act of somebody at 13:45, as the domain takes it. */
export function doing<Act extends Wish['act']>(
  shift: Shift,
  who: ShiftDoer,
  act: Act,
  body: Omit<Extract<Wish, { act: Act }>['body'], 'version'>,
  stand: Stand = aStand(),
  when = Date.parse('2023-08-13T13:45:00Z'),
) {
  const wish = { act, body: { version: shift.version, ...body }, who, at: when } as unknown as Wish;
  return handOver(shift, wish, stand);
}
