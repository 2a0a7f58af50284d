import fc from 'fast-check';
import { type Candidate, shareOf } from './spread.js';

const LANES = ['lane 0', 'lane 1', 'lane 2', 'lane 3'];
const able = (...processes: string[]): Candidate[] => processes.map((process) => ({ process, wants: LANES }));

describe('the spread of work', () => {
  it('gives each piece to exactly one live process that can do it, and none two more than another', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 9 }), fc.nat(9), (ids, names) => {
        const wants = Array.from({ length: names }, (_, i) => `work ${i}`);
        const candidates = ids.map((process) => ({ process, wants }));
        const shares = ids.map((process) => [...shareOf(process, candidates)]);
        expect(shares.flat().sort()).toEqual(wants);
        const sizes = shares.map((share) => share.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('does not depend on the order in which processes are listed', () => {
    expect(shareOf('b', able('a', 'b', 'c'))).toEqual(shareOf('b', able('c', 'b', 'a')));
  });

  it('gives nothing to who cannot do it, and everything to the only one who can', () => {
    const candidates = [...able('a'), { process: 'b', wants: ['other'] }];
    expect(shareOf('a', candidates)).toEqual(new Set(LANES));
    expect(shareOf('b', candidates)).toEqual(new Set(['other']));
    expect(shareOf('stranger', candidates)).toEqual(new Set());
  });
});
