import { type Convoy, ConvoyPlan, IncidentReport, PositionReport, toInstantOut } from '@rearguard/shared';
import { type ConvoyMemory, convoyOf, NEW_CONVOY, retold, trackConvoy } from '../../movements/domain/convoy.js';
import { type RouteLine, routeLine } from '../../movements/domain/route-line.js';
import { noteInterval, type Pace, staleAfterS } from '../../movements/domain/staleness.js';
import { findPlace, routeOf, SITE_PLANS } from '../../theatre/index.js';
import type { ScenarioEvent } from './events.js';
import { announcements, mali2023 } from './mali-2023.js';

const story = mali2023();
const all = (after: number, upTo: number): ScenarioEvent[] => [...story.events(after, upTo)];
const at = (instant: string) => Date.parse(instant);

/** The convoys as a room that got everything would see them. */
class Room {
  readonly plans = new Map<string, ConvoyPlan>();
  readonly memories = new Map<string, ConvoyMemory>();
  readonly paces = new Map<string, Pace>();
  readonly #lines = new Map<string, RouteLine>();

  play(after: number, upTo: number): this {
    for (const event of story.events(after, upTo)) {
      if (event.kind === 'convoy') this.enter(event.plan);
      if (event.kind === 'positions') for (const report of event.reports) this.take(report);
    }
    return this;
  }

  enter(plan: ConvoyPlan): void {
    expect(this.plans.has(plan.id)).toBe(false);
    this.plans.set(plan.id, plan);
    this.#lines.set(plan.id, routeLine(routeOf(plan.routeId), plan.reversed));
  }

  convoy(id: string): Omit<Convoy, 'version'> {
    const plan = this.plans.get(id)!;
    const route = routeOf(plan.routeId);
    const known = retold(this.memories.get(id) ?? NEW_CONVOY, plan, route.lengthKm);
    return convoyOf(known, plan, route);
  }

  all(): Omit<Convoy, 'version'>[] {
    return [...this.plans.keys()].map((id) => this.convoy(id));
  }

  take(report: PositionReport): void {
    const id = report.convoyId!;
    const plan = this.plans.get(id)!;
    this.paces.set(report.unitId, noteInterval(this.paces.get(report.unitId) ?? null, report.observedAt));
    const line = this.#lines.get(id)!;
    const seen = { ...report, speedKmh: report.speedKmh ?? null };
    this.memories.set(id, trackConvoy(this.memories.get(id) ?? NEW_CONVOY, plan, line, seen).memory);
  }
}

