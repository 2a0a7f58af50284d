import { type HandoverItem, isOnWatch, mustBeTicked, type Shift, type ShiftDoer } from '@rearguard/shared';
import fc from 'fast-check';
import { aBlocking, ADAMA, anItem, aShift, aStand, BINTA, doer, SHIFT_END_AT } from '../../testing/shifts.js';
import { handOver, type Wish } from './hand-over.js';

const PEOPLE: readonly ShiftDoer[] = [
  ADAMA,
  BINTA,
  doer('Chaka'),
  doer('Dia', 'chief-joc'),
  doer('Eve', 'duty-officer'),
];
const ITEMS: readonly HandoverItem[] = [
  anItem(),
  anItem({ id: 'convoy:BER-01', section: 'convoys', facts: { stale: false } }),
  anItem({ id: 'log:1', section: 'log' }),
];

/** Something that somebody tries; what it names may not be there. */
const tried = fc.record({
  who: fc.constantFrom(...PEOPLE),
  act: fc.constantFrom('draft', 'take-in', 'review', 'tick', 'tick', 'ask', 'answer', 'sign', 'sign', 'sign'),
  as: fc.constantFrom('outgoing', 'incoming'),
  item: fc.constantFrom('alert:A-1', 'convoy:BER-01', 'log:1', 'none'),
  all: fc.boolean(),
  ticked: fc.constantFrom(true, true, true, false),
  worse: fc.boolean(),
  blocked: fc.constantFrom(false, false, false, true),
});
type Tried = typeof tried extends fc.Arbitrary<infer T> ? T : never;

function wishOf(shift: Shift, { who, act, as, item, all, ticked }: Tried, at: number): Wish {
  const { handover } = shift;
  const tickable = handover?.items.filter(({ section }) => mustBeTicked(section)).map(({ id }) => id) ?? [];
  const open = handover?.questions.find(({ answer }) => answer === null);
  const body = {
    version: shift.version,
    as,
    ticked,
    remarks: null,
    text: 'words',
    itemIds: all && tickable.length > 0 ? tickable : [item],
    itemId: all ? null : item,
    questionId: open?.id ?? 'none',
  };
  return { act, body, who, at };
}

/** Plays what is tried against a shift, and shows each law every step. */
function play(tries: readonly Tried[], law: (step: { before: Shift; after: Shift[]; tried: Tried }) => void): Shift {
  let shift = aShift();
  tries.forEach((one, i) => {
    const items = one.worse ? [anItem({ severity: 'critical' }), ...ITEMS.slice(1)] : ITEMS;
    const before = structuredClone(shift);
    const wish = wishOf(shift, one, SHIFT_END_AT - 1_800_000 + i * 1_000);
    const acted = handOver(shift, wish, aStand({ items, blockedBy: one.blocked ? [aBlocking()] : [] }));
    // A refusal changes nothing, nor does an act change what it was given.
    expect(shift).toEqual(before);
    if (!acted.ok) return;
    law({ before, after: acted.steps.map((step) => step.shift), tried: one });
    shift = acted.steps[0].shift;
  });
  return shift;
}

const laws = (law: Parameters<typeof play>[1], check: (last: Shift) => void = () => undefined) =>
  fc.assert(
    fc.property(fc.array(tried, { minLength: 1, maxLength: 50 }), (tries) => check(play(tries, law))),
    { numRuns: 100 },
  );

describe('a handover', () => {
  it('ends only with the signatures of two people, and passes the post to the second of them', () => {
    laws(({ before, after: [old, next] }) => {
      expect(old!.version).toBe(before.version + 1);
      if (next === undefined) return expect(isOnWatch(old!)).toBe(true);
      const { outgoing, incoming } = old!.handover!;
      expect(old!.state).toBe('relieved');
      expect(outgoing!.by.personId).not.toBe(incoming!.by.personId);
      expect(next).toMatchObject({ state: 'on_watch', post: old!.post, person: { personId: incoming!.by.personId } });
      expect(next.person.personId).not.toBe(old!.person.personId);
    });
  });

  it('is never without somebody responsible, who stays the same until then', () => {
    laws(({ before, after }) => {
      expect(after.filter(isOnWatch)).toHaveLength(1);
      const responsible = after.find(isOnWatch)!;
      if (after.length === 1) expect(responsible.person).toEqual(before.person);
    });
  });

  it('is signed by nobody while a critical alert is raised, a question open, or, by who comes, an item not ticked', () => {
    laws(({ before, after: [old], tried: { act, as, blocked } }) => {
      if (act !== 'sign') return;
      expect(blocked).toBe(false);
      expect(before.state).toBe('handover_reviewed');
      expect(before.handover!.questions.filter(({ answer }) => answer === null)).toEqual([]);
      if (as === 'outgoing') return;
      const asked = new Set(old!.handover!.questions.map(({ itemId }) => itemId));
      const left = before.handover!.items.filter(
        ({ id, section, tick }) => mustBeTicked(section) && !tick && !asked.has(id),
      );
      expect(left).toEqual([]);
    });
  });

  it('forgets no question and no answer, and keeps ticks only on what stayed as it was', () => {
    laws(({ before, after: [old] }) => {
      const was = before.handover;
      const is = old!.handover;
      if (was === null || is === null) return;
      for (const question of was.questions) {
        const still = is.questions.find(({ id }) => id === question.id);
        expect(still).toMatchObject({ text: question.text, ...(question.answer && { answer: question.answer }) });
      }
      for (const item of is.items) {
        const before = was.items.find(({ id }) => id === item.id);
        if (item.severity !== before?.severity && before?.tick) expect(item.tick).toBeNull();
      }
    });
  });

  it('can be brought to its end from wherever it stands', () => {
    laws(
      () => undefined,
      (shift) => {
        if (!isOnWatch(shift)) return;
        let at = SHIFT_END_AT;
        let now: Shift[] = [shift];
        const go = (who: ShiftDoer, act: Tried['act'], more: Partial<Tried> = {}) => {
          const wish = wishOf(now[0]!, { who, act, all: true, ticked: true, ...more } as Tried, (at += 1_000));
          const acted = handOver(now[0]!, wish, aStand({ items: ITEMS }));
          if (acted.ok) now = acted.steps.map((step) => step.shift);
        };
        go(ADAMA, 'draft');
        go(ADAMA, 'take-in');
        while (now[0]!.handover!.questions.some(({ answer }) => answer === null)) go(ADAMA, 'answer');
        go(ADAMA, 'review');
        go(BINTA, 'tick');
        go(ADAMA, 'sign', { as: 'outgoing' });
        go(BINTA, 'sign', { as: 'incoming' });
        expect(now.map(({ state }) => state)).toEqual(['relieved', 'on_watch']);
      },
    );
  });
});
