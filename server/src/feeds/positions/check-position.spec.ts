import fc from 'fast-check';
import { THEATRE_AREA } from '../../theatre/index.js';
import type { AcceptedPosition } from './accepted-position.js';
import { AHEAD_LIMIT_MS, type CheckContext, type Refused } from '../check-report.js';
import { checkPosition } from './check-position.js';

const NOW = Date.parse('2023-08-13T09:00:00Z');
const DAY_MS = 86_400_000;
const RETENTION_MS = 400 * DAY_MS;
/** In an exercise the machine's clock is years ahead of the room's. */
const WALL = Date.parse('2026-11-24T10:00:00Z');

const live: CheckContext = {
  now: NOW,
  wallNow: NOW,
  exercise: false,
  retentionMs: RETENTION_MS,
  area: THEATRE_AREA,
};
const exercise: CheckContext = { ...live, wallNow: WALL, exercise: true };

const aReport = (over: Record<string, unknown> = {}) => ({
  unitId: 'BER-1',
  lat: 16.8,
  lon: -3,
  observedAt: NOW - 10_000,
  ...over,
});

function refusalOf(raw: unknown, context = live): Refused {
  const checked = checkPosition(raw, context);
  if (checked.ok) throw new Error(`was accepted: ${JSON.stringify(raw)}`);
  return checked.refused;
}

function accepted(raw: unknown, context = live): AcceptedPosition {
  const checked = checkPosition(raw, context);
  if (!checked.ok) throw new Error(`was refused: ${checked.refused.message}`);
  return checked.report;
}

describe('a report that cannot be used is told why', () => {
  const lat = 'lat must be a number of degrees from -90 to 90';
  const lon = 'lon must be a number of degrees from -180 to 180';
  const time = 'observedAt must be a time: RFC 3339 with an offset, or whole milliseconds since 1970';
  const offset = 'observedAt must be RFC 3339 with an offset, such as 2023-08-13T09:00:00Z';

  it.each<[string, Record<string, unknown>, Refused]>([
    ['lat over 90', { lat: 90.01 }, { path: '/lat', code: 'out-of-range', message: lat }],
    ['lat under -90', { lat: -91 }, { path: '/lat', code: 'out-of-range', message: lat }],
    ['lon over 180', { lon: 180.5 }, { path: '/lon', code: 'out-of-range', message: lon }],
    ['NaN, which JSON sends as null', { lat: null }, { path: '/lat', code: 'wrong-type', message: lat }],
    ['NaN as text', { lon: 'NaN' }, { path: '/lon', code: 'wrong-type', message: lon }],
    ['NaN itself', { lat: Number.NaN }, { path: '/lat', code: 'wrong-type', message: lat }],
    ['a number as text', { lat: '16.8' }, { path: '/lat', code: 'wrong-type', message: lat }],
    ['no lat', { lat: undefined }, { path: '/lat', code: 'missing', message: 'lat is missing' }],
    [
      'lat and lon changed round',
      { lat: -3, lon: 16.8 },
      { path: '/lat', code: 'coordinates-swapped', message: 'lat -3 and lon 16.8 look swapped' },
    ],
    [
      'more than five minutes ahead',
      { observedAt: NOW + AHEAD_LIMIT_MS + 1 },
      {
        path: '/observedAt',
        code: 'observed-in-future',
        message: 'observedAt lies 301 s ahead of our clock; at most 300 s are believed',
      },
    ],
    [
      'seconds for milliseconds',
      { observedAt: NOW / 1000 },
      {
        path: '/observedAt',
        code: 'seconds-not-milliseconds',
        message: 'observedAt 1691917200 looks like seconds since 1970; send milliseconds',
      },
    ],
    [
      'a time of nowhere',
      { observedAt: '2023-08-13T09:00:00' },
      { path: '/observedAt', code: 'wrong-format', message: offset },
    ],
    [
      'a day that is none',
      { observedAt: '2023-02-30T09:00:00Z' },
      { path: '/observedAt', code: 'wrong-format', message: offset },
    ],
    ['digits as text', { observedAt: String(NOW) }, { path: '/observedAt', code: 'wrong-format', message: offset }],
    ['no time', { observedAt: undefined }, { path: '/observedAt', code: 'missing', message: 'observedAt is missing' }],
    ['null for a time', { observedAt: null }, { path: '/observedAt', code: 'wrong-type', message: time }],
    [
      'half a millisecond',
      { observedAt: NOW + 0.5 },
      { path: '/observedAt', code: 'wrong-type', message: 'observedAt must be whole milliseconds since 1970' },
    ],
    [
      'older than what is kept',
      { observedAt: NOW - RETENTION_MS - 1 },
      { path: '/observedAt', code: 'too-old', message: 'observedAt is older than what this room keeps' },
    ],
    ['no unit', { unitId: undefined }, { path: '/unitId', code: 'missing', message: 'unitId is missing' }],
    ['an empty unit', { unitId: '' }, { path: '/unitId', code: 'out-of-range', message: 'unitId must not be empty' }],
    ['a number for a unit', { unitId: 7 }, { path: '/unitId', code: 'wrong-type', message: 'unitId must be text' }],
    [
      'a name that is too long',
      { unitId: 'x'.repeat(65) },
      { path: '/unitId', code: 'out-of-range', message: 'unitId is longer than 64 characters' },
    ],
    [
      'a zero character',
      { unitId: 'BER\u0000' },
      { path: '/unitId', code: 'wrong-format', message: 'unitId has control characters' },
    ],
    [
      'a line break in a call sign',
      { callsign: 'Lion\n1' },
      { path: '/callsign', code: 'wrong-format', message: 'callsign has control characters' },
    ],
    [
      'half of a character',
      { unitId: 'BER\ud800' },
      { path: '/unitId', code: 'wrong-format', message: 'unitId has half of a character' },
    ],
    [
      'a symbol that is none',
      { symbol: 'tank' },
      { path: '/symbol', code: 'wrong-format', message: 'symbol is not an APP-6 / MIL-STD-2525 symbol code' },
    ],
    [
      'a speed below nothing',
      { speedKmh: -1 },
      { path: '/speedKmh', code: 'out-of-range', message: 'speedKmh must be a number of km/h from 0 to 2000' },
    ],
    [
      'an empty id',
      { reportId: '' },
      { path: '/reportId', code: 'out-of-range', message: 'reportId must not be empty' },
    ],
  ])('%s', (_, over, refused) => {
    expect(refusalOf(aReport(over))).toEqual(refused);
  });

  it.each([
    ['text', 'BER-1'],
    ['null', null],
    ['a list', []],
    ['a number', 16.8],
  ])('%s for a report', (_, raw) => {
    expect(refusalOf(raw)).toEqual({ path: '', code: 'wrong-type', message: 'the report must be an object' });
  });
});

