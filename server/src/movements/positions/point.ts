import type { EpochMs, UnitPosition } from '@rearguard/shared';
import { toInstantOut } from '@rearguard/shared';

/** One position of a unit as it is stored and shown. */
export interface Point {
  unitNo: number;
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
}

/** The two times by which positions of one unit are put in order. */
export type PointTimes = Pick<Point, 'observedAt' | 'sourceObservedAt'>;

/**
 * True when `point` is where the unit was later than `other`. Positions whose time was moved to a standing exercise
 * clock share an instant; then the source's own time decides.
 */
export function isNewer(point: PointTimes, other: PointTimes | null): boolean {
  if (other === null || point.observedAt !== other.observedAt)
    return other === null || point.observedAt > other.observedAt;
  if (point.sourceObservedAt === null || other.sourceObservedAt === null) return false;
  return point.sourceObservedAt > other.sourceObservedAt;
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
