import fc from 'fast-check';
import { keyOf, keyToHex, laneOf } from './report-keys.js';

describe('keys of reports', () => {
  it('fit where they are stored, and are told in sixteen digits', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const key = keyOf(text);
        expect(BigInt.asIntN(64, key)).toBe(key);
        expect(keyToHex(key)).toMatch(/^[0-9a-f]{16}$/);
        expect(BigInt.asIntN(64, BigInt(`0x${keyToHex(key)}`))).toBe(key);
      }),
    );
    expect([0n, -1n, 2n ** 63n - 1n, -(2n ** 63n)].map(keyToHex)).toEqual([
      '0000000000000000',
      'ffffffffffffffff',
      '7fffffffffffffff',
      '8000000000000000',
    ]);
  });

  it('are the same for the same text and not for other text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        expect(keyOf(one) === keyOf(other)).toBe(one === other);
      }),
    );
  });

  it('are these for all time: they are stored', () => {
    expect(keyToHex(keyOf('id 17'))).toBe('30fa26f8020fa376');
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
