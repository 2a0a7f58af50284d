import { FREE_ATTEMPTS, waitAfter } from './back-off.js';

describe('the wait after failed sign-ins', () => {
  it('is none while somebody may just be mistyping, then doubles, up to a quarter of an hour', () => {
    const waits = Array.from({ length: 13 }, (_, failures) => waitAfter(failures) / 1_000);
    expect(waits).toEqual([0, 0, 0, 0, 0, 15, 30, 60, 120, 240, 480, 900, 900]);
    expect(waits.filter((wait) => wait === 0)).toHaveLength(FREE_ATTEMPTS);
  });

  it('stays bounded however many fail', () => {
    expect(waitAfter(1_000_000)).toBe(900_000);
  });
});
