import { Injectable } from '@nestjs/common';
import { type Convoy, DOSSIER_KINDS, type DossierKind } from '@rearguard/shared';
import { DataSource, type EntityManager } from 'typeorm';
import type { DossierReport } from './domain/report.js';
import type { Dossier } from './domain/show.js';

export interface DossierFilter {
  state?: string | undefined;
  /** `convoy:KID-01`: those that serve it. */
  dependant?: string | undefined;
  /** Id after which to go on. */
  after?: string | undefined;
}

/** The tables `dossier` and `dossier_report`. */
@Injectable()
export class DossiersRepository {
  constructor(private readonly database: DataSource) {}

  async find(kind: DossierKind, id: string, manager = this.database.manager): Promise<Dossier | null> {
    const [row]: { body: Dossier }[] = await manager.query(`SELECT body FROM dossier WHERE kind = $1 AND id = $2`, [
      kind,
      id,
    ]);
    return row?.body ?? null;
  }

  /** To the end of the transaction nobody else writes these. Handed over in a set order, so that nobody waits in a ring. */
  async hold(manager: EntityManager, keys: readonly string[]): Promise<void> {
    for (const key of [...keys].sort()) {
      await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 7302030))`, [key]);
    }
  }

  async save(manager: EntityManager, kind: DossierKind, dossier: Dossier): Promise<void> {
    await manager.query(
      `INSERT INTO dossier (kind, id, version, state, observed_at, body) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (kind, id) DO UPDATE SET version = excluded.version, state = excluded.state,
         observed_at = excluded.observed_at, body = excluded.body`,
      [kind, dossier.id, dossier.version, dossier.state, dossier.lastObservedAt, dossier],
    );
  }

  async append(manager: EntityManager, reports: readonly DossierReport[]): Promise<void> {
    await manager.query(
      `INSERT INTO dossier_report (kind, subject_id, report_id, body)
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::jsonb[])`,
      [
        reports.map(({ kind }) => kind),
        reports.map(({ subjectId }) => subjectId),
        reports.map(({ reportId }) => reportId),
        reports.map((report) => JSON.stringify(report)),
      ],
    );
  }

  /** Every report of a dossier, in the order in which they came. */
  async reports(kind: DossierKind, id: string, manager = this.database.manager): Promise<DossierReport[]> {
    const rows: { body: DossierReport }[] = await manager.query(
      `SELECT body FROM dossier_report WHERE kind = $1 AND subject_id = $2 ORDER BY number`,
      [kind, id],
    );
    return rows.map(({ body }) => body);
  }

  async list(kind: DossierKind, { state, dependant, after }: DossierFilter, limit: number): Promise<Dossier[]> {
    const [type, ...rest] = dependant?.split(':') ?? [];
    const served = dependant === undefined ? null : JSON.stringify([{ type, id: rest.join(':') }]);
    const rows: { body: Dossier }[] = await this.database.query(
      `SELECT body FROM dossier
        WHERE kind = $1 AND ($2::text IS NULL OR state = $2) AND ($3::jsonb IS NULL OR body -> 'dependants' @> $3)
          AND ($4::text IS NULL OR id > $4) ORDER BY id LIMIT $5`,
      [kind, state ?? null, served, after ?? null, limit],
    );
    return rows.map(({ body }) => body);
  }

  /** All that is in the picture, of every kind. */
  async shown(): Promise<{ kind: DossierKind; id: string; body: Dossier }[]> {
    return this.database.query(`SELECT kind, id, body FROM picture_state WHERE kind = ANY($1) AND body IS NOT NULL`, [
      DOSSIER_KINDS,
    ]);
  }

  /** Convoys that are in the picture: a restriction may lie on their way. */
  async convoysShown(): Promise<Convoy[]> {
    const rows: { body: Convoy }[] = await this.database.query(
      `SELECT body FROM picture_state WHERE kind = 'convoy' AND body IS NOT NULL`,
    );
    return rows.map(({ body }) => body);
  }

  async clear(manager: EntityManager): Promise<void> {
    await manager.query(`DELETE FROM dossier_report`);
    await manager.query(`DELETE FROM dossier`);
  }
}

/** For deadlines and changes that stand for a dossier. */
export function keyOf(kind: DossierKind, id: string): string {
  return `${kind}:${id}`;
}
