import fc from 'fast-check';
import { etaIsNews, etaToleranceMs } from './worth-telling.js';

const MIN = 60_000;
const HOUR = 60 * MIN;
const NOW = Date.parse('2023-08-13T09:00:00Z');
const under = { now: NOW, halted: false };
const halted = { now: NOW, halted: true };
/** An arrival that was told, and is expected so much later (or earlier) now. */
const isNews = (restMs: number, laterMs: number, as = under) => etaIsNews(NOW + restMs - laterMs, NOW + restMs, as);

describe('an expected arrival is told anew', () => {
  it.each([
    ['five minutes of the last hour are noise', HOUR, 5 * MIN, false],
    ['more is a slip', HOUR, 5 * MIN + 1, true],
    ['of ten hours, half an hour is noise', 10 * HOUR, 30 * MIN, false],
    ['and more is a slip', 10 * HOUR, 30 * MIN + 1, true],
    ['of a week, two hours are noise', 168 * HOUR, 2 * HOUR, false],
    ['and more is a slip, however far ahead', 168 * HOUR, 2 * HOUR + 1, true],
    ['earlier by as much may swing back', 10 * HOUR, -60 * MIN, false],
    ['earlier by twice as much is believed', 10 * HOUR, -60 * MIN - 1, true],
    ['what is overdue is held to minutes', -HOUR, 5 * MIN + 1, true],
  ])('%s', (_, restMs, laterMs, told) => expect(isNews(restMs, laterMs)).toBe(told));

  it('by the half-hour while it stands, since it slips by the minute and is seen to stand', () => {
    expect(isNews(4 * HOUR, 30 * MIN, halted)).toBe(false);
    expect(isNews(4 * HOUR, 30 * MIN + 1, halted)).toBe(true);
  });

  it('when there was none, or is none any more', () => {
    expect(etaIsNews(null, NOW, under)).toBe(true);
    expect(etaIsNews(NOW, null, under)).toBe(true);
    expect(etaIsNews(null, null, under)).toBe(false);
  });

  it('so that what stands told is never off by more than is said, by however small steps it got there', () => {
    const steps = fc.array(fc.record({ passesMs: fc.nat(20 * MIN), movesMs: fc.integer({ min: -HOUR, max: HOUR }) }));
    fc.assert(
      fc.property(steps, fc.nat(100 * HOUR), fc.boolean(), (all, restMs, stands) => {
        let now = NOW;
        let expected = NOW + restMs;
        let told = expected;
        for (const { passesMs, movesMs } of all) {
          now += passesMs;
          expected += movesMs;
          if (etaIsNews(told, expected, { now, halted: stands })) told = expected;
          const tolerance = etaToleranceMs(expected - now, stands);
          expect(expected - told).toBeLessThanOrEqual(tolerance);
          expect(told - expected).toBeLessThanOrEqual(2 * tolerance);
        }
      }),
    );
  });
});
