import { type EpochMs, RadioCheckReport, toInstantOut } from '@rearguard/shared';
import { type CheckContext, type Checked, fromIssue, judgeTime } from '../check-report.js';
import type { AcceptedReport } from '../feed-door.js';
import { keyOf, type ReportKey } from '../report-keys.js';

/** A radio check that passed the door of the feed `security`. */
export interface AcceptedCheck extends AcceptedReport {
  /** `site:gao`. */
  commsId: string;
  facts: Pick<RadioCheckReport, 'source' | 'means' | 'text'>;
  enteredBy: string;
  reportKey: ReportKey;
  /** The source's own time, when the exercise moved it to its clock. */
  sourceObservedAt: EpochMs | null;
}

/** What tells a radio check from an incident, before either is read. */
export function isRadioCheck(raw: unknown): boolean {
  return typeof raw === 'object' && raw !== null && (raw as { kind?: unknown }).kind === 'radio_check';
}

export function checkRadioCheck(raw: unknown, context: CheckContext): Checked<AcceptedCheck> {
  const parsed = RadioCheckReport.safeParse(raw);
  if (!parsed.success) return { ok: false, refused: fromIssue(parsed.error.issues[0]!, raw) };
  const { reportId = null, siteId, convoyId, observedAt: given, source, means, text } = parsed.data;
  const time = judgeTime(given, context);
  if (!time.ok) return time;
  const facts = { source, ...(means && { means }), ...(text !== undefined && { text }) };
  const contentKey = keyOf(JSON.stringify([given, facts]));
  return {
    ok: true,
    report: {
      commsId: siteId === undefined ? `convoy:${convoyId}` : `site:${siteId}`,
      reportId,
      facts,
      enteredBy: context.tokenName ?? 'unknown',
      observedAt: time.observedAt,
      receivedAt: context.receivedAt ?? context.now,
      sourceObservedAt: time.moved ? given : null,
      contentKey,
      reportKey: reportId === null ? contentKey : keyOf(`id ${reportId}`),
    },
  };
}

export function checkAsSent({ reportId, commsId, facts, observedAt, sourceObservedAt }: AcceptedCheck) {
  const [type, id] = [commsId.slice(0, commsId.indexOf(':')), commsId.slice(commsId.indexOf(':') + 1)];
  return {
    ...(reportId !== null && { reportId }),
    kind: 'radio_check',
    [`${type}Id`]: id,
    observedAt: toInstantOut(sourceObservedAt ?? observedAt),
    ...facts,
  };
}
