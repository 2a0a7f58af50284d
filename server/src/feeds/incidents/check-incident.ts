import { type EntryWay, type IncidentFacts, IncidentReport } from '@rearguard/shared';
import { type CheckContext, type Checked, fromIssue, judgeTime, looksSwapped, refuse } from '../check-report.js';
import { keyOf } from '../report-keys.js';
import type { AcceptedIncident } from './accepted-incident.js';

/** Checks one report of the feed `security` by itself: shape, place, time; gives it its identity. */
export function checkIncident(raw: unknown, context: CheckContext): Checked<AcceptedIncident> {
  const parsed = IncidentReport.safeParse(raw);
  if (!parsed.success) return { ok: false, refused: fromIssue(parsed.error.issues[0]!, raw) };
  const { reportId, incidentId, ...facts } = parsed.data;
  return acceptIncident(incidentId, reportId ?? null, facts, context, 'feed', context.tokenName ?? 'unknown');
}

/** What holds for a report of an incident whichever way it comes in. */
export function acceptIncident(
  incidentId: string,
  reportId: string | null,
  { observedAt: given, ...facts }: IncidentFacts,
  context: CheckContext,
  way: EntryWay,
  enteredBy: string,
): Checked<AcceptedIncident> {
  const { lat, lon, place } = facts;
  if (lat === undefined && lon !== undefined) return refuse('/lat', 'missing', 'is missing beside lon');
  if (lon === undefined && lat !== undefined) return refuse('/lon', 'missing', 'is missing beside lat');
  if (lat === undefined && place === undefined) {
    return refuse('/place', 'missing', 'is missing, and there is no lat and lon instead');
  }
  if (lat !== undefined && lon !== undefined && looksSwapped({ lat, lon }, context.area)) {
    return refuse('/lat', 'coordinates-swapped', `${lat} and lon ${lon} look swapped`);
  }
  const time = judgeTime(given, context);
  if (!time.ok) return time;
  // Parsed, fields stand in the order of the schema, so that the same content is the same text.
  const contentKey = keyOf(JSON.stringify([given, facts]));
  return {
    ok: true,
    report: {
      incidentId,
      reportId,
      facts,
      way,
      enteredBy,
      observedAt: time.observedAt,
      receivedAt: context.receivedAt ?? context.now,
      sourceObservedAt: time.moved ? given : null,
      contentKey,
      reportKey: reportId === null ? contentKey : keyOf(`id ${reportId}`),
    },
  };
}
