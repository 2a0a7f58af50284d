import type { EpochMs, UnitPosition } from '@rearguard/shared';
import { toInstantOut } from '@rearguard/shared';
import type { ReportKey } from '../../feeds/report-keys.js';

/** One position of a unit as it is stored and shown. */
export interface Point {
  /** Number of its unit. */
  no: number;
  lat: number;
  lon: number;
  speedKmh: number | null;
  courseDeg: number | null;
  altitudeM: number | null;
  accuracyM: number | null;
  observedAt: EpochMs;
  receivedAt: EpochMs;
  /** The source's own time, when the exercise moved it to its clock. */
  sourceObservedAt: EpochMs | null;
  reportKey: ReportKey;
}

/** What positions of one unit are put in order by. */
export type PointTimes = Pick<Point, 'observedAt' | 'sourceObservedAt' | 'reportKey'>;

/**
 * True when `point` is where the unit was later than `other`. Positions whose time was moved to a standing exercise
 * clock share an instant; then the source's own time decides. Two trackers on one unit may share an instant for good;
 * then the key decides, for no reason but that whoever reads them, in any order and from storage too, sees the same one.
 */
export function isNewer(point: PointTimes, other: PointTimes | null): boolean {
  if (other === null) return true;
  if (point.observedAt !== other.observedAt) return point.observedAt > other.observedAt;
  if (point.sourceObservedAt !== other.sourceObservedAt) {
    return other.sourceObservedAt === null || (point.sourceObservedAt ?? -Infinity) > other.sourceObservedAt;
  }
  return point.reportKey > other.reportKey;
}

export function toUnitPosition(point: Point): UnitPosition {
  return {
    lat: point.lat,
    lon: point.lon,
    speedKmh: point.speedKmh,
    courseDeg: point.courseDeg,
    altitudeM: point.altitudeM,
    accuracyM: point.accuracyM,
    observedAt: toInstantOut(point.observedAt),
    receivedAt: toInstantOut(point.receivedAt),
  };
}
