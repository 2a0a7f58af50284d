import { isSilent } from './feed-silence.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

it('is told of trackers after minutes, and of who only tells of events after a shift', () => {
  expect(isSilent('positions', 0, 5 * MINUTE)).toBe(false);
  expect(isSilent('positions', 0, 5 * MINUTE + 1)).toBe(true);
  expect(isSilent('security', 0, 7 * HOUR)).toBe(false);
  expect(isSilent('security', 0, 12 * HOUR + 1)).toBe(true);
});
