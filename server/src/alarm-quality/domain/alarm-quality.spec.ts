import { ALARM_GUIDE, type AlertAction, type AlertState, type Severity } from '@rearguard/shared';
import fc from 'fast-check';
import { alarmQuality } from './alarm-quality.js';
import { HOUR_MS, TEN_MINUTES_MS } from './load.js';
import type { Story, StoryStep, Watch } from './story.js';
import { medianOf } from './takes.js';

const T0 = Date.parse('2023-08-13T00:00:00Z');
const MINUTE_MS = 60_000;
const DAY = { from: T0, to: T0 + 24 * HOUR_MS };
const MANNED: Watch[] = [{ from: T0 - HOUR_MS, to: T0 + 48 * HOUR_MS }];
const min = (minutes: number) => T0 + minutes * MINUTE_MS;

let ids = 0;
const STATE_OF: Partial<Record<AlertAction | 'raise' | 'reraise', AlertState>> = {
  raise: 'raised',
  reraise: 'raised',
  unshelve: 'raised',
  acknowledge: 'acknowledged',
  assess: 'assessed',
  respond: 'in_response',
  shelve: 'shelved',
  resolve: 'resolved',
  merge: 'merged',
  'false-report': 'false_report',
};
type Told = [minutes: number, action: keyof typeof STATE_OF];
/** An alert told by what happened to it, minute by minute. */
function story(told: Told[], over: Partial<Story> = {}): Story {
  ids += 1;
  const steps = told.map(([minutes, action]): StoryStep => {
    const byPerson = action !== 'raise' && action !== 'reraise' && action !== 'unshelve';
    return { at: min(minutes), action, byPerson, to: STATE_OF[action]! };
  });
  return {
    id: `A-${ids}`,
    cause: `late ${ids}`,
    kind: 'late',
    ruleId: 'late',
    severity: 'high',
    subjects: [],
    steps,
    ...over,
  };
}
const judged = (stories: Story[], watches = MANNED) => alarmQuality(DAY, stories, watches);
const raisedAt = (minutes: number[], over: Partial<Story> = {}) => minutes.map((at) => story([[at, 'raise']], over));

describe('the load of an officer', () => {
  it('is what is raised in an hour, for each of those at the desk', () => {
    const stories = raisedAt([0, 10, 20, 30, 40, 50, 59, 61]);
    expect(judged(stories).load).toMatchObject({
      perOfficerHour: 8 / 24,
      worstHour: { from: new Date(T0).toISOString(), raises: 7, perOfficer: 7 },
      acceptableHours: 23,
      manageableHours: 1,
      overHours: 0,
      unmannedHours: 0,
    });
    const two = judged(stories, [...MANNED, ...MANNED]).load;
    expect([two.perOfficerHour, two.worstHour?.perOfficer]).toEqual([8 / 48, 3.5]);
  });

  it('counts hours in which nobody was there as if one had been, and says so', () => {
    const { load } = judged(raisedAt([30, 90, 150]), [{ from: min(60), to: min(120) }]);
    expect(load).toMatchObject({ perOfficerHour: 3 / 24, unmannedHours: 23, raisesWhileUnmanned: 2 });
  });

  it('knows the guide figures: six an hour are acceptable, thirteen are not to be managed', () => {
    const hours = (count: number) => judged(raisedAt(Array.from({ length: count }, (_, i) => i * 4))).load;
    expect([hours(6).acceptableHours, hours(7).manageableHours, hours(12).overHours, hours(13).overHours]).toEqual([
      24, 1, 0, 1,
    ]);
  });
});

describe('a flood', () => {
  it('is more than ten within a span of ten minutes', () => {
    const ten = raisedAt(Array.from({ length: 10 }, () => 12));
    expect(judged(ten).floods).toMatchObject({ spans: 144, floods: 0, share: 0 });
    const eleven = judged([...ten, ...raisedAt([19])]).floods;
    expect(eleven).toEqual({
      spans: 144,
      floods: 1,
      share: 1 / 144,
      worst: { from: new Date(min(10)).toISOString(), raises: 11 },
    });
  });
});

