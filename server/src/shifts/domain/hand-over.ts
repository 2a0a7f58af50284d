import {
  type Blocking,
  type EpochMs,
  type Handover,
  type HandoverItem,
  mustBeTicked,
  type Shift,
  type ShiftAct,
  type ShiftActBody,
  type ShiftDoer,
  type Signer,
  toInstantOut,
} from '@rearguard/shared';
import type { ShiftStep } from '../../roster/domain/shift-step.js';
import { takenIn } from './items.js';
import { sidesOf } from './parties.js';
import { beginOf, relieve } from './relief.js';

/** What a person asks of a handover. */
export type Wish = { [Act in Exclude<ShiftAct, 'cancel'>]: { act: Act; body: ShiftActBody<Act> } }[Exclude<
  ShiftAct,
  'cancel'
>] & {
  who: ShiftDoer;
  at: EpochMs;
};

/** How the room stands while they ask. */
export interface Stand {
  /** What a draft of this moment would say. */
  items: readonly HandoverItem[];
  /** Critical alerts that nobody has taken. */
  blockedBy: readonly Blocking[];
  /** The shift that comes next at this post, if the roster has one. */
  next: Shift | null;
  /** A name for a new question or shift. */
  newId: () => string;
}

/** Why an act was not done. With `path` the fault lies in what was sent, otherwise in how the handover stands. */
export interface Refused {
  code: string;
  message: string;
  path?: string;
  allowed?: ShiftAct[];
}

/** The steps that an act leads to, of the shift itself first. */
export type Acted = { ok: true; steps: [ShiftStep, ...ShiftStep[]] } | { ok: false; refused: Refused };

const ACTS: readonly Wish['act'][] = ['draft', 'take-in', 'review', 'tick', 'ask', 'answer', 'sign'];
const SIDE: Record<Exclude<Wish['act'], 'sign' | 'take-in'>, Signer> = {
  draft: 'outgoing',
  review: 'outgoing',
  answer: 'outgoing',
  tick: 'incoming',
  ask: 'incoming',
};

/** What somebody may do to a shift's handover as it stands. */
export function allowedActs(shift: Shift, who: ShiftDoer): Wish['act'][] {
  const sides = sidesOf(shift, who);
  return ACTS.filter((act) => {
    if (act === 'draft') return shift.state === 'on_watch' && sides.includes('outgoing');
    if (shift.handover === null || !isOpen(shift)) return false;
    if (act === 'take-in') return sides.length > 0;
    if (act === 'sign')
      return shift.state === 'handover_reviewed' && sides.some((side) => maySign(shift.handover!, side, who));
    if (!sides.includes(SIDE[act])) return false;
    if (act === 'answer') return shift.handover.questions.some(({ answer }) => answer === null);
    if (act === 'review') return shift.handover.outgoing === null;
    return shift.handover.incoming === null;
  });
}

/** Does what a person asks, or says why not. Nothing changes when it does not. */
export function handOver(shift: Shift, wish: Wish, stand: Stand): Acted {
  const allowed = allowedActs(shift, wish.who);
  if (!allowed.includes(wish.act)) return no('not-now', notNow(shift, wish), { allowed });
  if (wish.act === 'draft')
    return step(shift, wish, { state: 'handover_drafted', handover: draftOf(stand.items, wish.at) });
  const handover = shift.handover!;
  switch (wish.act) {
    case 'take-in':
      return takeIn(shift, handover, wish, stand);
    case 'review': {
      const changes = { remarks: wish.body.remarks, reviewed: markOf(wish), incoming: null };
      return step(shift, wish, { state: 'handover_reviewed', handover: { ...handover, ...changes } });
    }
    case 'tick':
      return tick(shift, handover, wish);
    case 'ask': {
      const { itemId, text } = wish.body;
      if (itemId !== null && !handover.items.some(({ id }) => id === itemId)) return noItem(itemId, '/itemId');
      const question = { id: stand.newId(), itemId, text, ...markOf(wish), answer: null };
      return step(
        shift,
        wish,
        { handover: { ...handover, questions: [...handover.questions, question] } },
        { itemId, text },
      );
    }
    case 'answer':
      return answer(shift, handover, wish);
    case 'sign':
      return sign(shift, handover, wish, stand, allowed);
  }
}

/** A handover that nobody has looked at. */
export function draftOf(items: readonly HandoverItem[], at: EpochMs): Handover {
  const draftedAt = toInstantOut(at);
  const empty = { remarks: null, reviewed: null, questions: [], outgoing: null, incoming: null };
  return { draftedAt, asOf: draftedAt, items: [...items], ...empty };
}

type Of<Act extends Wish['act']> = Extract<Wish, { act: Act }>;

/** Whoever signed has signed something else. */
function takeIn(shift: Shift, handover: Handover, wish: Wish, { items }: Stand): Acted {
  const changes = {
    items: takenIn(handover.items, items),
    asOf: toInstantOut(wish.at),
    outgoing: null,
    incoming: null,
  };
  return step(shift, wish, { handover: { ...handover, ...changes } });
}

