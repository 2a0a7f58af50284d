import type { EntityManager } from 'typeorm';
import { type AcceptedPosition, hasOwnIdentity, identityOf } from '../../feeds/positions/accepted-position.js';
import { type Identity, identityName, type ReportIdentities } from '../../feeds/report-identities.js';
import type { KnownUnit } from '../units/unit-book.js';
import { isNewer, type Point, type PointTimes } from './point.js';
import type { PositionStore } from './position-store.js';

/** A report that is new to us, with the point it becomes. */
export interface NewReport {
  report: AcceptedPosition;
  point: Point;
  /** True when it is where the unit was later than anything known of it before. */
  moves: boolean;
}

export interface SortedOut {
  fresh: NewReport[];
  /** Identities to remember with them. */
  identities: Identity[];
  /** Same id as before with other content: kept as refused. */
  reused: AcceptedPosition[];
}

/**
 * Tells new reports from repeats. A report with an identity of its own is known by it. Any other is new when it is later
 * than all that is known of its unit, which costs nothing to see; only late ones are looked up in history.
 */
export async function sortOut(
  manager: EntityManager,
  reports: readonly AcceptedPosition[],
  units: ReadonlyMap<string, KnownUnit>,
  stores: { positions: PositionStore; identities: ReportIdentities },
): Promise<SortedOut> {
  const own = reports.filter(hasOwnIdentity);
  const known =
    own.length > 0 ? await stores.identities.known(own.map(identityOf), manager) : new Map<string, string>();
  const late = reports.flatMap((report) => {
    const unit = units.get(report.unitId)!;
    if (hasOwnIdentity(report) || unit.newest === null || report.observedAt > unit.newest.observedAt) return [];
    return [{ unitNo: unit.no, observedAt: report.observedAt, reportKey: report.reportKey }];
  });
  const seen = await stores.positions.stored(manager, late);

  const sorted: SortedOut = { fresh: [], identities: [], reused: [] };
  const newest = new Map<string, PointTimes | null>();
  for (const report of reports) {
    const unit = units.get(report.unitId)!;
    if (hasOwnIdentity(report)) {
      const identity = identityOf(report);
      const name = identityName(identity);
      const first = known.get(name);
      if (first !== undefined) {
        if (first !== report.contentKey) sorted.reused.push(report);
        continue;
      }
      known.set(name, report.contentKey);
      sorted.identities.push(identity);
    }
    const before = newest.get(unit.id) ?? unit.newest;
    const point = toPoint(report, unit.no, before);
    if (!hasOwnIdentity(report)) {
      const name = `${unit.no}/${point.observedAt}/${point.reportKey}`;
      if (seen.has(name)) continue;
      seen.add(name);
    }
    const moves = isNewer(point, before);
    if (moves) newest.set(unit.id, point);
    sorted.fresh.push({ report, point, moves });
  }
  return sorted;
}

/**
 * The point that a report becomes. Times moved to an exercise's clock shake by the delay of each delivery; when the
 * source says that a report is later than the last one, its moved time is not let fall behind it.
 */
function toPoint(report: AcceptedPosition, unitNo: number, before: PointTimes | null): Point {
  const later =
    report.sourceObservedAt !== null &&
    before !== null &&
    before.sourceObservedAt !== null &&
    report.sourceObservedAt > before.sourceObservedAt;
  return {
    unitNo,
    lat: report.lat,
    lon: report.lon,
    speedKmh: report.speedKmh,
    courseDeg: report.courseDeg,
    altitudeM: report.altitudeM,
    accuracyM: report.accuracyM,
    observedAt: later ? Math.max(report.observedAt, before.observedAt) : report.observedAt,
    receivedAt: report.receivedAt,
    sourceObservedAt: report.sourceObservedAt,
    reportKey: report.reportKey,
  };
}
