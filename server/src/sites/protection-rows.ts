import { Injectable } from '@nestjs/common';
import { type EpochMs, type ProtectionEntry, type SiteProtection, toInstantOut } from '@rearguard/shared';
import { DataSource, type EntityManager } from 'typeorm';

interface Row extends Omit<ProtectionEntry, 'siteId' | 'at'> {
  site_id: string;
  at: Date;
}

/** The tables `site_protection` and `site_protection_entry`. */
@Injectable()
export class ProtectionRows {
  constructor(private readonly database: DataSource) {}

  async find(siteId: string, manager: EntityManager): Promise<SiteProtection | null> {
    const [row]: { body: SiteProtection }[] = await manager.query(
      `SELECT body FROM site_protection WHERE site_id = $1`,
      [siteId],
    );
    return row?.body ?? null;
  }

  async save(siteId: string, body: SiteProtection, manager: EntityManager): Promise<void> {
    await manager.query(
      `INSERT INTO site_protection (site_id, body) VALUES ($1, $2)
       ON CONFLICT (site_id) DO UPDATE SET body = excluded.body`,
      [siteId, body],
    );
  }

  async append(entry: Omit<ProtectionEntry, 'id' | 'at'> & { at: EpochMs }, manager: EntityManager): Promise<void> {
    const { siteId, version, at, who, reason, before, after } = entry;
    await manager.query(
      `INSERT INTO site_protection_entry (site_id, version, at, who, reason, before, after)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [siteId, version, toInstantOut(at), who, reason, before, after],
    );
  }

  /** Oldest first. */
  async entries(siteId: string, after: string, limit: number): Promise<ProtectionEntry[]> {
    const rows: Row[] = await this.database.query(
      `SELECT * FROM site_protection_entry WHERE site_id = $1 AND id > $2 ORDER BY id LIMIT $3`,
      [siteId, after, limit],
    );
    return rows.map(({ id, site_id, version, at, who, reason, before, after: then }) => ({
      id,
      siteId: site_id,
      version,
      at: toInstantOut(at.getTime()),
      who,
      reason,
      before,
      after: then,
    }));
  }

  /** For a new run of an exercise; the history stays. */
  async forget(manager: EntityManager): Promise<void> {
    await manager.query(`DELETE FROM site_protection`);
  }
}
