import { aChange, aConvoy } from '../testing/builders.js';
import { etaStand, historyOf } from './convoy-history.js';

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

  const eta = (minute: number) => ({ etaAt: new Date(Date.UTC(2023, 7, 13, 12, minute)).toISOString() });
  const revisions = (changes: Parameters<typeof historyOf>[0]) =>
    historyOf(changes).map((entry) => [entry.kind, 'byMin' in entry ? entry.byMin : null]);

  it('names a forecast that slipped by two hours since it was last named, and no smaller wobble', () => {
    expect(revisions([0, 90, 119, 121, 60, 10].map((minute, i) => change(i + 1, eta(minute))))).toEqual([
      ['etaSlipped', 121],
      ['entered', null],
    ]);
  });

  it('tells a forecast that goes on slipping once, unless something happened between', () => {
    const slipping = [0, 130, 260, 390].map((minute, i) => change(i + 1, eta(minute)));
    expect(revisions(slipping)).toEqual([
      ['etaSlipped', 390],
      ['entered', null],
    ]);
    expect(revisions([...slipping, change(5, { ...eta(390), stale: true }), change(6, eta(520))])).toEqual([
      ['etaSlipped', 130],
      ['heard', null],
      ['silent', null],
      ['etaSlipped', 390],
      ['entered', null],
    ]);
  });

  it('knows how old the forecast is and how far it moved since departure', () => {
    const planned = change(1, { ...eta(0), state: 'planned' });
    expect(etaStand([planned])).toBeNull();
    const march = [planned, change(2, eta(30)), change(3, eta(95)), change(4, eta(95))];
    expect(etaStand(march)).toEqual({ at: Date.UTC(2023, 7, 13, 6, 3), sinceDepartureMin: 65 });
  });
});
