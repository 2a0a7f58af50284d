import { chance, error, streamOf } from './chance.js';

const many = Array.from({ length: 20_000 }, (_, count) => count);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('chance', () => {
  it('is the same for the same seed, name and count, and another for any other', () => {
    expect(chance(streamOf(1, 'BER-H'), 7)).toBe(chance(streamOf(1, 'BER-H'), 7));
    const others = [chance(streamOf(2, 'BER-H'), 7), chance(streamOf(1, 'BER-T'), 7), chance(streamOf(1, 'BER-H'), 8)];
    expect(new Set([...others, chance(streamOf(1, 'BER-H'), 7)]).size).toBe(4);
  });

  it('lies evenly between 0 and 1', () => {
    const stream = streamOf(1, 'even');
    const tenths = Array<number>(10).fill(0);
    for (const count of many) tenths[Math.floor(chance(stream, count) * 10)]! += 1;
    for (const tenth of tenths) expect(Math.abs(tenth - 2_000)).toBeLessThan(250);
  });

  it('errs around nothing with a spread of one', () => {
    const errors = many.map((count) => error(streamOf(1, 'gps'), count));
    expect(Math.abs(mean(errors))).toBeLessThan(0.05);
    expect(mean(errors.map((value) => value ** 2))).toBeCloseTo(1, 1);
    expect(Math.max(...errors.map(Math.abs))).toBeLessThan(3.5);
  });
});
