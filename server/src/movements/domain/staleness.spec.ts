import fc from 'fast-check';
import {
  LONGEST_LIMIT_S,
  noteInterval,
  type Pace,
  SHORTEST_LIMIT_S,
  staleAfterS,
  UNKNOWN_LIMIT_S,
} from './staleness.js';

const START = Date.parse('2023-08-13T06:00:00Z');

function after(intervalsS: readonly number[]): Pace {
  let at = START;
  let pace = noteInterval(null, at);
  for (const interval of intervalsS) pace = noteInterval(pace, (at += interval * 1_000));
  return pace;
}

const times = (count: number, intervalS: number) => Array.from({ length: count }, () => intervalS);

describe('the limit after which a position is stale', () => {
  it('is a quarter of an hour while the rhythm is unknown', () => {
    expect(staleAfterS(null)).toBe(UNKNOWN_LIMIT_S);
    expect(staleAfterS(after([30, 30]))).toBe(UNKNOWN_LIMIT_S);
  });

  it('is about three usual intervals once it is known', () => {
    expect(staleAfterS(after(times(5, 60)))).toBe(240);
    expect(staleAfterS(after(times(5, 300)))).toBe(1_050);
    expect(staleAfterS(after(times(5, 120)))).toBe(420);
  });

  it('is never under two minutes nor over an hour', () => {
    expect(staleAfterS(after(times(5, 1)))).toBe(SHORTEST_LIMIT_S);
    expect(staleAfterS(after(times(5, 7_200)))).toBe(LONGEST_LIMIT_S);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -100, max: 100_000 }), { minLength: 1 }), (intervals) => {
        const limit = staleAfterS(after(intervals));
        expect(limit).toBeGreaterThanOrEqual(SHORTEST_LIMIT_S);
        expect(limit).toBeLessThanOrEqual(LONGEST_LIMIT_S);
      }),
    );
  });

  it('hardly moves with one outage and follows a lasting change of rhythm', () => {
    expect(staleAfterS(after([...times(10, 60), 7_200]))).toBe(420);
    expect(staleAfterS(after([...times(10, 60), 7_200, ...times(10, 60)]))).toBe(240);
    expect(staleAfterS(after([...times(10, 60), ...times(30, 300)]))).toBe(1_050);
  });

  it('does not waver with a rhythm that lies on the border of two limits', () => {
    const limits = new Set<number>();
    for (let count = 20; count < 60; count++) {
      const wavering = Array.from({ length: count }, (_, index) => (index % 2 === 0 ? 75 : 85));
      limits.add(staleAfterS(after(wavering)));
    }
    expect(limits.size).toBe(1);
  });

  it('is not moved by a report that is late or repeated, and survives being stored', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 4_000 }), { minLength: 1 }), fc.nat(), (intervals, earlier) => {
        const pace = after(intervals);
        expect(noteInterval(pace, pace.lastAt - earlier)).toEqual(pace);
        expect(JSON.parse(JSON.stringify(pace))).toEqual(pace);
      }),
    );
  });
});
