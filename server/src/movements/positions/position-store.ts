import { Injectable } from '@nestjs/common';
import { type EpochMs, type Page, toInstantOut, type TrackPoint } from '@rearguard/shared';
import { DataSource, type EntityManager } from 'typeorm';
import type { PoolClient } from 'pg';
import { keyToHex } from '../../feeds/report-keys.js';
import { CopyRows } from '../../platform/database/copy-rows.js';
import { type Point, toUnitPosition } from './point.js';

interface PointRow {
  unit_no: number;
  observed_at: Date;
  received_at: Date;
  lat: number;
  lon: number;
  speed_kmh: number | null;
  course_deg: number | null;
  altitude_m: number | null;
  accuracy_m: number | null;
  source_observed_at: Date | null;
  report_key: string;
}

/** Of the table `position`, and of `position_thinned`, which keeps what is left of it. */
export const POSITION_COLUMNS =
  'unit_no, observed_at, report_key, received_at, batch_no, lat, lon, speed_kmh, course_deg, altitude_m, accuracy_m, source_observed_at';
const COLUMN_COUNT = 12;
const NEWEST_FIRST = 'observed_at DESC, source_observed_at DESC NULLS LAST, report_key DESC';
/** All that is kept: whole days, and before them a point a minute. */
const KEPT = `(SELECT ${POSITION_COLUMNS} FROM position UNION ALL SELECT ${POSITION_COLUMNS} FROM position_thinned) kept`;

/** The history of positions. */
@Injectable()
export class PositionStore {
  constructor(private readonly database: DataSource) {}

  /** Appends points in bulk. Their partitions exist; none of them is stored yet. */
  async append(client: PoolClient, batchNo: number, points: readonly Point[]): Promise<void> {
    if (points.length === 0) return;
    const rows = new CopyRows(COLUMN_COUNT);
    for (const point of points) {
      rows
        .row()
        .int4(point.no)
        .timestamptz(point.observedAt)
        .bigint(point.reportKey)
        .timestamptz(point.receivedAt)
        .int8(batchNo)
        .float8(point.lat)
        .float8(point.lon)
        .float4(point.speedKmh)
        .float4(point.courseDeg)
        .float4(point.altitudeM)
        .float4(point.accuracyM)
        .timestamptz(point.sourceObservedAt);
    }
    await rows.into(client, 'position', POSITION_COLUMNS);
  }

  /** Which of these are in history already, by {@link storedName}. */
  async stored(manager: EntityManager, points: readonly StoredKey[]): Promise<Set<string>> {
    if (points.length === 0) return new Set();
    const times = points.map((point) => point.observedAt);
    const rows: { unit_no: number; observed_at: Date; report_key: string }[] = await manager.query(
      `SELECT p.unit_no, p.observed_at, p.report_key FROM position p
         JOIN unnest($1::int[], $2::timestamptz[], $3::bigint[]) AS given(unit_no, observed_at, report_key)
           USING (unit_no, observed_at, report_key)
        WHERE p.observed_at BETWEEN $4 AND $5`,
      [
        points.map((point) => point.no),
        times.map(toInstantOut),
        points.map((point) => point.reportKey),
        toInstantOut(times.reduce((a, b) => Math.min(a, b))),
        toInstantOut(times.reduce((a, b) => Math.max(a, b))),
      ],
    );
    return new Set(rows.map((row) => `${row.unit_no}/${row.observed_at.getTime()}/${row.report_key}`));
  }

  /** The newest point of each unit that has one. */
  async newest(manager: EntityManager, unitNos?: readonly number[]): Promise<Map<number, Point>> {
    const rows: PointRow[] = await manager.query(
      `SELECT p.* FROM unit u CROSS JOIN LATERAL (
         SELECT * FROM (
           (SELECT ${POSITION_COLUMNS} FROM position WHERE unit_no = u.no AND observed_at >= u.newest_from
             ORDER BY ${NEWEST_FIRST} LIMIT 1)
           UNION ALL
           (SELECT ${POSITION_COLUMNS} FROM position_thinned WHERE unit_no = u.no AND observed_at >= u.newest_from
             ORDER BY ${NEWEST_FIRST} LIMIT 1)
         ) kept ORDER BY ${NEWEST_FIRST} LIMIT 1
       ) p WHERE u.newest_from IS NOT NULL ${unitNos ? 'AND u.no = ANY($1)' : ''}`,
      unitNos ? [unitNos] : [],
    );
    return byUnit(rows);
  }

  /** Where each unit was at an instant, by what was known then. */
  async newestAt(at: EpochMs): Promise<Map<number, Point>> {
    const rows: PointRow[] = await this.database.query(
      `SELECT DISTINCT ON (unit_no) * FROM ${KEPT} WHERE observed_at <= $1 AND received_at <= $1
       ORDER BY unit_no, ${NEWEST_FIRST}`,
      [toInstantOut(at)],
    );
    return byUnit(rows);
  }

  /** A unit's points between two instants, oldest first. */
  async track(
    unitNo: number,
    from: EpochMs,
    to: EpochMs,
    cursor: string | null,
    limit: number,
  ): Promise<Page<TrackPoint>> {
    const [afterTime, afterKey] = cursor?.split('/') ?? [];
    const rows: PointRow[] = await this.database.query(
      `SELECT * FROM ${KEPT}
       WHERE unit_no = $1 AND observed_at BETWEEN $2 AND $3
         AND ($4::timestamptz IS NULL OR (observed_at, report_key) > ($4, $5::bigint))
       ORDER BY observed_at, report_key LIMIT $6`,
      [unitNo, toInstantOut(from), toInstantOut(to), afterTime ?? null, afterKey ?? null, limit + 1],
    );
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      items: shown.map((row) => toTrackPoint(row)),
      nextCursor: rows.length > limit && last ? `${toInstantOut(last.observed_at.getTime())}/${last.report_key}` : null,
    };
  }
}

/** What a stored position is known by. */
export type StoredKey = Pick<Point, 'no' | 'observedAt' | 'reportKey'>;

export function storedName({ no, observedAt, reportKey }: StoredKey): string {
  return `${no}/${observedAt}/${reportKey}`;
}

function byUnit(rows: readonly PointRow[]): Map<number, Point> {
  return new Map(rows.map((row) => [row.unit_no, toPoint(row)]));
}

function toPoint(row: PointRow): Point {
  return {
    no: row.unit_no,
    lat: row.lat,
    lon: row.lon,
    speedKmh: row.speed_kmh,
    courseDeg: row.course_deg,
    altitudeM: row.altitude_m,
    accuracyM: row.accuracy_m,
    observedAt: row.observed_at.getTime(),
    receivedAt: row.received_at.getTime(),
    sourceObservedAt: row.source_observed_at?.getTime() ?? null,
    reportKey: BigInt(row.report_key),
  };
}

function toTrackPoint(row: PointRow): TrackPoint {
  const point = toPoint(row);
  return {
    id: `${row.unit_no}-${point.observedAt}-${keyToHex(point.reportKey)}`,
    version: 1,
    feed: 'positions',
    ...toUnitPosition(point),
    moved: point.sourceObservedAt !== null,
    sourceObservedAt: point.sourceObservedAt === null ? null : toInstantOut(point.sourceObservedAt),
  };
}
