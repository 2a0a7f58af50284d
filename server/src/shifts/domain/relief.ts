import { type EpochMs, type Handover, type Shift, type ShiftDoer, toInstantOut } from '@rearguard/shared';
import type { ShiftStep } from '../../roster/domain/shift-step.js';
import type { Stand, Wish } from './hand-over.js';

/** A planned shift that begins within this of the relief is the one that takes over. */
const ITS_TURN_MS = 60 * 60_000;

/** Whether a planned shift is the one that begins now, if somebody takes over now. */
export function takesTurn(next: Shift, at: EpochMs): boolean {
  return Date.parse(next.startsAt) <= at + ITS_TURN_MS;
}

/** The shift that ends with the second signature. */
export function relieve(shift: Shift, handover: Handover, { act, who, at }: Wish, to: string): ShiftStep {
  const after: Shift = {
    ...shift,
    version: shift.version + 1,
    state: 'relieved',
    relievedAt: toInstantOut(at),
    handover,
  };
  return { shift: after, from: shift.state, act, who, at, detail: { to } };
}

/** The shift that begins with it: the next on the roster, or, where the roster has none, one as long as the last. */
export function beginOf(last: Shift, who: ShiftDoer, { next, newId }: Stand, at: EpochMs): ShiftStep {
  const mine = next !== null && takesTurn(next, Math.max(at, Date.parse(last.endsAt)));
  const planned = mine ? next : unplanned(last, next, newId(), at);
  const person = { personId: who.personId, name: who.name };
  const insteadOf =
    mine && next.person.personId !== who.personId && next.person.name !== who.name ? next.person.name : null;
  return {
    shift: { ...begun(planned, at), person, insteadOf },
    from: mine ? planned.state : null,
    act: 'take-over',
    who,
    at,
    detail: { from: last.id, ...(insteadOf !== null && { insteadOf }) },
  };
}

/** A planned shift of a post that nobody stands at begins by itself. Null: it must wait for a handover, or is over. */
export function startByItself(shift: Shift, vacant: boolean, at: EpochMs): ShiftStep | null {
  if (shift.state !== 'planned' || at < Date.parse(shift.startsAt)) return null;
  const said = { from: shift.state, who: null, at, detail: {} };
  if (at >= Date.parse(shift.endsAt)) {
    return {
      ...said,
      shift: { ...shift, version: shift.version + 1, state: 'cancelled' },
      act: 'cancel',
      detail: { reason: 'never begun' },
    };
  }
  return vacant ? { ...said, shift: begun(shift, at), act: 'start' } : null;
}

export function begun(shift: Shift, at: EpochMs): Shift {
  return { ...shift, version: shift.version + 1, state: 'on_watch', tookOverAt: toInstantOut(at) };
}

function unplanned(last: Shift, next: Shift | null, id: string, at: EpochMs): Shift {
  const endsAt = at + (Date.parse(last.endsAt) - Date.parse(last.startsAt));
  return {
    id,
    version: 0,
    post: last.post,
    startsAt: toInstantOut(at),
    endsAt: toInstantOut(next === null ? endsAt : Math.min(endsAt, Date.parse(next.startsAt))),
    person: last.person,
    insteadOf: null,
    state: 'planned',
    tookOverAt: null,
    relievedAt: null,
    reliefLate: false,
    handover: null,
    source: 'handover',
  };
}