describe('the time until a person acts', () => {
  it('runs from each raise to the first act, by severity, against its limit', () => {
    const stories = [
      story([
        [0, 'raise'],
        [1, 'acknowledge'],
        [100, 'reraise'],
        [109, 'acknowledge'],
      ]),
      story([
        [200, 'raise'],
        [203, 'merge'],
      ]),
      story([[300, 'raise']]),
      story(
        [
          [0, 'raise'],
          [1, 'acknowledge'],
        ],
        { severity: 'critical' },
      ),
    ];
    expect(judged(stories).takes).toEqual([
      { severity: 'critical', raises: 1, taken: 1, medianS: 60, worstS: 60, late: 0, limitS: 120 },
      { severity: 'high', raises: 4, taken: 3, medianS: 180, worstS: 540, late: 2, limitS: 300 },
    ]);
  });

  it('is not that of another raise', () => {
    const [takes] = judged([
      story([
        [0, 'raise'],
        [30, 'reraise'],
        [31, 'acknowledge'],
      ]),
    ]).takes;
    expect(takes).toMatchObject({ raises: 2, taken: 1, worstS: 60, late: 1 });
  });

  it('is not late for one that may wait for ever', () => {
    expect(judged([story([[0, 'raise']], { severity: 'info' })]).takes).toMatchObject([{ late: 0, limitS: null }]);
  });

  it('has a median between its ends, as many below as above', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9_999), { minLength: 1 }), (values) => {
        const sorted = [...values].sort((a, b) => a - b);
        const median = medianOf(sorted)!;
        const below = sorted.filter((value) => value < median).length;
        const above = sorted.filter((value) => value > median).length;
        expect(Math.max(below, above)).toBeLessThanOrEqual(sorted.length / 2);
      }),
    );
    expect(medianOf([])).toBeNull();
  });
});

describe('causes', () => {
  it('flap when they are raised three times within half an hour, not when somebody put them on a shelf', () => {
    const same = (cause: string, minutes: number[]) => raisedAt(minutes, { cause });
    const quality = judged([
      ...same('flaps', [0, 15, 30, 200]),
      ...same('slow', [0, 16, 31]),
      story(
        [
          [0, 'raise'],
          [1, 'shelve'],
          [10, 'unshelve'],
          [11, 'shelve'],
          [20, 'unshelve'],
        ],
        { cause: 'shelf' },
      ),
    ]);
    expect(quality.flapping.map(({ cause, times }) => [cause, times])).toEqual([['flaps', 3]]);
  });

  it('are counted, the ten most frequent with their share', () => {
    const stories = Array.from({ length: 12 }, (_, i) =>
      raisedAt(
        Array.from({ length: i + 1 }, () => 60 * i),
        { cause: `c${i}` },
      ),
    );
    const { top, topShare } = judged(stories.flat());
    expect(top).toHaveLength(10);
    expect(top[0]).toMatchObject({ cause: 'c11', times: 12, share: 12 / 78 });
    expect(topShare).toBeCloseTo(75 / 78);
  });
});

describe('what stays and what ends', () => {
  it('is stale when it is open for longer than a day at the end', () => {
    const stale = judged([
      story([
        [-60, 'raise'],
        [0, 'acknowledge'],
      ]),
      story([
        [-60, 'raise'],
        [30, 'resolve'],
      ]),
      story([[0, 'raise']]),
      story([[-120, 'raise']]),
    ]).stale;
    expect(stale.map(({ state, openH }) => [state, openH])).toEqual([
      ['raised', 26],
      ['acknowledged', 25],
    ]);
  });

  it('was of no use when nothing was done but taking and closing, or when it was not true', () => {
    const stories = [
      story([
        [0, 'raise'],
        [1, 'acknowledge'],
        [2, 'resolve'],
      ]),
      story([
        [0, 'raise'],
        [1, 'acknowledge'],
        [2, 'assess'],
        [3, 'false-report'],
      ]),
      story([
        [0, 'raise'],
        [1, 'acknowledge'],
        [2, 'assess'],
        [3, 'respond'],
        [9, 'resolve'],
      ]),
      story([
        [0, 'raise'],
        [1, 'merge'],
      ]),
      story([
        [-90, 'raise'],
        [-80, 'acknowledge'],
        [-70, 'resolve'],
      ]),
      story(
        [
          [0, 'raise'],
          [1, 'assess'],
          [3, 'resolve'],
        ],
        { ruleId: 'off_route' },
      ),
    ];
    expect(judged(stories).unacted).toEqual([
      { ruleId: 'late', closed: 3, nothingDone: 1, falseReports: 1, share: 2 / 3 },
      { ruleId: 'off_route', closed: 1, nothingDone: 0, falseReports: 0, share: 0 },
    ]);
  });
});