describe('the exercise mali-2023', () => {
  it('shows life at once: convoys on eight roads, one halted, one silent, the Ber convoy moving', () => {
    const room = new Room().play(story.knownFrom, story.from);
    const onTheRoad = room.all().filter((convoy) => convoy.state === 'departed');
    expect(onTheRoad.length).toBeGreaterThanOrEqual(5);
    expect(new Set(onTheRoad.map((convoy) => convoy.routeId)).size).toBe(onTheRoad.length);

    const ber = room.convoy('BER-01');
    expect(ber).toMatchObject({ state: 'departed', haltedSince: null, fromPlaceId: 'ber', toPlaceId: 'timbuktu' });
    expect(ber.headKm).toBeGreaterThan(12);
    expect(ber.headKm! - ber.tailKm!).toBeGreaterThan(2);
    expect(ber.speedKmh).toBeGreaterThan(5);

    expect(room.convoy('TDZ-01').haltedSince).not.toBeNull();
    const silent = onTheRoad.filter((convoy) => {
      const limitS = staleAfterS(room.paces.get(convoy.headUnitId!) ?? null);
      return story.from - at(convoy.lastReportAt!) > limitS * 1_000;
    });
    expect(silent.map((convoy) => convoy.id)).toEqual(['GKD-01']);
  });

  it('knows at the start what was known on the morning of 13 August: Ogossagou and Ber have gone', () => {
    const facts = all(story.knownFrom, story.from).filter((event) => event.kind === 'site-fact');
    const departed = facts.filter((event) => event.fact.kind === 'last-departure').map((event) => event.siteId);
    expect(departed).toEqual(['ogossagou', 'ber']);
  });

  it('halts the Ber convoy at its two attacks and brings it in after 51 hours, 1.1 km/h (SR-38)', () => {
    const room = new Room().play(story.knownFrom, at('2023-08-13T09:20:00Z'));
    const first = at(room.convoy('BER-01').haltedSince!);
    expect(Math.abs(first - at('2023-08-13T09:00:00Z'))).toBeLessThan(150_000);
    room.play(at('2023-08-13T09:20:00Z'), at('2023-08-13T12:30:00Z'));
    expect(room.convoy('BER-01').haltedSince).toBeNull();
    room.play(at('2023-08-13T12:30:00Z'), at('2023-08-13T13:20:00Z'));
    expect(Math.abs(at(room.convoy('BER-01').haltedSince!) - at('2023-08-13T13:00:00Z'))).toBeLessThan(150_000);
    room.play(at('2023-08-13T13:20:00Z'), at('2023-08-15T10:00:00Z'));
    const ber = room.convoy('BER-01');
    expect(ber.state).toBe('arrived');
    expect(ber.meanSpeedKmh!.toFixed(1)).toBe('1.1');
    expect(ber.lateMin).toBeGreaterThan(44 * 60);
    expect(Math.abs(at(ber.arrivedAt!) - at('2023-08-15T09:00:00Z'))).toBeLessThan(20 * 60_000);
  });

  it('reports what is public of security: valid, each once, of known places and convoys, attacks marked as whose they are', () => {
    const plans = new Set<string>();
    const ids = new Set<string>();
    const faults: string[] = [];
    for (const event of announcements()) {
      if (event.kind === 'convoy') plans.add(event.plan.id);
      if (event.kind !== 'incident') continue;
      const parsed = IncidentReport.safeParse(event.report);
      const convoyKnown = parsed.data?.convoyId === undefined || plans.has(parsed.data.convoyId);
      const placeKnown = findPlace(parsed.data?.place ?? '') !== null;
      const again = ids.has(event.report.reportId!);
      if (!parsed.success || !convoyKnown || !placeKnown || again) faults.push(event.report.reportId!);
      ids.add(event.report.reportId!);
    }
    expect(faults).toEqual([]);
    const attack = all(story.from, story.from + 600_000).filter((event) => event.kind === 'incident');
    expect(attack.map((event) => [event.at, event.report.severity, event.report.convoyId])).toEqual([
      [at('2023-08-13T09:00:00Z'), 'critical', 'BER-01'],
    ]);
  });

  it('is the same however it is cut, and every time', () => {
    const from = story.from;
    const whole = all(from, from + 3 * 3_600_000);
    const cut: ScenarioEvent[] = [];
    let before = from;
    for (const step of [1, 999, 100, 61_007, 3_600_000, 7_137_893]) cut.push(...all(before, (before += step)));
    expect(before).toBe(from + 3 * 3_600_000);
    expect(cut).toEqual(whole);
    expect([...mali2023().events(from, before)]).toEqual(whole);
  });

  it('sends what the door takes: valid, each id once, units in order, nothing before it happened', () => {
    const ids = new Set<string>();
    const last = new Map<string, number>();
    const faults: string[] = [];
    let before = story.knownFrom;
    for (const event of story.events(story.knownFrom, at('2023-08-14T06:00:00Z'))) {
      if (event.at < before) faults.push(`an event of ${toInstantOut(event.at)} comes late`);
      before = event.at;
      if (event.kind !== 'positions') continue;
      for (const report of event.reports) {
        const delay = event.at - report.observedAt;
        const fine =
          PositionReport.safeParse(report).success &&
          !ids.has(report.reportId!) &&
          delay >= 0 &&
          delay < 30_000 &&
          report.observedAt > (last.get(report.unitId) ?? 0) &&
          report.speedKmh! < 75;
        if (!fine) faults.push(JSON.stringify(report));
        ids.add(report.reportId!);
        last.set(report.unitId, report.observedAt);
      }
    }
    expect(faults).toEqual([]);
    expect(ids.size).toBeGreaterThan(3_000);
  });

  it('played through: every convoy comes in on its road, no unit is in two at once, and it all fits an evening', () => {
    const room = new Room();
    const busy = new Map<string, { convoyId: string; at: number }>();
    const faults: string[] = [];
    let reports = 0;
    let kidal: Omit<Convoy, 'version'> | null = null;
    for (const event of story.events(story.knownFrom, story.to)) {
      if (event.kind === 'convoy') {
        if (!ConvoyPlan.safeParse(event.plan).success) faults.push(`plan of ${event.plan.id}`);
        if (!event.plan.escort?.startsWith('EXERCISE: ')) faults.push(`no mark on ${event.plan.id}`);
        room.enter(event.plan);
      }
      if (event.kind === 'site-fact') {
        if (!SITE_PLANS.some((site) => site.id === event.siteId)) faults.push(`site ${event.siteId}`);
        const ahead = event.fact.on > toInstantOut(event.at).slice(0, 10);
        if (ahead && event.fact.kind !== 'closing-planned') faults.push(`${event.siteId} is told of the future`);
      }
      if (event.kind !== 'positions') continue;
      for (const report of event.reports) {
        reports += 1;
        const before = busy.get(report.unitId);
        const other = before && before.convoyId !== report.convoyId;
        if (other && report.observedAt - before.at < 300_000) faults.push(`${report.unitId} is in two convoys`);
        busy.set(report.unitId, { convoyId: report.convoyId!, at: report.observedAt });
        // Every third of each unit is enough to follow a convoy, and spares time.
        if (Number(report.reportId!.split('/').at(-1)) % 3 === 0) room.take(report);
      }
      if (!kidal && event.at >= at('2023-11-03T12:00:00Z')) kidal = room.convoy('KID-01');
    }
    expect(faults).toEqual([]);
    expect(reports).toBeGreaterThan(50_000);
    expect(reports).toBeLessThan(250_000);
    expect(busy.size).toBeLessThan(80);

    // One column of nine kilometres in a week (note to correspondents, 8 November 2023).
    expect(kidal).toMatchObject({ state: 'departed', vehicles: 143, people: 848 });
    expect(kidal!.unitIds).toHaveLength(4);
    expect(kidal!.headKm! - kidal!.tailKm!).toBeCloseTo(9, 0);
    expect(room.convoy('KID-01').meanSpeedKmh!.toFixed(1)).toBe('1.9');
    for (const { id, state, offRouteSince, kmTotal, tailKm } of room.all()) {
      expect([id, state, offRouteSince]).toEqual([id, 'arrived', null]);
      expect(kmTotal - tailKm!).toBeLessThan(2);
    }
  });
});
