import type { PositionReport } from '@rearguard/shared';

/** 10 September 2001 and the end of 2199: the schema takes more, and tells who sends seconds. */
const EARLIEST_MS = 1_000_000_000_000;
const LATEST_MS = Date.UTC(2200, 0, 1);
const LONGEST_ID = 64;

/**
 * True for what vehicles send all day: numbers within bounds, ids in plain ASCII, time in milliseconds. The schema
 * `PositionReport` would take such a report and give it back as it is; it alone judges every other, and says why. The
 * schema makes three kilobytes of garbage a report, which at fifty thousand a second is most of what this process does.
 */
export function isPlainReport(raw: unknown): raw is PositionReport {
  if (typeof raw !== 'object' || raw === null) return false;
  const report = raw as Record<keyof PositionReport, unknown>;
  return (
    isPlainId(report.unitId) &&
    isWithin(report.lat, -90, 90) &&
    isWithin(report.lon, -180, 180) &&
    Number.isInteger(report.observedAt) &&
    isWithin(report.observedAt, EARLIEST_MS, LATEST_MS - 1) &&
    (report.speedKmh === undefined || isWithin(report.speedKmh, 0, 2_000)) &&
    (report.courseDeg === undefined || isWithin(report.courseDeg, 0, 360)) &&
    (report.altitudeM === undefined || isWithin(report.altitudeM, -500, 30_000)) &&
    (report.accuracyM === undefined || isWithin(report.accuracyM, 0, 1_000_000)) &&
    (report.convoyId === undefined || isPlainId(report.convoyId)) &&
    (report.callsign === undefined || isPlainId(report.callsign)) &&
    (report.reportId === undefined || isPlainId(report.reportId)) &&
    report.symbol === undefined
  );
}

function isWithin(value: unknown, least: number, most: number): boolean {
  return typeof value === 'number' && value >= least && value <= most;
}

function isPlainId(value: unknown): boolean {
  if (typeof value !== 'string' || value.length === 0 || value.length > LONGEST_ID) return false;
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (code < 0x20 || code > 0x7e) return false;
  }
  return true;
}
