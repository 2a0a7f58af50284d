import type { FlightRequest, Restriction } from '@rearguard/shared';
import { answerDueAt, answerLimitMs, tallyOf } from './answer.js';
import { byNeed, markOf } from './flight-rows.js';

const NOW = Date.parse('2023-08-13T12:00:00Z');
const hoursAgo = (hours: number): string => new Date(NOW - hours * 3_600_000).toISOString();
const aRequest = (id: string, over: Partial<FlightRequest> = {}): FlightRequest => ({
  id,
  version: 1,
  state: 'submitted',
  since: hoursAgo(1),
  reason: null,
  revision: 1,
  lastObservedAt: hoursAgo(1),
  receivedAt: hoursAgo(1),
  source: 'civil aviation',
  reports: 1,
  invented: false,
  aircraft: null,
  callSign: null,
  purpose: 'regular',
  urgent: false,
  legs: [],
  partial: false,
  wanted: null,
  addressee: null,
  reference: null,
  submittedAt: hoursAgo(1),
  answeredAt: null,
  window: null,
  conditions: null,
  dependants: [],
  inTheAir: false,
  withoutApproval: false,
  ...over,
});

describe('an answer', () => {
  it.each([
    [{ purpose: 'regular', urgent: false } as const, 48 * 60],
    [{ purpose: 'regular', urgent: true } as const, 6 * 60],
    [{ purpose: 'medevac', urgent: false } as const, 15],
  ])('to %j may take %i minutes', (request, minutes) => expect(answerLimitMs(request)).toBe(minutes * 60_000));

  it('is due as long as nobody gave one', () => {
    expect(answerDueAt(aRequest('a', { state: 'under_review' }))).toBe(NOW + 47 * 3_600_000);
    expect(answerDueAt(aRequest('a', { state: 'approved', answeredAt: hoursAgo(0) }))).toBeNull();
  });

  it('is counted with the time that it takes', () => {
    const all = [
      aRequest('waits', { purpose: 'medevac' }),
      aRequest('also', { state: 'under_review' }),
      aRequest('yes', { state: 'used', submittedAt: hoursAgo(50), answeredAt: hoursAgo(20) }),
      aRequest('no', { state: 'denied', submittedAt: hoursAgo(12), answeredAt: hoursAgo(10) }),
    ];
    expect(tallyOf(all, NOW)).toEqual({ waiting: 2, over: 1, answered: 2, approved: 1, medianMs: 2 * 3_600_000 });
  });
});

describe('a flight request', () => {
  it('stands before others by what is due first', () => {
    const rows = [
      aRequest('flown', { state: 'used' }),
      aRequest('denied', { state: 'denied' }),
      aRequest('approved', { state: 'approved', window: { from: hoursAgo(1), to: hoursAgo(-5) } }),
      aRequest('routine'),
      aRequest('medevac', { purpose: 'medevac', submittedAt: hoursAgo(0) }),
    ].map((request) => ({ id: request.id, request, words: '' }));
    expect(rows.sort(byNeed).map(({ id }) => id)).toEqual(['medevac', 'routine', 'approved', 'denied', 'flown']);
  });

  it('is as grave as what hangs on it', () => {
    const on = [{ type: 'convoy' as const, id: 'KID-01' }];
    const window = { from: hoursAgo(1), to: hoursAgo(-5) };
    const hit = { id: 'RS-1' } as Restriction;
    expect(markOf(aRequest('a'), null, NOW)).toBeNull();
    expect(markOf(aRequest('a', { purpose: 'medevac' }), null, NOW)).toBe('critical');
    expect(markOf(aRequest('a', { state: 'denied', dependants: on }), null, NOW)).toBe('high');
    expect(markOf(aRequest('a', { state: 'denied' }), null, NOW)).toBe('medium');
    expect(markOf(aRequest('a', { state: 'denied', since: hoursAgo(200) }), null, NOW)).toBeNull();
    expect(markOf(aRequest('a', { state: 'approved', window }), null, NOW)).toBeNull();
    expect(markOf(aRequest('a', { state: 'approved', window, dependants: on }), hit, NOW)).toBe('high');
    expect(markOf(aRequest('a', { state: 'approved', window, partial: true }), null, NOW)).toBe('medium');
  });
});
