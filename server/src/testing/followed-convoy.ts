import { type Convoy, ConvoyPlan, type Route } from '@rearguard/shared';
import {
  type ConvoyMemory,
  convoyOf,
  type ConvoyReport,
  NEW_CONVOY,
  retold,
  trackConvoy,
} from '../movements/domain/convoy.js';
import { placeAt, type RouteLine, routeLine } from '../movements/domain/route-line.js';
import { routeOf } from '../theatre/index.js';

export const MIN = 60_000;
export const HOUR = 60 * MIN;
export const T0 = Date.parse('2023-08-13T06:00:00Z');

export const aPlan = (over: Partial<ConvoyPlan> = {}): ConvoyPlan => ({
  ...ConvoyPlan.parse({
    id: 'BER-01',
    routeId: 'msr-timbuktu-ber',
    reversed: true,
    plannedDepartureAt: T0,
    plannedSpeedKmh: 9.5,
    unitIds: ['head', 'middle', 'tail'],
  }),
  ...over,
});

/** One convoy followed through its reports. */
export class Followed {
  memory: ConvoyMemory = NEW_CONVOY;
  readonly route: Route;
  readonly line: RouteLine;
  readonly changes: Omit<Convoy, 'version'>[] = [];

  constructor(readonly plan: ConvoyPlan) {
    this.route = routeOf(plan.routeId);
    this.line = routeLine(this.route, plan.reversed);
  }

  /** All that is known by now, told or not. */
  get now() {
    return convoyOf(retold(this.memory, this.plan, this.route.lengthKm), this.plan, this.route);
  }

  /** What everybody was told. */
  get told() {
    return convoyOf(this.memory, this.plan, this.route);
  }

  take(report: ConvoyReport): boolean {
    const { memory, changed } = trackConvoy(this.memory, this.plan, this.line, report);
    this.memory = memory;
    if (changed) this.changes.push(this.told);
    return changed;
  }

  at(km: number, minutes: number, over: Partial<ConvoyReport> = {}): boolean {
    const { lat, lon } = placeAt(this.line, km);
    return this.take({ unitId: 'head', lat, lon, observedAt: T0 + minutes * MIN, speedKmh: null, ...over });
  }

  /** Reports every few minutes from one kilometre to another. */
  march(from: [km: number, minutes: number], to: [km: number, minutes: number], everyMin = 2, unitId = 'head'): void {
    for (let minutes = from[1]; minutes <= to[1]; minutes += everyMin) {
      const share = (minutes - from[1]) / (to[1] - from[1]);
      this.at(from[0] + (to[0] - from[0]) * share, minutes, { unitId });
    }
  }
}
