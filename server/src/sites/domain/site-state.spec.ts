import { type Day, dayStart } from '@rearguard/shared';
import fc from 'fast-check';
import { knownBy, SITE_FACT_KINDS, type SiteFact, siteOutcome } from './site-state.js';

function aFact(kind: SiteFact['kind'], on: Day): SiteFact {
  return { kind, on, knownAt: dayStart(on) };
}

describe('a site', () => {
  it('is open until facts come, then closing, with the day on which that is to end', () => {
    expect(siteOutcome([])).toEqual({ state: 'open', lastDepartureOn: null, handedOverOn: null, plannedOn: null });
    expect(siteOutcome([aFact('closing-begun', '2023-07-20'), aFact('closing-planned', '2023-08-15')])).toEqual({
      state: 'closing',
      lastDepartureOn: null,
      handedOverOn: null,
      plannedOn: '2023-08-15',
    });
  });

  it('comes out the same whatever order its facts arrive in', () => {
    const fact = fc.record({
      kind: fc.constantFrom(...SITE_FACT_KINDS),
      on: fc.integer({ min: 1, max: 28 }).map((day) => `2023-08-${String(day).padStart(2, '0')}`),
      knownAt: fc.integer({ min: 0, max: 5 }),
    });
    const shuffled = fc
      .array(fact)
      .chain((facts) => fc.tuple(fc.constant(facts), fc.shuffledSubarray(facts, { minLength: facts.length })));
    fc.assert(fc.property(shuffled, ([facts, other]) => expect(siteOutcome(other)).toEqual(siteOutcome(facts))));
  });

  it('is closed and handed over by two facts, in either order (SR-11)', () => {
    const handedOver = aFact('handed-over', '2023-08-12');
    const departed = aFact('last-departure', '2023-08-13');
    expect(siteOutcome([handedOver])).toMatchObject({ state: 'handed_over', handedOverOn: '2023-08-12' });
    expect(siteOutcome([departed])).toMatchObject({ state: 'closed', handedOverOn: null });
    expect(siteOutcome([departed, handedOver])).toMatchObject({
      state: 'closed',
      handedOverOn: '2023-08-12',
      lastDepartureOn: '2023-08-13',
    });
  });

  it('takes the plan that was known last, at any instant', () => {
    const plans = [aFact('closing-planned', '2023-11-15'), aFact('closing-planned', '2023-10-31')];
    const known = [
      { ...plans[0]!, knownAt: dayStart('2023-10-17') },
      { ...plans[1]!, knownAt: dayStart('2023-10-28') },
    ];
    expect(siteOutcome(knownBy(known, dayStart('2023-10-20'))).plannedOn).toBe('2023-11-15');
    expect(siteOutcome(known).plannedOn).toBe('2023-10-31');
  });
});
