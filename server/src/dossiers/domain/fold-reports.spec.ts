import type { Consignment, FlightRequest } from '@rearguard/shared';
import { approval, D0, DAY, HOUR, told } from '../../testing/dossiers.js';
import { changesAt, foldReports } from './fold-reports.js';
import type { DossierReport } from './report.js';
import { show } from './show.js';

const flight = (reports: DossierReport[], atHours: number) =>
  show('flight-request', 'X-1', 1, foldReports('flight-request', reports, D0 + atHours * HOUR)!) as FlightRequest;
const goods = (reports: DossierReport[], atHours = 1_000) =>
  show('consignment', 'X-1', 1, foldReports('consignment', reports, D0 + atHours * HOUR)!) as Consignment;
const stepOf = (reports: DossierReport[], reportId: string) =>
  foldReports(reports[0]!.kind, reports, D0 + 90 * DAY)!.steps.find(({ report }) => report.reportId === reportId)!;

const asked = told('flight-request', 'submitted', 0);

describe('a flight request', () => {
  it('is no approval while nobody answers, and lapses unused at the end of its window', () => {
    expect(flight([asked], 900).state).toBe('submitted');
    const approved = [asked, approval(10, 24)];
    expect(changesAt('flight-request', foldReports('flight-request', approved, D0 + 11 * HOUR)!)).toBe(D0 + 34 * HOUR);
    expect(flight(approved, 33)).toMatchObject({ state: 'approved', window: { to: '2023-10-21T10:00:00.000Z' } });
    expect(flight(approved, 34)).toMatchObject({ state: 'expired', since: '2023-10-21T10:00:00.000Z' });
  });

  it('is used inside its window alone (SR-44)', () => {
    const used = (at: number) => [asked, approval(10, 24), told('flight-request', 'used', at)];
    expect(flight(used(20), 900).state).toBe('used');
    expect(flight(used(35), 900).state).toBe('expired');
    expect(stepOf(used(35), 'used 35')).toMatchObject({
      outcome: 'refused',
      from: 'expired',
      allowed: ['drafted', 'withdrawn'],
    });
  });

  it('takes an approval that arrives after the take-off it allowed', () => {
    const reports = [asked, told('flight-request', 'used', 20)];
    expect(flight(reports, 900).state).toBe('submitted');
    expect(flight([...reports, approval(10, 24)], 900).state).toBe('used');
  });

  it('asked anew, has lost what was decided before', () => {
    const denied = told('flight-request', 'denied', 5, { reason: 'no reason given', facts: { conditions: 'none' } });
    const again = flight([asked, denied, told('flight-request', 'submitted', 9)], 10);
    expect(again).toMatchObject({ state: 'submitted', revision: 2, conditions: null, reason: null });
    expect(again.submittedAt).toBe('2023-10-20T09:00:00.000Z');
  });

  it('keeps a partial approval leg by leg', () => {
    const legs = [
      { from: 'gao', to: 'kidal', decision: 'denied' },
      { from: 'gao', to: 'tessalit', decision: 'approved' },
    ];
    const approved = approval(1, 24);
    expect(flight([asked, { ...approved, facts: { ...approved.facts, legs } }], 2)).toMatchObject({
      partial: true,
      legs,
    });
  });

  it.each([
    ['the commander, for a medevac, with a reason', 'medevac', 'commander', 'two gravely wounded', 'used'],
    ['somebody else', 'medevac', 'air-operations', 'two gravely wounded', 'submitted'],
    ['the commander, for anything else', 'resupply', 'commander', 'no water', 'submitted'],
    ['the commander, without a reason', 'medevac', 'commander', null, 'submitted'],
  ] as const)('flies without approval by %s', (_, purpose, role, reason, state) => {
    const who = { kind: 'person' as const, name: 'x', role };
    const flown = told('flight-request', 'used', 2, { way: 'form', who, reason, facts: { withoutApproval: true } });
    expect(flight([told('flight-request', 'submitted', 0, { facts: { purpose } }), flown], 3).state).toBe(state);
  });
});

describe('a consignment', () => {
  it('is marked by the directive from its first day on, imports alone (SR-47)', () => {
    const filed = (instant: string, direction: string) =>
      goods([told('consignment', 'filed', 0, { observedAt: Date.parse(instant), facts: { direction } })]);
    expect(filed('2023-06-26T23:59:59Z', 'import').underDirective).toBe(false);
    expect(filed('2023-06-27T00:00:00Z', 'import').underDirective).toBe(true);
    expect(filed('2023-06-27T00:00:00Z', 'export').underDirective).toBe(false);
  });

  it('moves while its release paper holds, by a named convoy or flight', () => {
    const releaseWindow = { from: D0, to: D0 + 48 * HOUR };
    const released = told('consignment', 'released', 1, { facts: { releaseWindow } });
    const moved = (at: number, facts = {}) => [
      told('consignment', 'filed', 0),
      released,
      told('consignment', 'moved', at, { facts }),
    ];
    expect(goods(moved(20, { movedBy: 'GSA-02' }))).toMatchObject({ state: 'moved', movedBy: 'GSA-02' });
    expect(stepOf(moved(20), 'moved 20').refusal).toBe('goods move by a named convoy or flight');
    expect(stepOf(moved(48, { movedBy: 'GSA-02' }), 'moved 48').refusal).toBe('the release paper has expired');
  });

  it('counts the stock from when it was counted, not from when we heard', () => {
    const reports = [told('consignment', 'held', 0, { facts: { stockDays: 9 } })];
    expect(goods(reports).stock).toEqual({ days: 9, at: '2023-10-20T00:00:00.000Z' });
  });
});
