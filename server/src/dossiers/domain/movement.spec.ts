import type { Movement } from '@rearguard/shared';
import { D0, HOUR, told } from '../../testing/dossiers.js';
import { foldReports } from './fold-reports.js';
import type { DossierReport } from './report.js';
import { show } from './show.js';

const move = (state: string | null, atHours: number, facts: object = {}, reason: string | null = null): DossierReport =>
  told('movement', state, atHours, { facts: { ...facts }, reason });
const after = (reports: readonly DossierReport[], nowHours = 60) => {
  const folded = foldReports('movement', reports, D0 + nowHours * HOUR)!;
  return { movement: show('movement', 'KID-01', 1, folded) as Movement, steps: folded.steps };
};
const refusals = (reports: readonly DossierReport[]) =>
  after(reports).steps.flatMap(({ refusal }) => (refusal === null ? [] : [refusal]));

const window = { from: D0 + 10 * HOUR, to: D0 + 34 * HOUR };
const PLAN = move('planned', 0, { people: 350, vehicles: 107, escort: 'FAMa' });
const ASKED = move('submitted', 1, { medicalCover: 'role 1 on the march', airCover: 'helicopters' });
const ALLOWED = move('approved', 5, { window });
const OFF = move('departed', 12);

describe('the movement of a convoy', () => {
  it('names who covers it, or says why nobody does, before permission is asked for (SR-36)', () => {
    expect(refusals([PLAN, move('submitted', 1, { medicalCover: 'role 1' })])).toEqual([
      'needs airCover: who gives it, or "none" with a reason',
    ]);
    const uncovered = { medicalCover: 'role 1', airCover: 'none' };
    expect(refusals([PLAN, move('submitted', 1, uncovered)])).toEqual([
      'goes without airCover, and needs a reason for it',
    ]);
    expect(refusals([PLAN, move('submitted', 1, uncovered, 'no flight authorised')])).toEqual([]);
    const noEscort = [move('planned', 0), ASKED, ALLOWED];
    expect(refusals(noEscort)).toEqual(['needs escort: who gives it, or "none" with a reason']);
    expect(after(noEscort).movement.state).toBe('submitted');
  });

  it('expires with its window when it has not left, and is asked for anew as another revision', () => {
    const waiting = after([PLAN, ASKED, ALLOWED], 33).movement;
    expect(waiting).toMatchObject({ state: 'approved', revision: 1 });
    expect(after([PLAN, ASKED, ALLOWED], 35).movement).toMatchObject({ state: 'expired', revision: 1 });
    const again = after([PLAN, ASKED, ALLOWED, move('planned', 40), move('submitted', 41)]).movement;
    expect(again).toMatchObject({ state: 'submitted', revision: 2, window: null, escort: 'FAMa' });
  });

  it('departs outside its window only with a reason', () => {
    expect(refusals([PLAN, ASKED, ALLOWED, move('departed', 8)])).toEqual([
      'departs outside what was approved, and needs a reason for it',
    ]);
    const early = after([PLAN, ASKED, ALLOWED, move('departed', 8, {}, 'threat to the camp')]).movement;
    expect(early).toMatchObject({ state: 'departed', outsideWindow: true });
    expect(after([PLAN, ASKED, ALLOWED, OFF]).movement).toMatchObject({ state: 'departed', outsideWindow: false });
  });

  it('is attacked more than once, delayed and held, and still arrives; its groups stay one movement', () => {
    const { movement, steps } = after(
      [
        PLAN,
        ASKED,
        ALLOWED,
        OFF,
        move('attacked', 20),
        move('departed', 21),
        move('attacked', 25),
        move('delayed', 26, { delayCause: 'device_search' }, 'six devices'),
        move(null, 27, { groups: [{ name: 'A', unitIds: ['KID-A'] }] }),
        move('departed', 30),
        move('at_checkpoint', 40, { checkpoint: 'Anefis' }),
        move('departed', 41),
        move('arrived', 193, { peopleArrived: 350, vehiclesArrived: 100 }, 'seven vehicles destroyed'),
      ],
      9 * 24,
    );
    expect(steps.filter(({ outcome }) => outcome === 'refused')).toEqual([]);
    expect(movement).toMatchObject({ state: 'arrived', revision: 1, groups: [{ name: 'A' }], checkpoint: 'Anefis' });
    expect(movement.attackedAt).toHaveLength(2);
    expect(movement.delays).toEqual([
      {
        from: '2023-10-21T02:00:00.000Z',
        to: '2023-10-21T06:00:00.000Z',
        cause: 'device_search',
        reason: 'six devices',
      },
    ]);
  });

  it('arrives as many as it departed, or says why not', () => {
    const road = [PLAN, ASKED, ALLOWED, OFF];
    expect(refusals([...road, move('arrived', 50, { vehiclesArrived: 107 })])).toEqual([
      'needs peopleArrived: how many were counted there',
    ]);
    const fewer = { peopleArrived: 350, vehiclesArrived: 100 };
    expect(refusals([...road, move('arrived', 50, fewer)])).toEqual([
      '107 vehicles departed and 100 arrived: that needs a reason',
    ]);
    const there = after([...road, move('arrived', 50, fewer, 'seven destroyed')]).movement;
    expect(there).toMatchObject({ state: 'arrived', vehiclesArrived: 100 });
  });

  it('waits for permission as long as nobody answers, and is not departed by a report that skips it', () => {
    const { movement, steps } = after([PLAN, ASKED, move('departed', 12)], 28 * 24);
    expect(movement.state).toBe('submitted');
    expect(steps.at(-1)).toMatchObject({ outcome: 'refused', allowed: ['approved', 'refused'] });
    // Should the approval be told later, the departure counts.
    expect(after([PLAN, ASKED, move('departed', 12), ALLOWED], 28 * 24).movement.state).toBe('departed');
  });
});
