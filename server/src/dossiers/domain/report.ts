import type { DossierEntry, DossierKind, EpochMs } from '@rearguard/shared';

/** One report of a dossier as it is kept: never edited. */
export interface DossierReport {
  kind: DossierKind;
  subjectId: string;
  /** Given or derived; the same again is a repeat. */
  reportId: string;
  /** Null: it tells facts alone. */
  state: string | null;
  reason: string | null;
  observedAt: EpochMs;
  receivedAt: EpochMs;
  source: string;
  way: DossierEntry['way'];
  who: DossierEntry['who'];
  /** Older than what was known when it came. */
  late: boolean;
  facts: Readonly<Record<string, unknown>>;
}

/** A report with what came of it, in the order of the facts. */
export interface Step {
  report: DossierReport;
  outcome: DossierEntry['outcome'];
  from: string | null;
  to: string | null;
  refusal: string | null;
  allowed: readonly string[];
  /** Facts as they stood after it. */
  facts: Readonly<Record<string, unknown>>;
  /** How often it was asked before and ended. */
  revision: number;
}
