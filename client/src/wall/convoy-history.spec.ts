import { aChange, aConvoy } from '../testing/builders.js';
import { historyOf } from './convoy-history.js';

const change = (seq: number, over: Parameters<typeof aConvoy>[0]) =>
  aChange({
    seq,
    kind: 'convoy',
    id: 'BER-01',
    observedAt: new Date(Date.UTC(2023, 7, 13, 6, seq)).toISOString(),
    body: aConvoy({ etaAt: null, ...over }),
  });

describe('a convoy’s history', () => {
  it('tells what changed, newest first, whatever order the changes came in', () => {
    const changes = [
      change(1, { state: 'planned', departedAt: null }),
      change(2, { departedAt: '2023-08-13T06:01:30.000Z' }),
      change(3, { haltedSince: '2023-08-13T06:02:00.000Z', headKm: 6 }),
      change(4, { headKm: 6 }),
      change(5, { stale: true }),
      change(6, { offRouteSince: '2023-08-13T06:05:00.000Z' }),
      change(7, { state: 'arrived', arrivedAt: '2023-08-13T06:07:00.000Z' }),
    ];
    const kinds = ['arrived', 'backOnRoute', 'heard', 'offRoute', 'silent', 'moved', 'halted', 'departed', 'entered'];
    expect(historyOf(changes).map(({ kind }) => kind)).toEqual(kinds);
    expect(historyOf(changes.toReversed())).toEqual(historyOf(changes));
    expect(historyOf(changes).find(({ kind }) => kind === 'departed')!.at).toBe(Date.parse('2023-08-13T06:01:30Z'));
  });

  it('names a forecast that slipped by half an hour since it was last named, and no smaller wobble', () => {
    const eta = (minute: number) => ({ etaAt: new Date(Date.UTC(2023, 7, 13, 12, minute)).toISOString() });
    const entries = historyOf([0, 20, 29, 31, 40, 10].map((minute, i) => change(i + 1, eta(minute))));
    expect(entries.map((entry) => [entry.kind, 'byMin' in entry ? entry.byMin : null])).toEqual([
      ['etaSlipped', 31],
      ['entered', null],
    ]);
  });
});
