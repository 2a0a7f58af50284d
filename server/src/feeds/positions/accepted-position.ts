import { type EpochMs, toInstantOut } from '@rearguard/shared';
import type { Identity } from '../report-identities.js';
import { keyOf, type ReportKey } from '../report-keys.js';

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
  reportKey: ReportKey;
  /** Key of the content as it was sent. */
  contentKey: ReportKey;
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

/** What was sent, as far as we read it, for who must mend it and send it again. */
export function asSent(report: AcceptedPosition): Record<string, unknown> {
  const { unitId, lat, lon, speedKmh, courseDeg, altitudeM, accuracyM, convoyId, callsign, symbol, reportId } = report;
  const observedAt = toInstantOut(report.sourceObservedAt ?? report.observedAt);
  const given = { reportId, unitId, lat, lon, observedAt, speedKmh, courseDeg, altitudeM, accuracyM, convoyId };
  return Object.fromEntries(Object.entries({ ...given, callsign, symbol }).filter(([, value]) => value !== null));
}
