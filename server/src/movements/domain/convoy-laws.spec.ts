import { distanceKm, type LatLon } from '@rearguard/shared';
import fc from 'fast-check';
import { aPlan, Followed, T0 } from '../../testing/followed-convoy.js';
import { routeOf } from '../../theatre/index.js';
import type { ConvoyMemory, ConvoyReport } from './convoy.js';
import { placeAt, type RouteLine, routeLine } from './route-line.js';
import { etaToleranceMs } from './worth-telling.js';

interface Step {
  km: number;
  afterS: number;
  noiseKm: number;
}

/** Reports of one unit that goes forward with halts, its places a few hundred metres wrong. */
function reportsOf(line: RouteLine, unitId: string, steps: readonly Step[]): ConvoyReport[] {
  let km = 0;
  let observedAt = T0;
  return steps.map((step) => {
    km = Math.min(line.lengthKm, km + step.km);
    observedAt += step.afterS * 1_000;
    const { lat, lon }: LatLon = placeAt(line, Math.min(line.lengthKm, Math.max(0, km + step.noiseKm)));
    return { unitId, lat, lon, observedAt, speedKmh: null };
  });
}

const steps = fc.array(
  fc.record({
    km: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 3, noNaN: true })),
    afterS: fc.integer({ min: 30, max: 1_200 }),
    noiseKm: fc.double({ min: -0.3, max: 0.3, noNaN: true }),
  }),
  { minLength: 1, maxLength: 60 },
);

describe('laws of a convoy', () => {
  const plan = aPlan();
  const line = routeLine(routeOf(plan.routeId), plan.reversed);

  const follow = (reports: readonly ConvoyReport[]) => {
    const convoy = new Followed(plan);
    for (const report of reports) convoy.take(report);
    return convoy;
  };

  it('never tells an arrival that is off by more than the rule of what is worth telling', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const convoy = new Followed(plan);
        for (const report of reportsOf(line, 'head', all)) {
          convoy.take(report);
          const { head } = convoy.memory;
          const expected = convoy.now.etaAt;
          if (!head || expected === null) continue;
          const laterMs = Date.parse(expected) - Date.parse(convoy.told.etaAt!);
          const tolerance = etaToleranceMs(Date.parse(expected) - head.believedAt, head.haltedSince !== null);
          expect(laterMs).toBeLessThanOrEqual(tolerance);
          expect(-laterMs).toBeLessThanOrEqual(2 * tolerance);
        }
      }),
    );
  });

  it('does not depend on how reports of different units interleave, while each unit keeps its own order', () => {
    const mixed = fc.tuple(steps, steps, steps, fc.array(fc.nat({ max: 2 }), { maxLength: 180 }));
    fc.assert(
      fc.property(mixed, ([head, middle, tail, picks]) => {
        const queues = [
          reportsOf(line, 'head', head),
          reportsOf(line, 'middle', middle),
          reportsOf(line, 'tail', tail),
        ];
        const inTurn = queues.flat();
        const shuffled: ConvoyReport[] = [];
        for (const pick of [...picks, ...inTurn.map((_, index) => index % 3)]) {
          const next = queues[pick]!.shift();
          if (next) shuffled.push(next);
        }
        shuffled.push(...queues.flat());
        const [one, other] = [follow(shuffled), follow(inTurn)];
        expect(one.now).toEqual(other.now);
        expect(one.told).toEqual(other.told);
        expect(one.changes).toHaveLength(other.changes.length);
        // Who reads the changes knows what is told, no more and no less.
        expect(one.changes.at(-1)).toEqual(one.told);
      }),
    );
  });

  it('is changed by nothing that comes again or late', () => {
    fc.assert(
      fc.property(steps, fc.nat(), fc.nat(), (made, which, earlier) => {
        const reports = reportsOf(line, 'head', made);
        const convoy = follow(reports);
        const before = convoy.memory;
        const again = reports[which % reports.length]!;
        expect(convoy.take(again)).toBe(false);
        expect(convoy.take({ ...again, observedAt: reports.at(-1)!.observedAt - earlier })).toBe(false);
        expect(convoy.memory).toEqual(before);
      }),
    );
  });

  it('keeps kilometres between 0 and the length, and never goes back by noise', () => {
    fc.assert(
      fc.property(steps, (made) => {
        const convoy = new Followed(plan);
        let farthest = 0;
        for (const report of reportsOf(line, 'head', made)) {
          convoy.take(report);
          const { headKm, kmTotal } = convoy.now;
          expect(headKm).toBeGreaterThanOrEqual(farthest);
          expect(headKm).toBeLessThanOrEqual(kmTotal);
          farthest = headKm!;
        }
      }),
    );
  });

  it('is remembered whole after being stored, in few bytes', () => {
    fc.assert(
      fc.property(steps, steps, (one, other) => {
        const reports = reportsOf(line, 'head', one);
        const later = reportsOf(line, 'head', other).map((report) => ({
          ...report,
          observedAt: report.observedAt + reports.at(-1)!.observedAt - T0,
        }));
        const kept = follow(reports);
        const stored = new Followed(plan);
        stored.memory = JSON.parse(JSON.stringify(kept.memory)) as ConvoyMemory;
        for (const report of later) expect(stored.take(report)).toBe(kept.take(report));
        expect(stored.now).toEqual(kept.now);
        expect(JSON.stringify(stored.memory).length).toBeLessThan(4_000);
      }),
    );
  });

  it('never tells of a convoy far from where it is', () => {
    fc.assert(
      fc.property(steps, steps, (head, tail) => {
        const convoy = new Followed(plan);
        for (const report of [...reportsOf(line, 'head', head), ...reportsOf(line, 'tail', tail)]) {
          convoy.take(report);
          const { told, now } = convoy;
          expect([told.state, told.haltedSince, told.offRouteSince]).toEqual([
            now.state,
            now.haltedSince,
            now.offRouteSince,
          ]);
          expect(Math.abs((told.headKm ?? 0) - (now.headKm ?? 0))).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('speaks up only when there is something to say', () => {
    const convoy = new Followed(plan);
    convoy.march([0, 0], [55, 55 * 6], 0.5);
    // A steady march at its planned pace: a change for each kilometre, and a few for the forecast as it settles.
    expect(convoy.changes.length).toBeGreaterThan(50);
    expect(convoy.changes.length).toBeLessThan(80);
  });

  it('lies where its head is, within what noise there was', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 56 }), (km) => {
        const convoy = new Followed(plan);
        convoy.march([0, 0], [km, km * 6]);
        const there = placeAt(line, convoy.now.headKm ?? 0);
        expect(distanceKm(there, placeAt(line, convoy.now.state === 'arrived' ? 57 : km))).toBeLessThan(0.6);
      }),
    );
  });
});
