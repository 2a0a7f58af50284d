import type { CheckContext, Checked } from '../check-report.js';
import type { Lot } from '../lot.js';
import type { Identity } from '../report-identities.js';
import { keyOf } from '../report-keys.js';
import { type AcceptedCheck, checkAsSent, checkRadioCheck, isRadioCheck } from './accepted-check.js';
import {
  type AcceptedIncident,
  asSent as incidentAsSent,
  identityOf as identityOfIncident,
} from './accepted-incident.js';
import { checkIncident } from './check-incident.js';

/** What comes in by the feed `security`: reports of incidents, and radio checks. */
export type AcceptedSecurity = AcceptedIncident | AcceptedCheck;

export function isCheck(report: AcceptedSecurity): report is AcceptedCheck {
  return 'commsId' in report;
}

export function checkSecurity(raw: unknown, context: CheckContext): Checked<AcceptedSecurity> {
  return isRadioCheck(raw) ? checkRadioCheck(raw, context) : checkIncident(raw, context);
}

/** Lanes are by incident, and by who was heard. */
export function subjectOf(report: AcceptedSecurity): string {
  return isCheck(report) ? `radio check ${report.commsId}` : report.incidentId;
}

export function nameOf(report: AcceptedSecurity): string {
  return isCheck(report) ? `radio check of ${report.commsId}` : `incident ${report.incidentId}`;
}

export function identityOf(report: AcceptedSecurity): Identity {
  if (!isCheck(report)) return identityOfIncident(report);
  const { reportKey, contentKey, observedAt } = report;
  return { subjectKey: keyOf(`security ${subjectOf(report)}`), reportKey, contentKey, observedAt };
}

export function asSent(report: AcceptedSecurity): Record<string, unknown> {
  return isCheck(report) ? checkAsSent(report) : incidentAsSent(report);
}

/** They are few and wordy: JSON lines. */
export function packLot(reports: readonly AcceptedSecurity[]): Lot {
  const lines = reports.map((report) => ({ ...report, ...keysOf(report) }));
  return { count: reports.length, bytes: Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join('')) };
}

export function packJob(lots: readonly Lot[]): string {
  return Buffer.concat(lots.map((lot) => lot.bytes)).toString();
}

export function unpackJob(packed: string): AcceptedSecurity[] {
  return packed
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const report = JSON.parse(line) as AcceptedSecurity & { reportKey: string; contentKey: string };
      return { ...report, reportKey: BigInt(report.reportKey), contentKey: BigInt(report.contentKey) };
    });
}

function keysOf({ reportKey, contentKey }: AcceptedSecurity) {
  return { reportKey: reportKey.toString(), contentKey: contentKey.toString() };
}