describe('a report that can be used passes', () => {
  it('when it lies exactly five minutes ahead, or as old as the room keeps', () => {
    expect(accepted(aReport({ observedAt: NOW + AHEAD_LIMIT_MS })).observedAt).toBe(NOW + AHEAD_LIMIT_MS);
    expect(accepted(aReport({ observedAt: NOW - RETENTION_MS })).observedAt).toBe(NOW - RETENTION_MS);
  });

  it('with the two times it is known by, and what was not said as null', () => {
    expect(accepted(aReport({ observedAt: '2023-08-13T10:59:00+02:00', speedKmh: 22.5 }))).toEqual({
      unitId: 'BER-1',
      lat: 16.8,
      lon: -3,
      observedAt: NOW - 60_000,
      receivedAt: NOW,
      speedKmh: 22.5,
      courseDeg: null,
      altitudeM: null,
      accuracyM: null,
      convoyId: null,
      callsign: null,
      symbol: null,
      reportId: null,
      reportKey: expect.any(BigInt) as bigint,
      contentKey: expect.any(BigInt) as bigint,
      sourceObservedAt: null,
    });
  });

  it('from anywhere on earth, when its mirror image lies nowhere of ours', () => {
    expect(accepted(aReport({ lat: 48.85, lon: 2.35 })).lat).toBe(48.85);
  });

  it('with the time at which the scenario lets it be known', () => {
    expect(accepted(aReport(), { ...live, receivedAt: NOW - 5_000 }).receivedAt).toBe(NOW - 5_000);
  });

  const name = fc
    .string({ minLength: 1, maxLength: 20, unit: 'grapheme' })
    .filter((text) => !/\p{Cc}/u.test(text) && text.length <= 64);
  const goodReport = fc.record(
    {
      unitId: name,
      reportId: name,
      // Within Mali: its mirror image is elsewhere.
      lat: fc.double({ min: 10, max: 25, noNaN: true }),
      lon: fc.double({ min: -12, max: 4, noNaN: true }),
      observedAt: fc.integer({ min: NOW - RETENTION_MS, max: NOW + AHEAD_LIMIT_MS }),
      // Finer readings are rounded, see below.
      speedKmh: fc.integer({ min: 0, max: 200_000 }).map((steps) => steps / 100),
      courseDeg: fc.integer({ min: 0, max: 36_000 }).map((steps) => steps / 100),
      altitudeM: fc.integer({ min: -5_000, max: 300_000 }).map((steps) => steps / 10),
      accuracyM: fc.integer({ min: 0, max: 10_000_000 }).map((steps) => steps / 10),
      convoyId: name,
      callsign: name,
      symbol: fc.constantFrom('SFGPUCI----K---', '10031000001211000000'),
    },
    { requiredKeys: ['unitId', 'lat', 'lon', 'observedAt'] },
  );

  it('whatever good values it has', () => {
    fc.assert(fc.property(goodReport, (report) => expect(accepted(report)).toMatchObject(report)));
  });

  it('and is known again, however its fields are ordered and its time is written', () => {
    fc.assert(
      fc.property(goodReport, fc.infiniteStream(fc.nat()), (report, chance) => {
        const shuffled = Object.fromEntries(
          Object.entries({ ...report, observedAt: new Date(report.observedAt).toISOString() })
            .map((entry) => ({ entry, place: chance.next().value as number }))
            .sort((a, b) => a.place - b.place)
            .map(({ entry }) => entry),
        );
        expect(accepted({ ...shuffled, unknown: 'field' })).toEqual(accepted(report));
      }),
    );
  });

  it('and is told from another: the content by what it says, the id by itself', () => {
    fc.assert(
      fc.property(goodReport, goodReport, (one, other) => {
        const [a, b] = [accepted(one), accepted(other)];
        const said = ({ reportId: _, ...content }: typeof one) => JSON.stringify(Object.entries(content).sort());
        expect(a.contentKey === b.contentKey).toBe(said(one) === said(other));
        if (one.reportId !== undefined) {
          expect(accepted({ ...other, reportId: one.reportId }).reportKey).toBe(a.reportKey);
        } else expect(a.reportKey).toBe(a.contentKey);
      }),
    );
  });
});

