import type { EpochMs } from '@rearguard/shared';
import type { Identity } from '../report-identities.js';
import { keyOf } from '../report-keys.js';

/** A position report that passed the door, with its two times and its identity. */
export interface AcceptedPosition {
  unitId: string;
  lat: number;
  lon: number;
  /** When the unit was there, on the room's clock. */
  observedAt: EpochMs;
  /** When we learned of it, on the room's clock. */
  receivedAt: EpochMs;
  speedKmh: number | null;
  courseDeg: number | null;
  altitudeM: number | null;
  accuracyM: number | null;
  convoyId: string | null;
  callsign: string | null;
  symbol: string | null;
  /** Key of the reportId, or of the content where none was given. */
  reportKey: string;
  /** Key of the content as it was sent. */
  contentKey: string;
  /** The id as it was given; such a report, and one whose time was moved, is held to its identity. */
  reportId: string | null;
  /** The source's own time, when the exercise moved it to its clock. */
  sourceObservedAt: EpochMs | null;
}

/** True when the stored place and time alone do not tell a repeat, so that its identity must be remembered. */
export function hasOwnIdentity(report: AcceptedPosition): boolean {
  return report.reportId !== null || report.sourceObservedAt !== null;
}

/** What a position is known by: its feed, its unit, and its id or content. */
export function identityOf(report: AcceptedPosition): Identity {
  return {
    subjectKey: keyOf(`positions ${report.unitId}`),
    reportKey: report.reportKey,
    contentKey: report.contentKey,
    observedAt: report.observedAt,
  };
}

type Row = [
  string,
  number,
  number,
  EpochMs,
  EpochMs,
  number | null,
  number | null,
  number | null,
  number | null,
  string | null,
  string | null,
  string | null,
  string,
  /** Null where it is the report's key. */
  string | null,
  string | null,
  EpochMs | null,
];

/** Packs a batch for the queue: rows without field names, a fourth of the bytes. */
export function packPositions(reports: readonly AcceptedPosition[]): string {
  return JSON.stringify(
    reports.map((report): Row => [
      report.unitId,
      report.lat,
      report.lon,
      report.observedAt,
      report.receivedAt,
      report.speedKmh,
      report.courseDeg,
      report.altitudeM,
      report.accuracyM,
      report.convoyId,
      report.callsign,
      report.symbol,
      report.reportKey,
      report.contentKey === report.reportKey ? null : report.contentKey,
      report.reportId,
      report.sourceObservedAt,
    ]),
  );
}

export function unpackPositions(packed: string): AcceptedPosition[] {
  return (JSON.parse(packed) as Row[]).map((row) => ({
    unitId: row[0],
    lat: row[1],
    lon: row[2],
    observedAt: row[3],
    receivedAt: row[4],
    speedKmh: row[5],
    courseDeg: row[6],
    altitudeM: row[7],
    accuracyM: row[8],
    convoyId: row[9],
    callsign: row[10],
    symbol: row[11],
    reportKey: row[12],
    contentKey: row[13] ?? row[12],
    reportId: row[14],
    sourceObservedAt: row[15],
  }));
}
