import type { Phase } from '@rearguard/shared';
import { flagOfNow, layOut } from './phase-strip.js';

const phase = (id: string, start: string, end: string): Phase => ({
  id,
  name: { en: id, fr: id, zh: id },
  mark: id,
  start,
  end,
  siteIds: [],
});
const PHASES = [
  phase('I', '2023-07-15', '2023-08-31'),
  phase('IIb', '2023-12-01', '2023-12-15'),
  phase('IIc', '2023-12-15', '2023-12-31'),
  phase('LIQ', '2024-01-01', '2025-06-30'),
];
const strip = (now: string) => layOut('2023-07-01', '2023-12-31', PHASES, Date.parse(now));

describe('the phase strip', () => {
  it('runs evenly from the first day to the end of the deadline', () => {
    const { months, deadline, now } = strip('2023-07-01T00:00:00Z');
    expect(months.map(({ at }) => new Date(at).getUTCMonth())).toEqual([6, 7, 8, 9, 10, 11]);
    expect(months[0]!.from).toBe(0);
    expect(months[1]!.from / deadline).toBeCloseTo(31 / 184, 6);
    expect(now).toBe(0);
  });

  it('puts now where the day is', () => {
    const { now, deadline } = strip('2023-08-13T12:00:00Z');
    expect(now! / deadline).toBeCloseTo(43.5 / 184, 6);
    expect(strip('2023-06-30T23:00:00Z').now).toBeNull();
  });

  it('never leaves the strip, however long after the deadline', () => {
    expect(strip('2030-01-01T00:00:00Z').now).toBeLessThanOrEqual(1);
  });

  it('keeps windows apart that share a day, and still calls both current on it', () => {
    const { phases } = strip('2023-12-15T10:00:00Z');
    const [, b, c] = phases;
    expect(b!.span.from + b!.span.width).toBeCloseTo(c!.span.from, 9);
    expect(phases.map(({ current }) => current)).toEqual([false, true, true]);
  });

  it('leaves out what begins after the deadline', () => {
    expect(strip('2023-08-13T00:00:00Z').phases.map(({ phase: { id } }) => id)).toEqual(['I', 'IIb', 'IIc']);
  });

  it('tells how much of a window is over', () => {
    const [first] = strip('2023-08-08T00:00:00Z').phases;
    expect(first!.elapsed).toBeCloseTo(24 / 48, 6);
  });
});

describe('the flag of the day', () => {
  const NAMES = [
    { from: 10, width: 60 },
    { from: 200, width: 80 },
  ];
  it.each([
    ['stands to the right of its line', 100, { left: false, hidden: [] }],
    ['goes to the left of a name that it would cover', 190, { left: true, hidden: [] }],
    ['hides a name that it covers on either side', 240, { left: false, hidden: [1] }],
    ['hides a name rather than leave the strip', 5, { left: false, hidden: [0] }],
    ['never leaves the strip at its end', 990, { left: true, hidden: [] }],
  ])('%s', (_, now, expected) => {
    expect(flagOfNow(now, 50, 1_000, NAMES)).toEqual(expected);
  });
});