describe('in an exercise', () => {
  it('a report near the real clock keeps its age on the clock of the exercise', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 * DAY_MS }), (age) => {
        const report = accepted(aReport({ observedAt: WALL - age }), exercise);
        expect(exercise.now - report.observedAt).toBe(age);
        expect(report.sourceObservedAt).toBe(WALL - age);
      }),
    );
  });

  it('a real clock a little ahead makes a report of this moment, far ahead a refused one', () => {
    expect(accepted(aReport({ observedAt: WALL + AHEAD_LIMIT_MS }), exercise).observedAt).toBe(NOW);
    expect(refusalOf(aReport({ observedAt: WALL + AHEAD_LIMIT_MS + 1 }), exercise).code).toBe('observed-in-future');
  });

  it('a report on the clock of the exercise is left as it is', () => {
    const report = accepted(aReport({ observedAt: NOW - 3_600_000 }), exercise);
    expect(report).toMatchObject({ observedAt: NOW - 3_600_000, sourceObservedAt: null });
    expect(refusalOf(aReport({ observedAt: NOW + AHEAD_LIMIT_MS + 1 }), exercise).code).toBe('observed-in-future');
  });

  it('the nearest clock wins', () => {
    fc.assert(
      fc.property(fc.integer({ min: NOW - 2_000 * DAY_MS, max: WALL + 2_000 * DAY_MS }), (observedAt) => {
        const checked = checkPosition(aReport({ observedAt }), exercise);
        const nearReal = Math.abs(WALL - observedAt) < Math.abs(NOW - observedAt);
        const ahead = observedAt - (nearReal ? WALL : NOW);
        if (!checked.ok) {
          expect(checked.refused.code).toBe(ahead > 0 ? 'observed-in-future' : 'too-old');
          expect(ahead > AHEAD_LIMIT_MS || ahead < -RETENTION_MS).toBe(true);
        } else {
          expect(checked.report.sourceObservedAt).toBe(nearReal ? observedAt : null);
          expect(ahead).toBeLessThanOrEqual(AHEAD_LIMIT_MS);
          expect(ahead).toBeGreaterThanOrEqual(-RETENTION_MS);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('age alone refuses nothing in a live room', () => {
    expect(accepted(aReport({ observedAt: NOW - 399 * DAY_MS })).sourceObservedAt).toBeNull();
  });

  it('is kept to what history holds, so that it is shown the same after a restart', () => {
    const reading = (max: number) => fc.double({ min: 0, max, noNaN: true });
    fc.assert(
      fc.property(reading(2_000), reading(360), reading(30_000), reading(1_000_000), (speed, course, height, error) => {
        const given = { speedKmh: speed, courseDeg: course, altitudeM: height, accuracyM: error };
        const { speedKmh, courseDeg, altitudeM, accuracyM } = accepted(aReport(given));
        for (const kept of [speedKmh, courseDeg, altitudeM, accuracyM]) {
          // What PostgreSQL tells of a single: the fewest digits that name it.
          const stored = Math.fround(kept!);
          const told = [6, 7, 8, 9].map((digits) => Number(stored.toPrecision(digits)));
          expect(told.find((one) => Math.fround(one) === stored)).toBe(kept);
        }
        expect(Math.abs(speedKmh! - speed)).toBeLessThanOrEqual(0.005_001);
      }),
    );
  });
});
