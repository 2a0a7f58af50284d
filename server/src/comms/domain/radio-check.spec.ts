import { ALERT_RULE_TABLE, SEVERITIES, toInstantOut } from '@rearguard/shared';
import fc from 'fast-check';
import {
  beginWatch,
  hear,
  missedAt,
  missOne,
  nextCheck,
  reschedule,
  severityOfMisses,
  type Watch,
} from './radio-check.js';

const MINUTE = 60_000;
const T0 = Date.parse('2023-08-13T06:00:00Z');
const at = (minutes: number) => T0 + minutes * MINUTE;
const schedule = (everyMin = 360, toleranceMin = 30) => ({ everyMin, toleranceMin, anchorAt: toInstantOut(T0) });

/** Lets time pass up to an instant, and says which checks were missed. */
function pass(watch: Watch, now: number): { watch: Watch; missed: number[] } {
  const missed: number[] = [];
  for (let before = watch, after = missOne(before, now); ; before = after, after = missOne(before, now)) {
    if (after === null) return { watch: before, missed };
    missed.push(before.dueAt);
  }
}

const schedules = fc
  .tuple(fc.integer({ min: 15, max: 1_440 }), fc.integer({ min: 5, max: 240 }))
  .map(([every, tolerance]) => schedule(every, Math.min(tolerance, Math.floor((every - 1) / 2))));

describe('a radio check', () => {
  it('is due at its hour, and counts from the tolerance before to the tolerance after', () => {
    expect(nextCheck(schedule(), at(0))).toBe(at(360));
    // At 11:29 the check of 12:00 has not been heard; at 11:30 it has.
    expect(nextCheck(schedule(), at(329))).toBe(at(360));
    expect(nextCheck(schedule(), at(330))).toBe(at(720));
    const watch = beginWatch(schedule(), at(0));
    expect(missOne(watch, at(390) - 1)).toBeNull();
    expect(missOne(watch, at(390))).toMatchObject({ misses: 1, dueAt: at(720) });
  });

  it('is missed exactly once a period, however often anybody looks', () => {
    fc.assert(
      fc.property(schedules, fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 30 }), (given, looks) => {
        const missed: number[] = [];
        let watch = beginWatch(given, T0);
        const first = watch.dueAt;
        const times = looks.map(at).sort((a, b) => a - b);
        for (const now of times) {
          const passed = pass(watch, now);
          missed.push(...passed.missed);
          watch = passed.watch;
        }
        const end = times.at(-1) ?? T0;
        const every = given.everyMin * MINUTE;
        const expected = Math.max(0, Math.floor((end - missedAt({ schedule: given, dueAt: first })) / every) + 1);
        expect(missed).toEqual(Array.from({ length: expected }, (_, n) => first + n * every));
        expect(watch.misses).toBe(expected);
      }),
    );
  });

  it('is never missed by who is heard in every window, and misses end with a contact', () => {
    fc.assert(
      fc.property(schedules, fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1 }), (given, luck) => {
        let watch = beginWatch(given, T0);
        for (const share of luck) {
          const heardAt = Math.round(watch.dueAt + share * (given.toleranceMin * MINUTE - 1));
          expect(missOne(watch, heardAt)).toBeNull();
          const after = hear(watch, heardAt);
          expect(after).toMatchObject({ misses: 0, dueAt: watch.dueAt + given.everyMin * MINUTE });
          watch = after;
        }
        const silent = pass(watch, watch.dueAt + 5 * given.everyMin * MINUTE).watch;
        expect(silent.misses).toBeGreaterThan(0);
        expect(hear(silent, silent.dueAt).misses).toBe(0);
      }),
    );
  });

  it('comes to the same whatever order late reports come in, and an old one moves nothing', () => {
    fc.assert(
      fc.property(schedules, fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1 }), (given, minutes) => {
        const after = (order: number[]) => order.map(at).reduce(hear, beginWatch(given, T0));
        expect(after([...minutes].reverse())).toEqual(after(minutes));
      }),
    );
    const heard = hear(beginWatch(schedule(), at(0)), at(400));
    expect(hear(heard, at(399))).toBe(heard);
  });

  it('that was missed is answered late by a contact of its time, and by no earlier one; none is asked for again', () => {
    const { watch } = pass(beginWatch(schedule(), at(0)), at(391));
    expect(hear(watch, at(365))).toMatchObject({ misses: 0, dueAt: at(720) });
    expect(hear(watch, at(100))).toMatchObject({ misses: 1, dueAt: at(720), lastContactAt: at(100) });
    const { watch: later } = pass(beginWatch(schedule(), at(0)), at(751));
    expect(later.misses).toBe(2);
    expect(hear(later, at(365))).toMatchObject({ misses: 1, dueAt: at(1_080) });
  });

  it('stays missed when the schedule is changed: only a contact ends it', () => {
    const { watch } = pass(beginWatch(schedule(), at(0)), at(800));
    const hourly = reschedule(watch, schedule(60, 10), at(800));
    expect(hourly).toMatchObject({ misses: 2, dueAt: at(840) });
  });

  it('gets worse with each miss, and is never milder for a convoy under way than for a site', () => {
    const limits = Object.fromEntries(
      Object.entries(ALERT_RULE_TABLE.radio_check_missed.limits).map(([name, { standard }]) => [name, standard]),
    );
    const rank = (misses: number, type: 'site' | 'convoy') =>
      SEVERITIES.indexOf(severityOfMisses(misses, type, limits));
    expect([1, 2, 3].map((misses) => severityOfMisses(misses, 'site', limits))).toEqual(['medium', 'high', 'critical']);
    expect([1, 2].map((misses) => severityOfMisses(misses, 'convoy', limits))).toEqual(['high', 'critical']);
    for (let misses = 1; misses < 9; misses++) {
      expect(rank(misses, 'convoy')).toBeLessThanOrEqual(rank(misses, 'site'));
      expect(rank(misses + 1, 'site')).toBeLessThanOrEqual(rank(misses, 'site'));
    }
  });
});
