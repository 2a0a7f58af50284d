import { Injectable } from '@nestjs/common';
import type { Incident, IncidentSource } from '@rearguard/shared';
import { DataSource, type EntityManager } from 'typeorm';

export interface IncidentFilter {
  kind?: string | undefined;
  severity?: string | undefined;
  siteId?: string | undefined;
  convoyId?: string | undefined;
  /** Place in the list after which to go on. */
  after?: readonly [observedAt: string, id: string] | undefined;
}

/** The tables `incident` and `incident_source`. */
@Injectable()
export class IncidentsRepository {
  constructor(private readonly database: DataSource) {}

  async find(id: string, manager: EntityManager = this.database.manager): Promise<Incident | null> {
    const [row]: { body: Incident }[] = await manager.query(`SELECT body FROM incident WHERE id = $1`, [id]);
    return row?.body ?? null;
  }

  async save(manager: EntityManager, incident: Incident): Promise<void> {
    await manager.query(
      `INSERT INTO incident (id, version, kind, severity, observed_at, body) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (id) DO UPDATE SET version = excluded.version, kind = excluded.kind, severity = excluded.severity,
         observed_at = excluded.observed_at, body = excluded.body`,
      [incident.id, incident.version, incident.kind, incident.severity, incident.observedAt, incident],
    );
  }

  async append(manager: EntityManager, incidentId: string, source: IncidentSource): Promise<void> {
    await manager.query(
      `INSERT INTO incident_source (incident_id, version, received_at, body) VALUES ($1, $2, $3, $4)`,
      [incidentId, source.version, source.receivedAt, source],
    );
  }

  /** Newest first, by time of the fact. */
  async list(filter: IncidentFilter, limit: number): Promise<Incident[]> {
    const rows: { body: Incident }[] = await this.database.query(
      `SELECT body FROM incident
        WHERE ($1::text IS NULL OR kind = $1) AND ($2::text IS NULL OR severity = $2)
          AND ($3::text IS NULL OR body -> 'siteIds' ? $3) AND ($4::text IS NULL OR body -> 'convoyIds' ? $4)
          AND ($5::timestamptz IS NULL OR (observed_at, id) < ($5, $6))
        ORDER BY observed_at DESC, id DESC LIMIT $7`,
      [
        filter.kind ?? null,
        filter.severity ?? null,
        filter.siteId ?? null,
        filter.convoyId ?? null,
        filter.after?.[0] ?? null,
        filter.after?.[1] ?? null,
        limit,
      ],
    );
    return rows.map((row) => row.body);
  }

  /** Every report of an incident, in the order in which we learned of them. */
  async sources(incidentId: string, after: number, limit: number): Promise<IncidentSource[]> {
    const rows: { body: IncidentSource }[] = await this.database.query(
      `SELECT body FROM incident_source WHERE incident_id = $1 AND version > $2 ORDER BY version LIMIT $3`,
      [incidentId, after, limit],
    );
    return rows.map((row) => row.body);
  }
}
