import type { FeedHealth, Phase } from '@rearguard/shared';
import { aConvoy, aSite, someFacts } from '../testing/builders.js';
import { attention, convoyProblems, type Situation } from './attention.js';
import { viewConvoy } from './convoy-view.js';
import { planStand } from './plan.js';
import { verdicts } from './verdicts.js';

const NOW = Date.parse('2023-08-13T13:12:00Z');
const TODAY = '2023-08-13';
const view = (over: Parameters<typeof aConvoy>[0] = {}, headAt: number | null = NOW - 60_000) =>
  viewConvoy(aConvoy({ lastReportAt: null, ...over }), null, someFacts(), headAt, NOW);
const before = (minutes: number): string => new Date(NOW - minutes * 60_000).toISOString();

const aSituation = (over: Partial<Situation> = {}): Situation => ({
  now: NOW,
  link: { state: 'live' },
  convoys: [],
  plan: planStand([], {}, TODAY),
  feeds: [],
  units: { total: 0, unregistered: 0, silentOutside: 0, silentSince: null },
  ...over,
});
const aFeed = (over: Partial<FeedHealth>): FeedHealth => ({
  feed: 'positions',
  state: 'live',
  lastReceivedAt: before(1),
  lastObservedAt: null,
  ratePerS: 1,
  lagMs: 1,
  accepted: 1,
  rejectedToday: 0,
  waitingBatches: 0,
  ...over,
});
const PHASE: Phase = {
  id: 'P1',
  name: { en: 'Phase I', fr: 'Phase I', zh: '第一阶段' },
  mark: 'I',
  start: '2023-07-15',
  end: '2023-08-12',
  siteIds: ['ber', 'goundam'],
};

describe('a convoy', () => {
  it('is silent by its age, whatever was last told', () => {
    const told = view({ stale: false }, NOW - 601_000);
    expect(told.stale).toBe(true);
    expect(convoyProblems(told, NOW).map(({ kind }) => kind)).toEqual(['silent']);
    expect(view({ stale: true, lastReportAt: before(90) }, NOW - 599_000).stale).toBe(false);
  });

  it('that arrived or has not left is never silent', () => {
    expect(view({ state: 'arrived' }, NOW - 9e8).stale).toBe(false);
    expect(view({ state: 'planned' }, null).stale).toBe(false);
  });

  it('is a graver problem the longer it stands', () => {
    const severities = [29, 30, 119, 120].map(
      (minutes) => convoyProblems(view({ haltedSince: before(minutes) }), NOW)[0]?.severity ?? null,
    );
    expect(severities).toEqual([null, 'medium', 'medium', 'high']);
  });

  it('that should have left a quarter of an hour ago is named', () => {
    expect(convoyProblems(view({ state: 'planned', plannedDepartureAt: before(14) }), NOW)).toEqual([]);
    expect(convoyProblems(view({ state: 'planned', plannedDepartureAt: before(15) }), NOW)[0]?.kind).toBe('notLeft');
  });
});

describe('attention', () => {
  it('has one row for each convoy, with its worst problem first', () => {
    const troubled = view({ haltedSince: before(40), offRouteSince: before(10), offRouteKm: 7, lateMin: 300 });
    const [row, ...others] = attention(aSituation({ convoys: [troubled] }));
    expect(others).toEqual([]);
    expect(row!.problem.kind).toBe('offRoute');
    expect(row!.also.map(({ kind }) => kind)).toEqual(['halted', 'late']);
  });

  it('ranks by severity, then by what cannot wait, then by age', () => {
    const rows = attention(
      aSituation({
        convoys: [
          view({ id: 'HALTED', haltedSince: before(31) }),
          view({ id: 'OFF', offRouteSince: before(5) }),
          view({ id: 'SILENT-NEW' }, NOW - 700_000),
          view({ id: 'SILENT-OLD', lastReportAt: before(100) }, NOW - 6_000_000),
          view({ id: 'FINE' }),
        ],
        feeds: [aFeed({ state: 'silent' })],
        plan: planStand(
          [PHASE],
          { ber: aSite(), goundam: aSite({ id: 'goundam', state: 'closed', lastDepartureOn: '2023-08-01' }) },
          TODAY,
        ),
        units: { total: 9, unregistered: 2, silentOutside: 1, silentSince: NOW - 1 },
      }),
    );
    expect(rows.map(({ id }) => id)).toEqual([
      'convoy:SILENT-OLD',
      'convoy:SILENT-NEW',
      'convoy:OFF',
      'feed:positions',
      'convoy:HALTED',
      'site:ber',
      'unitsSilent',
      'unregistered',
    ]);
  });

  it('does not complain of feeds that this version does not take in', () => {
    const feeds = [aFeed({ feed: 'customs', state: 'off' }), aFeed({ feed: 'medevac', state: 'silent' })];
    expect(attention(aSituation({ feeds }))).toEqual([]);
  });

  it('names the cut link above all, and accuses no convoy of a silence that is its own', () => {
    const halted = view({ id: 'GAO-01', haltedSince: new Date(NOW - 9e6).toISOString() }, NOW - 9e6);
    const convoys = [view({}, NOW - 9e6), halted];
    const at = (state: 'cut' | 'live') =>
      attention(aSituation({ link: state === 'cut' ? { state, since: NOW } : { state }, convoys }));
    expect(at('live').map(({ id }) => id)).toEqual(['convoy:BER-01', 'convoy:GAO-01']);
    expect(at('cut')[0]!.id).toBe('link');
    expect(
      at('cut')
        .flatMap(({ problem, also }) => [problem, ...also])
        .map(({ kind }) => kind),
    ).not.toContain('silent');
  });
});

describe('the four answers', () => {
  const answers = (over: Partial<Situation>, stale = 0) => {
    const situation = aSituation(over);
    return verdicts(situation, attention(situation), stale);
  };

  it('count people only when all are known', () => {
    expect(answers({ convoys: [view({ people: 10 }), view({ id: 'B', people: 5 })] }).moves.people).toBe(15);
    expect(answers({ convoys: [view({ people: 10 }), view({ id: 'B', people: null })] }).moves.people).toBeNull();
  });

  it('are behind plan when a window ended with a site open, and name it', () => {
    const { plan } = answers({ plan: planStand([PHASE], { ber: aSite() }, TODAY) });
    expect([plan.state, plan.severity, plan.overdue]).toEqual(['behind', 'medium', ['ber']]);
  });

  it('are calm about a plan that is history', () => {
    const past = { plan: planStand([PHASE], { ber: aSite() }, '2026-11-25') };
    expect(answers(past).plan).toMatchObject({ state: 'history', severity: null });
    expect(attention(aSituation(past))).toEqual([]);
  });

  it('do not trust the picture when the link is cut, and only partly with stale units or a silent feed', () => {
    expect(answers({}).trust.state).toBe('live');
    expect(answers({}, 2).trust.state).toBe('partly');
    expect(answers({ feeds: [aFeed({ state: 'silent' })] }).trust.severity).toBe('high');
    expect(answers({ link: { state: 'cut', since: NOW } }).trust).toMatchObject({ state: 'cut', since: NOW });
  });
});
