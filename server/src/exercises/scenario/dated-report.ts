import type { CasualtyFigure, EpochMs, IncidentReport } from '@rearguard/shared';
import type { z } from 'zod';

type ReportGiven = z.input<typeof IncidentReport>;

/** A report of the feed `security`, at the instant at which the room gets it. */
export interface DatedReport {
  at: EpochMs;
  report: ReportGiven;
}

/** A report that reaches the room as it happens. Its hour is invented unless said otherwise. */
export function given(
  incidentId: string,
  instant: string,
  kind: ReportGiven['kind'],
  severity: ReportGiven['severity'],
  place: string,
  source: string,
  more: Partial<ReportGiven> & { text: string },
): DatedReport {
  const at = Date.parse(instant);
  const reportId = `${incidentId}/${instant}`;
  const base = { reportId, incidentId, kind, severity, observedAt: at, source, place, syntheticTime: true };
  return { at, report: { ...base, ...more } };
}

export function figure(
  group: CasualtyFigure['group'],
  harm: CasualtyFigure['harm'],
  count: number | null,
): CasualtyFigure {
  return { group, harm, count };
}
