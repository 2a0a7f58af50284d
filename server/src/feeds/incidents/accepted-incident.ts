import { type EntryWay, type EpochMs, type IncidentFacts, toInstantOut } from '@rearguard/shared';
import type { AcceptedReport } from '../feed-door.js';
import type { Identity } from '../report-identities.js';
import { keyOf, keyToHex, type ReportKey } from '../report-keys.js';

/** A report of an incident that passed the door, or was entered by a person. */
export interface AcceptedIncident extends AcceptedReport {
  incidentId: string;
  facts: Omit<IncidentFacts, 'observedAt'>;
  way: EntryWay;
  enteredBy: string;
  /** Key of the reportId, or of the content where none was given. */
  reportKey: ReportKey;
  /** The source's own time, when the exercise moved it to its clock. */
  sourceObservedAt: EpochMs | null;
}

/** What a report of an incident is known by: its feed, its incident, and its id or content. */
export function identityOf(report: AcceptedIncident): Identity {
  return {
    subjectKey: keyOf(`security ${report.incidentId}`),
    reportKey: report.reportKey,
    contentKey: report.contentKey,
    observedAt: report.observedAt,
  };
}

/** The id under which a report stands in its incident's history, given or derived. */
export function reportName(report: AcceptedIncident): string {
  return report.reportId ?? keyToHex(report.contentKey);
}

export function asSent(report: AcceptedIncident): Record<string, unknown> {
  const { reportId, incidentId, facts } = report;
  const observedAt = toInstantOut(report.sourceObservedAt ?? report.observedAt);
  return { ...(reportId !== null && { reportId }), incidentId, observedAt, ...facts };
}