function tick(shift: Shift, handover: Handover, wish: Of<'tick'>): Acted {
  const { itemIds, ticked } = wish.body;
  const known = new Set(handover.items.filter(({ section }) => mustBeTicked(section)).map(({ id }) => id));
  const missing = itemIds.findIndex((id) => !known.has(id));
  if (missing >= 0) return noItem(itemIds[missing]!, `/itemIds/${missing}`);
  const meant = new Set(itemIds);
  const mark = ticked ? markOf(wish) : null;
  const items = handover.items.map((item) => (meant.has(item.id) ? { ...item, tick: mark } : item));
  return step(shift, wish, { handover: { ...handover, items } }, { itemIds, ticked });
}

function answer(shift: Shift, handover: Handover, wish: Of<'answer'>): Acted {
  const { questionId, text } = wish.body;
  const asked = handover.questions.find(({ id }) => id === questionId);
  if (!asked) return no('no-such-question', `there is no question ${questionId}`, { path: '/questionId' });
  if (asked.answer) return no('answered', `${asked.answer.by.name} has answered it already`, { path: '/questionId' });
  const given = { text, ...markOf(wish) };
  const questions = handover.questions.map((one) => (one === asked ? { ...one, answer: given } : one));
  return step(shift, wish, { handover: { ...handover, questions } }, { questionId, text });
}

function sign(shift: Shift, handover: Handover, wish: Of<'sign'>, stand: Stand, allowed: ShiftAct[]): Acted {
  const side = wish.body.as;
  if (!sidesOf(shift, wish.who).includes(side) || !maySign(handover, side, wish.who)) {
    return no('not-your-side', `${wish.who.name} cannot sign as ${side} here`, { allowed });
  }
  const { blockedBy } = stand;
  if (blockedBy.length > 0) return no('critical-alert-raised', blockedWords(blockedBy), { allowed });
  const open = handover.questions.filter((question) => question.answer === null).length;
  if (open > 0)
    return no('question-open', open === 1 ? 'one question is not answered' : `${open} questions are not answered`, {
      allowed,
    });
  const left = side === 'incoming' ? unsettled(handover).length : 0;
  if (left > 0)
    return no('not-ticked', left === 1 ? 'one item is not ticked' : `${left} items are not ticked`, { allowed });
  const signed = { ...handover, [side]: markOf(wish) };
  if (signed.outgoing === null || signed.incoming === null)
    return step(shift, wish, { handover: signed }, { as: side });
  const successor = signed.incoming.by;
  const begun = beginOf(shift, successor, stand, wish.at);
  return { ok: true, steps: [relieve(shift, signed, wish, begun.shift.id), begun] };
}

/** Items that the incoming officer has neither ticked nor had a question about answered. */
export function unsettled(handover: Handover): HandoverItem[] {
  const answered = new Set(
    handover.questions.flatMap(({ itemId, answer }) => (answer && itemId !== null ? [itemId] : [])),
  );
  return handover.items.filter(({ id, section, tick }) => mustBeTicked(section) && tick === null && !answered.has(id));
}

/** Once a side, and nobody for both. */
function maySign(handover: Handover, side: Signer, who: ShiftDoer): boolean {
  const other = side === 'outgoing' ? handover.incoming : handover.outgoing;
  return handover[side] === null && other?.by.personId !== who.personId;
}

function isOpen({ state }: Shift): boolean {
  return state === 'handover_drafted' || state === 'handover_reviewed';
}

function step(shift: Shift, wish: Wish, changes: Partial<Shift>, detail: Record<string, unknown> = {}): Acted {
  const { act, who, at } = wish;
  const after = { ...shift, ...changes, version: shift.version + 1 };
  return { ok: true, steps: [{ shift: after, from: shift.state, act, who, at, detail }] };
}

const markOf = ({ who, at }: Wish) => ({ by: who, at: toInstantOut(at) });
const no = (code: string, message: string, more: Pick<Refused, 'path' | 'allowed'>): Acted => ({
  ok: false,
  refused: { code, message, ...more },
});
const noItem = (id: string, path: string): Acted =>
  no('no-such-item', `the handover has no item ${id} to tick`, { path });

function notNow({ state }: Shift, { act, who }: Wish): string {
  return `${who.name} cannot ${act.replace('-', ' ')} here: the shift is ${state.replaceAll('_', ' ')}`;
}

function blockedWords(blockedBy: readonly Blocking[]): string {
  const named = blockedBy.map(({ alertId, kind, raisedAt }) => {
    return `${alertId} (${kind.replaceAll('_', ' ')}, since ${raisedAt.slice(11, 16)} UTC)`;
  });
  const what =
    named.length === 1 ? `the critical alert ${named[0]!} is` : `the critical alerts ${named.join(', ')} are`;
  return `${what} still raised: somebody must take it before anybody may sign`;
}