describe('whatever happened', () => {
  const severities: Severity[] = ['critical', 'high', 'medium', 'info'];
  const anyStory = fc
    .record({
      first: fc.integer({ min: -3_000, max: 1_500 }),
      more: fc.array(
        fc.tuple(
          fc.nat(400),
          fc.constantFrom<keyof typeof STATE_OF>('reraise', 'acknowledge', 'assess', 'shelve', 'unshelve', 'resolve'),
        ),
        { maxLength: 8 },
      ),
      cause: fc.nat(6).map((n) => `c${n}`),
      severity: fc.constantFrom(...severities),
    })
    .map(({ first, more, cause, severity }) => {
      let at = first;
      const told: Told[] = [[first, 'raise'], ...more.map(([wait, action]): Told => [(at += wait), action])];
      return story(
        told.filter(([minutes]) => min(minutes) < DAY.to),
        { cause, severity },
      );
    });

  it('every raise is counted once in each figure, and shares are shares', () => {
    fc.assert(
      fc.property(fc.array(anyStory, { maxLength: 40 }), (stories) => {
        const quality = judged(stories);
        const { raises, load, floods, takes, top, topShare, unacted } = quality;
        expect(load.perOfficerHour * quality.hours).toBeCloseTo(raises);
        expect(takes.reduce((sum, one) => sum + one.raises, 0)).toBe(raises);
        expect(top.reduce((sum, one) => sum + one.times, 0)).toBe(raises); // seven causes at most
        expect(topShare).toBeCloseTo(raises === 0 ? 0 : 1);
        expect(load.acceptableHours + load.manageableHours + load.overHours).toBe(24);
        for (const { raises: all, taken, late, medianS, worstS } of takes) {
          expect(taken).toBeLessThanOrEqual(all);
          expect(late).toBeLessThanOrEqual(all);
          if (medianS !== null) expect(medianS).toBeLessThanOrEqual(worstS!);
        }
        for (const { share } of [floods, ...unacted]) expect(share >= 0 && share <= 1).toBe(true);
        expect(floods.floods > 0).toBe((floods.worst?.raises ?? 0) > ALARM_GUIDE.floodAbove);
      }),
    );
  });

  it('does not depend on the order of the alerts, and moves with the time', () => {
    fc.assert(
      fc.property(fc.array(anyStory, { maxLength: 20 }), fc.integer({ min: 1, max: 200 }), (stories, spans) => {
        const quality = judged(stories);
        expect(judged([...stories].reverse()).load).toEqual(quality.load);
        const by = spans * TEN_MINUTES_MS;
        const later = stories.map((one) => ({
          ...one,
          steps: one.steps.map((step) => ({ ...step, at: step.at + by })),
        }));
        const moved = alarmQuality(
          { from: DAY.from + by, to: DAY.to + by },
          later,
          MANNED.map(({ from, to }) => ({ from: from + by, to: to + by })),
        );
        expect({ ...moved.takes, ...moved.flapping }).toEqual({ ...quality.takes, ...quality.flapping });
        expect([moved.raises, moved.floods.floods, moved.stale.length]).toEqual([
          quality.raises,
          quality.floods.floods,
          quality.stale.length,
        ]);
      }),
    );
  });
});
