import type { Shift } from '@rearguard/shared';
import { aBlocking, aDraftedShift, ADAMA, anItem, aShift, aStand, BINTA, doer, doing } from '../../testing/shifts.js';
import { type Acted, allowedActs } from './hand-over.js';
import { startByItself } from './relief.js';

const after = (acted: Acted): Shift => {
  if (!acted.ok) throw new Error(acted.refused.message);
  return acted.steps[0].shift;
};
const why = (acted: Acted): string => (acted.ok ? 'done' : `${acted.refused.code}: ${acted.refused.message}`);

const reviewed = () => after(doing(aDraftedShift(), ADAMA, 'review', { remarks: 'quiet' }));
const ticked = () => after(doing(reviewed(), BINTA, 'tick', { itemIds: ['alert:A-1'], ticked: true }));
const signedOnce = () => after(doing(ticked(), ADAMA, 'sign', { as: 'outgoing' }));

describe('a handover', () => {
  it('names the critical alert that blocks a signature', () => {
    const acted = doing(ticked(), ADAMA, 'sign', { as: 'outgoing' }, aStand({ blockedBy: [aBlocking()] }));
    expect(why(acted)).toBe(
      'critical-alert-raised: the critical alert A-9 (convoy attack, since 13:41 UTC) is still raised: somebody must take it before anybody may sign',
    );
  });

  it('lets nobody relieve themselves', () => {
    expect(why(doing(ticked(), ADAMA, 'sign', { as: 'incoming' }))).toMatch(/^not-your-side/);
    expect(allowedActs(signedOnce(), ADAMA)).not.toContain('sign');
  });

  it('lets the chief of the JOC sign for an officer who cannot, but not take the post', () => {
    const chief = doer('Dia', 'chief-joc');
    expect(why(doing(ticked(), chief, 'sign', { as: 'outgoing' }))).toBe('done');
    expect(why(doing(ticked(), chief, 'sign', { as: 'incoming' }))).toMatch(/^not-your-side/);
  });

  it('gives the post to whoever signs, also when the roster names another', () => {
    const next = aShift({ id: 'S-2', version: 1, state: 'planned', person: { personId: 'P-Chaka', name: 'Chaka' } });
    const acted = doing(signedOnce(), BINTA, 'sign', { as: 'incoming' }, aStand({ next }));
    if (!acted.ok) throw new Error(acted.refused.message);
    expect(acted.steps.map(({ shift }) => [shift.id, shift.state, shift.person.name, shift.insteadOf])).toEqual([
      ['S-1', 'relieved', 'Adama', null],
      ['S-2', 'on_watch', 'Binta', 'Chaka'],
    ]);
  });

  it('makes a shift as long as the last where the roster has none, no longer than to the next', () => {
    const begins = (next: Shift | null) => {
      const acted = doing(signedOnce(), BINTA, 'sign', { as: 'incoming' }, aStand({ next }));
      return acted.ok ? acted.steps[1]!.shift : null;
    };
    expect(begins(null)).toMatchObject({ startsAt: '2023-08-13T13:45:00.000Z', endsAt: '2023-08-13T21:45:00.000Z' });
    const tonight = aShift({ id: 'S-3', state: 'planned', startsAt: '2023-08-13T18:00:00.000Z' });
    expect(begins(tonight)).toMatchObject({ endsAt: '2023-08-13T18:00:00.000Z', source: 'handover' });
  });

  it('asks whoever comes for every item, by a tick or a question that was answered', () => {
    const left = doing(reviewed(), BINTA, 'sign', { as: 'incoming' });
    expect(why(left)).toBe('not-ticked: one item is not ticked');
    const asked = after(doing(reviewed(), BINTA, 'ask', { itemId: 'alert:A-1', text: 'who threw them?' }));
    expect(why(doing(asked, BINTA, 'sign', { as: 'incoming' }))).toBe('question-open: one question is not answered');
    const { id } = asked.handover!.questions[0]!;
    const answered = after(doing(asked, ADAMA, 'answer', { questionId: id, text: 'youths' }));
    expect(why(doing(answered, BINTA, 'sign', { as: 'incoming' }))).toBe('done');
  });

  it('drops signatures and the ticks of what changed when news is taken in', () => {
    const worse = [anItem({ severity: 'critical' }), anItem({ id: 'feed:positions', section: 'feeds' })];
    const { handover } = after(doing(signedOnce(), BINTA, 'take-in', {}, aStand({ items: worse })));
    expect(handover!.outgoing).toBeNull();
    expect(handover!.items.map(({ tick }) => tick)).toEqual([null, null]);
  });

  it('does not begin a shift while another stands at the post, nor one that is over', () => {
    const planned = aShift({ state: 'planned', tookOverAt: null });
    const at = Date.parse('2023-08-13T06:00:00Z');
    expect(startByItself(planned, false, at)).toBeNull();
    expect(startByItself(planned, true, at)?.shift.state).toBe('on_watch');
    expect(startByItself(planned, true, at + 86_400_000)?.shift.state).toBe('cancelled');
  });
});
