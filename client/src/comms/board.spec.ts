import type { Comms } from '@rearguard/shared';
import { aSite, anAlert } from '../testing/builders.js';
import { boardOf, leftOf } from './board.js';

const aComms = (id: string, over: Partial<Comms> = {}): Comms => {
  const [type, name] = id.split(':') as ['site' | 'convoy', string];
  return {
    id,
    version: 1,
    subject: { type, id: name },
    state: 'watched',
    schedule: { everyMin: 360, toleranceMin: 30, anchorAt: '2023-08-13T00:00:00.000Z' },
    primary: 'vhf',
    fallback: 'hf',
    callTree: [],
    lastContact: null,
    nextDueAt: '2023-08-13T18:00:00.000Z',
    misses: 0,
    ...over,
  };
};

describe('the board of radio checks', () => {
  it('has who is not heard first, then by the next check, and who is not on watch last', () => {
    const all = [
      aComms('site:gao', { state: 'waiting', nextDueAt: null }),
      aComms('site:ber', { state: 'off', nextDueAt: null }),
      aComms('site:kidal'),
      aComms('convoy:BER-01', { nextDueAt: '2023-08-13T14:00:00.000Z' }),
      aComms('site:mopti', { misses: 2 }),
    ];
    const rows = boardOf(Object.fromEntries(all.map((one) => [one.id, one])), {}, []);
    expect(rows.map(({ comms }) => comms.id)).toEqual([
      'site:mopti',
      'convoy:BER-01',
      'site:kidal',
      'site:ber',
      'site:gao',
    ]);
  });

  it('takes its colour from the alert of the silence, while checks are missing', () => {
    const missed = anAlert({
      kind: 'radio_check_missed',
      severity: 'critical',
      subjects: [{ type: 'site', id: 'ber' }],
    });
    const severityOf = (comms: Comms, alerts = [missed]) =>
      boardOf({ [comms.id]: comms }, { ber: aSite() }, alerts)[0]!.severity;
    expect(severityOf(aComms('site:ber', { misses: 3 }))).toBe('critical');
    expect(severityOf(aComms('site:ber', { misses: 3 }), [{ ...missed, state: 'resolved' }])).toBe('high');
    expect(severityOf(aComms('site:ber'))).toBeNull();
  });

  it('counts down to the next check, and on', () => {
    const at = Date.parse('2023-08-13T18:10:00Z');
    expect(leftOf(aComms('site:ber'), at)).toBe(-600_000);
    expect(leftOf(aComms('site:ber', { nextDueAt: null }), at)).toBeNull();
  });
});
