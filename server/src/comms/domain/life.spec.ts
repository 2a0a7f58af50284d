import type { Comms } from '@rearguard/shared';
import { aConvoy, aSite, NOW } from '../../testing/rules.js';
import { type Followed, followLife } from './life.js';

const HOUR = 3_600_000;
const convoy = (over: Parameters<typeof aConvoy>[0] = {}): Followed => ({ type: 'convoy', body: aConvoy(over) });
const site = (over: Parameters<typeof aSite>[0] = {}): Followed => ({ type: 'site', body: aSite(over) });
const departedAt = new Date(NOW - HOUR).toISOString();

describe('radio checks', () => {
  it('wait for the departure of a convoy, and end with its arrival', () => {
    const planned = convoy({ state: 'planned', departedAt: null });
    const entered = followLife(null, planned, NOW)!;
    expect(entered).toMatchObject({ act: 'enter', comms: { id: 'convoy:BER-01', state: 'waiting', nextDueAt: null } });
    expect(followLife(entered.comms, planned, NOW)).toBeNull();
    const begun = followLife(entered.comms, convoy({ state: 'departed', departedAt }), NOW)!;
    // Two hours after it left, not after we learned of it.
    const nextDueAt = new Date(NOW + HOUR).toISOString();
    expect(begun).toMatchObject({
      act: 'begin',
      comms: { state: 'watched', nextDueAt, schedule: { anchorAt: departedAt } },
    });
    expect(followLife(begun.comms, convoy({ state: 'departed', departedAt }), NOW)).toBeNull();
    const ended = followLife(begun.comms, convoy({ state: 'arrived' }), NOW)!;
    expect(ended).toMatchObject({ act: 'end', comms: { state: 'ended', nextDueAt: null } });
    expect(followLife(ended.comms, convoy({ state: 'arrived' }), NOW)).toBeNull();
  });

  it('go on at a site that is handed over and not left, and end when it is left or gone', () => {
    const watched: Comms = { ...followLife(null, site(), NOW)!.comms, state: 'watched' };
    expect(followLife(watched, site({ state: 'handed_over' }), NOW)).toBeNull();
    expect(followLife(watched, site({ state: 'closed' }), NOW)).toMatchObject({ act: 'end' });
    expect(followLife(watched, { type: 'site', body: null }, NOW)).toMatchObject({ act: 'end' });
    expect(followLife(null, site({ state: 'closed' }), NOW)).toBeNull();
  });

  it('are not begun by themselves where a person took a convoy off watch', () => {
    const off: Comms = { ...followLife(null, convoy({ state: 'planned' }), NOW)!.comms, state: 'off' };
    expect(followLife(off, convoy({ state: 'departed', departedAt }), NOW)).toBeNull();
  });
});
