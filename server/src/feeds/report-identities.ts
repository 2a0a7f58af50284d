import { Injectable } from '@nestjs/common';
import { type EpochMs, toInstantOut } from '@rearguard/shared';
import { DataSource, type EntityManager } from 'typeorm';
import type { ReportKey } from './report-keys.js';

/** What a report is known by: (feed, subject) and its id, and what it said. */
export interface Identity {
  subjectKey: ReportKey;
  reportKey: ReportKey;
  contentKey: ReportKey;
  observedAt: EpochMs;
}

/** In one go, an hour of a busy feed would take longer than any statement may. */
const FORGET_AT_ONCE = 20_000;

/** Holds reports with an id of their own to it: the same again is a repeat, another content is refused. */
@Injectable()
export class ReportIdentities {
  constructor(private readonly database: DataSource) {}

  /** The content first seen under each of these identities, by `subjectKey/reportKey`; absent where none was. */
  async known(
    identities: readonly Identity[],
    manager: EntityManager = this.database.manager,
  ): Promise<Map<string, ReportKey>> {
    const rows: { subject_key: string; report_key: string; content_key: string }[] = await manager.query(
      `SELECT i.subject_key, i.report_key, i.content_key FROM report_identity i
         JOIN unnest($1::bigint[], $2::bigint[]) AS given(subject_key, report_key) USING (subject_key, report_key)`,
      keyColumns(identities),
    );
    return new Map(rows.map((row) => [`${row.subject_key}/${row.report_key}`, BigInt(row.content_key)]));
  }

  /** Remembers identities that {@link known} did not have. Called in the transaction that stores the reports. */
  async remember(manager: EntityManager, identities: readonly Identity[]): Promise<void> {
    if (identities.length === 0) return;
    await manager.query(
      `INSERT INTO report_identity (subject_key, report_key, content_key, observed_at)
       SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::timestamptz[])`,
      [
        ...keyColumns(identities),
        identities.map((identity) => identity.contentKey),
        identities.map((identity) => toInstantOut(identity.observedAt)),
      ],
    );
  }

  /** Forgets identities of what was observed before an instant. */
  async forgetBefore(instant: EpochMs): Promise<void> {
    for (let gone = FORGET_AT_ONCE; gone === FORGET_AT_ONCE;) {
      // By place in the table: its index by time finds blocks, and the key is not in order of time.
      [, gone] = await this.database.query<[unknown[], number]>(
        `DELETE FROM report_identity
          WHERE ctid = ANY (ARRAY(SELECT ctid FROM report_identity WHERE observed_at < $1 LIMIT $2))`,
        [toInstantOut(instant), FORGET_AT_ONCE],
      );
    }
  }
}

export function identityName(identity: Pick<Identity, 'subjectKey' | 'reportKey'>): string {
  return `${identity.subjectKey}/${identity.reportKey}`;
}

function keyColumns(identities: readonly Identity[]): ReportKey[][] {
  return [identities.map((identity) => identity.subjectKey), identities.map((identity) => identity.reportKey)];
}
