import { type Day, dayStart, phaseProgress, type Site } from '@rearguard/shared';

import { PHASES, SITE_PLANS } from '../../theatre/index.js';
import { knownBy, type SiteFact, siteOutcome } from '../../sites/domain/site-state.js';
import { SITE_FACTS } from './site-facts.js';

const DAY_MS = 86_400_000;

/** Every site as it stood at the end of a day, from the facts of the scenario or from others. */
function sitesOn(day: Day, facts = SITE_FACTS): Record<string, Site> {
  const known = knownBy(
    facts.map(({ siteId, fact }) => ({ siteId, fact, knownAt: fact.knownAt })),
    dayStart(day) + DAY_MS - 1,
  );
  return Object.fromEntries(
    SITE_PLANS.map((plan) => {
      const own = known.filter((one) => one.siteId === plan.id).map((one) => one.fact);
      return [plan.id, { ...plan, version: 1, ...siteOutcome(own) }];
    }),
  );
}

function progress(phaseId: string, day: Day, facts = SITE_FACTS) {
  const phase = PHASES.find((one) => one.id === phaseId)!;
  const { status, closed, total, open } = phaseProgress(phase, sitesOn(day, facts), day);
  return { status, closed, total, open: open.map((site) => site.id) };
}

function totals(day: Day) {
  const sites = Object.values(sitesOn(day));
  return {
    of: sites.length,
    closed: sites.filter((site) => site.state === 'closed').length,
    handedOver: sites.filter((site) => site.handedOverOn !== null).length,
  };
}

/** What the letter of 18 August 2023 says: Ogossagou on the 3rd, Ber on the 12th, and nothing after. */
const LETTER = [
  { siteId: 'ogossagou', fact: aFact('last-departure', '2023-08-03') },
  { siteId: 'ogossagou', fact: aFact('handed-over', '2023-08-03') },
  { siteId: 'ber', fact: aFact('handed-over', '2023-08-12') },
  { siteId: 'ber', fact: aFact('last-departure', '2023-08-13') },
];

function aFact(kind: SiteFact['kind'], on: Day): SiteFact {
  return { kind, on, knownAt: dayStart(on) };
}

describe('the sites of the story', () => {
  it('Ber shows 12 and 13 August, and counts as closed by its exit (SR-11)', () => {
    expect(sitesOn('2023-08-12')['ber']).toMatchObject({ state: 'handed_over', handedOverOn: '2023-08-12' });
    expect(sitesOn('2023-08-13')['ber']).toMatchObject({
      state: 'closed',
      handedOverOn: '2023-08-12',
      lastDepartureOn: '2023-08-13',
      plannedOn: null,
    });
    expect(progress('P1', '2023-08-12').closed).toBe(1);
    expect(progress('P1', '2023-08-13').closed).toBe(2);
  });

  it('Aguelhok and Kidal are closed without a handover (SR-10)', () => {
    const sites = sitesOn('2023-12-31');
    for (const id of ['aguelhok', 'kidal']) expect(sites[id]).toMatchObject({ state: 'closed', handedOverOn: null });
  });

  it('takes the plan that was known last, while it is still a plan (SR-04)', () => {
    expect(sitesOn('2023-10-20')['kidal']?.plannedOn).toBe('2023-11-15');
    expect(sitesOn('2023-10-30')['kidal']?.plannedOn).toBe('2023-10-31');
    expect(sitesOn('2023-10-31')['kidal']?.plannedOn).toBeNull();
  });
});

describe('progress of the phases', () => {
  it('Phase I by what the letter knows: 2 of 4, overdue on 1 September with Goundam and Ménaka named (SR-06)', () => {
    expect(progress('P1', '2023-08-18', LETTER)).toMatchObject({ status: 'active', closed: 2, total: 4 });
    expect(progress('P1', '2023-08-31', LETTER)).toMatchObject({ status: 'active', closed: 2, total: 4 });
    expect(progress('P1', '2023-09-01', LETTER)).toEqual({
      status: 'overdue',
      closed: 2,
      total: 4,
      open: ['goundam', 'menaka'],
    });
  });

  it('Phase I by what happened: 3 of 4 on 18 August, complete on the 25th (SR-06)', () => {
    expect(progress('P1', '2023-08-18')).toMatchObject({ status: 'active', closed: 3, open: ['menaka'] });
    expect(progress('P1', '2023-08-25')).toMatchObject({ status: 'done', closed: 4 });
  });

  it('Phase II a: 3 of 3 closed on 23 October, two of them handed over (SR-07)', () => {
    expect(progress('P2A', '2023-10-23')).toMatchObject({ status: 'done', closed: 3, total: 3 });
    const sites = sitesOn('2023-10-23');
    expect(['tessalit', 'aguelhok', 'douentza'].filter((id) => sites[id]?.handedOverOn)).toHaveLength(2);
  });

  it('Phase II b: Kidal early on 1 December, both on the 8th with one handover (SR-08)', () => {
    expect(progress('P2B', '2023-12-01')).toMatchObject({ status: 'active', closed: 1, total: 2, open: ['mopti'] });
    expect(progress('P2B', '2023-12-08')).toMatchObject({ status: 'done', closed: 2 });
    expect(sitesOn('2023-12-08')['kidal']?.handedOverOn).toBeNull();
  });

  it('Phase II c is done before its window; Gao and Bamako are never closed in 2023 (SR-09)', () => {
    expect(progress('P2C', '2023-11-18')).toMatchObject({ status: 'done', closed: 1, total: 1 });
    const sites = sitesOn('2023-12-31');
    expect([sites['gao']?.state, sites['bamako']?.state]).toEqual(['open', 'open']);
  });

  it('counts all 13 with their denominator (SR-10)', () => {
    expect(totals('2023-08-13')).toEqual({ of: 13, closed: 2, handedOver: 2 });
    expect(totals('2023-10-31')).toEqual({ of: 13, closed: 8, handedOver: 6 });
    expect(totals('2023-12-11')).toEqual({ of: 13, closed: 10, handedOver: 8 });
    expect(totals('2023-12-31')).toEqual({ of: 13, closed: 11, handedOver: 9 });
  });

  it('15 December has II b and II c open at once (SR-03)', () => {
    const active = PHASES.filter((phase) => phase.start <= '2023-12-15' && phase.end >= '2023-12-15');
    expect(active.map((phase) => phase.mark)).toEqual(['II b', 'II c']);
  });
});
