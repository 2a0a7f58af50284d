import { type DossierKind, type EpochMs, type EntryWay, type Feed, type Role, toInstantOut } from '@rearguard/shared';
import type { AcceptedReport } from '../feed-door.js';
import type { Lot } from '../lot.js';
import type { Identity } from '../report-identities.js';
import { keyOf, keyToHex, type ReportKey } from '../report-keys.js';

/** A report of a dossier that passed the door, or was entered by a person. */
export interface AcceptedDossier extends AcceptedReport {
  kind: DossierKind;
  subjectId: string;
  state: string | null;
  reason: string | null;
  source: string;
  facts: Record<string, unknown>;
  /** `system`: it follows from something else that the room knows. */
  way: EntryWay | 'system';
  enteredBy: string;
  /** Of the person who entered it. */
  role: Role | null;
  /** Key of the reportId, or of the content where none was given. */
  reportKey: ReportKey;
  /** The source's own time, when the exercise moved it to its clock. */
  sourceObservedAt: EpochMs | null;
}

/** What each kind of dossier is called in a report, and which feed tells of it. */
export const REPORTED_AS: Readonly<Record<DossierKind, { idField: string; feed: Feed; name: string }>> = {
  'flight-request': { idField: 'requestId', feed: 'airspace', name: 'flight request' },
  restriction: { idField: 'restrictionId', feed: 'airspace', name: 'restriction' },
  consignment: { idField: 'consignmentId', feed: 'customs', name: 'consignment' },
};

export function identityOf({ kind, subjectId, reportKey, contentKey, observedAt }: AcceptedDossier): Identity {
  return { subjectKey: keyOf(`${kind} ${subjectId}`), reportKey, contentKey, observedAt };
}

export function nameOf({ kind, subjectId }: Pick<AcceptedDossier, 'kind' | 'subjectId'>): string {
  return `${REPORTED_AS[kind].name} ${subjectId}`;
}

/** The id under which a report stands in the history, given or derived. */
export function reportName({ reportId, contentKey }: AcceptedDossier): string {
  return reportId ?? keyToHex(contentKey);
}

export function asSent(report: AcceptedDossier): Record<string, unknown> {
  const { kind, reportId, subjectId, state, reason, source, facts } = report;
  return {
    ...(reportId !== null && { reportId }),
    [REPORTED_AS[kind].idField]: subjectId,
    observedAt: toInstantOut(report.sourceObservedAt ?? report.observedAt),
    source,
    ...(state !== null && { state }),
    ...(reason !== null && { reason }),
    ...facts,
  };
}

type Packed = Omit<AcceptedDossier, 'reportKey' | 'contentKey'> & { reportKey: string; contentKey: string };

/** They are few and wordy: JSON lines. */
export function packLot(reports: readonly AcceptedDossier[]): Lot {
  const lines = reports.map((report): Packed => ({ ...report, ...keysOf(report) }));
  return { count: reports.length, bytes: Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join('')) };
}

export function packJob(lots: readonly Lot[]): string {
  return Buffer.concat(lots.map((lot) => lot.bytes)).toString();
}

export function unpackJob(packed: string): AcceptedDossier[] {
  return packed
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const report = JSON.parse(line) as Packed;
      return { ...report, reportKey: BigInt(report.reportKey), contentKey: BigInt(report.contentKey) };
    });
}

function keysOf({ reportKey, contentKey }: AcceptedDossier) {
  return { reportKey: reportKey.toString(), contentKey: contentKey.toString() };
}
