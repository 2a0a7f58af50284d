import fc from 'fast-check';
import { keyFromBigint, keyOf, keyToBigint, laneOf } from './report-keys.js';

const key = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((value) => value.toString(16).padStart(16, '0'));
const SIGNED_MAX = 2n ** 63n;

describe('keys of reports', () => {
  it('come back from the database as they went', () => {
    fc.assert(
      fc.property(key, (hex) => {
        const stored = BigInt(keyToBigint(hex));
        expect(stored >= -SIGNED_MAX && stored < SIGNED_MAX).toBe(true);
        expect(keyFromBigint(keyToBigint(hex))).toBe(hex);
      }),
      { examples: [['0000000000000000'], ['7fffffffffffffff'], ['8000000000000000'], ['ffffffffffffffff']] },
    );
  });

  it('are the same for the same text, sixteen digits, and not for other text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        expect(keyOf(one)).toMatch(/^[0-9a-f]{16}$/);
        expect(keyOf(one) === keyOf(other)).toBe(one === other);
      }),
    );
  });

  it('are these for all time: they are stored', () => {
    expect(keyOf('id 17')).toBe('30fa26f8020fa376');
    expect(keyToBigint('ffffffffffffffff')).toBe('-1');
  });
});

describe('the lane of a subject', () => {
  it('is always the same one, and one that exists', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 64 }), (subject, lanes) => {
        const lane = laneOf(subject, lanes);
        expect(lane).toBe(laneOf(subject, lanes));
        expect(Number.isInteger(lane) && lane >= 0 && lane < lanes).toBe(true);
      }),
    );
  });

  it('stays the same from one version to the next, since batches on disk rely on it', () => {
    expect(['BER-1', 'BER-2', 'BER-3', 'KDL-1'].map((id) => laneOf(id, 4))).toEqual([0, 1, 2, 0]);
  });

  it('spreads names that differ in their last character alone', () => {
    const used = [0, 0, 0, 0];
    for (let i = 0; i < 1_000; i++) used[laneOf(`UNIT-${i}`, 4)]! += 1;
    for (const count of used) expect(count).toBeGreaterThan(150);
  });
});
