import type { Convoy, UnitFacts } from '@rearguard/shared';
import type { LiveTracks } from '../live/live-tracks.js';
import { aConvoy, someFacts } from '../testing/builders.js';
import { census } from './unit-census.js';

const NOW = Date.parse('2023-08-13T13:12:00.000Z');

const count = (unit: Partial<UnitFacts>, convoys: Record<string, Convoy>) => {
  const facts = someFacts({ no: 0, staleAfterS: 600, ...unit });
  const tracks = { knows: () => true, observedAt: Float64Array.of(NOW - 3_600_000) } as unknown as LiveTracks;
  return census(new Map([[facts.id, facts]]), convoys, tracks, NOW);
};

describe('census', () => {
  it.each([
    ['departed', 1],
    ['planned', 0],
    ['arrived', 0],
  ] as const)('of a convoy that is %s expects %i units to report', (state, expected) => {
    const counted = count({}, { 'BER-01': aConvoy({ state }) });
    expect(counted).toMatchObject({ total: expected, stale: expected, silentOutside: 0 });
  });

  it('expects a unit of no convoy to report', () => {
    expect(count({ convoyId: null }, {})).toMatchObject({ total: 1, stale: 1, silentOutside: 1 });
  });

  it('counts a unit whose convoy is not known to us, rather than hide it', () => {
    expect(count({}, {})).toMatchObject({ total: 1, stale: 1 });
  });
});
