import type { EntityManager } from 'typeorm';
import { type AcceptedPosition, hasOwnIdentity, identityOf } from '../../feeds/positions/accepted-position.js';
import { type Identity, identityName, type ReportIdentities } from '../../feeds/report-identities.js';
import type { ReportKey } from '../../feeds/report-keys.js';
import type { KnownUnit } from '../units/unit-book.js';
import { isNewer, type Point, type PointTimes } from './point.js';
import { type PositionStore, storedName } from './position-store.js';

/** A report with the unit that it is of. */
export interface Arrival {
  report: AcceptedPosition;
  unit: KnownUnit;
}

/** A report that is new to us, with the point it becomes. */
export interface NewReport extends Arrival {
  point: Point;
  /** True when it is where the unit was later than anything known of it before. */
  moves: boolean;
  /** The convoy that its unit was in with this report: a later one of the same batch may be of the next convoy. */
  convoyId: string | null;
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
  arrivals: readonly Arrival[],
  stores: { positions: PositionStore; identities: ReportIdentities },
): Promise<SortedOut> {
  const known = await knownIdentities(manager, arrivals, stores.identities);
  const repeats = new Repeats(await storedAmong(manager, arrivals, stores.positions));
  const sorted: SortedOut = { fresh: [], identities: [], reused: [] };
  const newest = new Map<KnownUnit, PointTimes>();
  for (const { report, unit } of arrivals) {
    const own = hasOwnIdentity(report);
    if (own) {
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
    const before = newest.get(unit) ?? unit.newest;
    const point = toPoint(report, unit.no, before);
    // Later than everything of its unit, stored or in this batch, it cannot be a repeat.
    if (!own && !isLater(report, before) && repeats.has(sorted.fresh, point)) continue;
    const moves = isNewer(point, before);
    if (moves) newest.set(unit, point);
    sorted.fresh.push({ report, unit, point, moves, convoyId: unit.convoyId });
  }
  return sorted;
}

function isLater(report: AcceptedPosition, newest: PointTimes | null): boolean {
  return newest === null || report.observedAt > newest.observedAt;
}

async function knownIdentities(
  manager: EntityManager,
  arrivals: readonly Arrival[],
  identities: ReportIdentities,
): Promise<Map<string, ReportKey>> {
  const own = arrivals.filter(({ report }) => hasOwnIdentity(report));
  if (own.length === 0) return new Map();
  return identities.known(
    own.map(({ report }) => identityOf(report)),
    manager,
  );
}

async function storedAmong(
  manager: EntityManager,
  arrivals: readonly Arrival[],
  positions: PositionStore,
): Promise<ReadonlySet<string>> {
  const late = arrivals.filter(({ report, unit }) => !hasOwnIdentity(report) && !isLater(report, unit.newest));
  return positions.stored(
    manager,
    late.map(({ report, unit }) => ({
      no: unit.no,
      observedAt: report.observedAt,
      reportKey: report.reportKey,
    })),
  );
}

/** Points that are stored or came earlier in the batch; names are made only once somebody asks. */
class Repeats {
  readonly #names: Set<string>;
  #named = 0;

  constructor(stored: ReadonlySet<string>) {
    this.#names = new Set(stored);
  }

  has(fresh: readonly NewReport[], point: Point): boolean {
    for (; this.#named < fresh.length; this.#named++) {
      const one = fresh[this.#named]!;
      if (!hasOwnIdentity(one.report)) this.#names.add(storedName(one.point));
    }
    return this.#names.has(storedName(point));
  }
}

/**
 * The point that a report becomes. Times moved to an exercise's clock shake by the delay of each delivery; when the
 * source says that a report is later than the last one, its moved time is not let fall behind it.
 */
function toPoint(report: AcceptedPosition, no: number, before: PointTimes | null): Point {
  const later =
    report.sourceObservedAt !== null &&
    before !== null &&
    before.sourceObservedAt !== null &&
    report.sourceObservedAt > before.sourceObservedAt;
  return {
    no,
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
