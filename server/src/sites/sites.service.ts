import { Injectable } from '@nestjs/common';
import { dayStart, type EpochMs, type Site, toInstantOut } from '@rearguard/shared';
import type { EntityManager } from 'typeorm';
import { ChangeLog, type RoomTransaction } from '../changes/change-log.js';
import { SITE_PLANS, type SitePlan } from '../theatre/index.js';
import { type SiteFact, type SiteFactKind, siteOutcome } from './domain/site-state.js';

interface FactRow {
  kind: SiteFactKind;
  happened_on: string;
  received_at: Date;
}

/** What happens to the sites, and the state that follows from it. */
@Injectable()
export class SitesService {
  constructor(private readonly changes: ChangeLog) {}

  /** Puts every site of the theatre into the picture that is not there yet, open as planned. */
  async enter(at: EpochMs): Promise<void> {
    await this.changes.write(async (tx) => {
      // Processes that start together would enter each site twice.
      await tx.manager.query(`SELECT pg_advisory_xact_lock(hashtext('sites'))`);
      const rows: { id: string }[] = await tx.manager.query(
        `SELECT id FROM picture_state WHERE kind = 'site' AND body IS NOT NULL`,
      );
      const known = new Set(rows.map((row) => row.id));
      for (const plan of SITE_PLANS) if (!known.has(plan.id)) await this.#tell(tx, plan, at, at);
    });
  }

  /**
   * Takes a fact in; the same again changes nothing.
   * @throws Error for a site that the theatre does not have.
   */
  async record(siteId: string, fact: SiteFact): Promise<void> {
    const plan = SITE_PLANS.find((site) => site.id === siteId);
    if (!plan) throw new Error(`the theatre has no site ${siteId}`);
    await this.changes.write(async (tx) => {
      await tx.manager.query(`SELECT pg_advisory_xact_lock(hashtext('site ' || $1))`, [siteId]);
      const added: unknown[] = await tx.manager.query(
        `INSERT INTO site_fact (site_id, kind, happened_on, received_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING RETURNING id`,
        [siteId, fact.kind, fact.on, toInstantOut(fact.knownAt)],
      );
      if (added.length > 0) await this.#tell(tx, plan, fact.knownAt, Math.min(dayStart(fact.on), fact.knownAt));
    });
  }

  /** Forgets every fact, for a new run of an exercise; the sites have then to be entered anew. */
  async forget(manager: EntityManager): Promise<void> {
    await manager.query(`DELETE FROM site_fact`);
  }

  async #tell(tx: RoomTransaction, plan: SitePlan, at: EpochMs, observedAt: EpochMs): Promise<void> {
    const facts: FactRow[] = await tx.manager.query(
      `SELECT kind, to_char(happened_on, 'YYYY-MM-DD') AS happened_on, received_at FROM site_fact WHERE site_id = $1`,
      [plan.id],
    );
    const [before]: { version: number }[] = await tx.manager.query(
      `SELECT version FROM picture_state WHERE kind = 'site' AND id = $1`,
      [plan.id],
    );
    const outcome = siteOutcome(
      facts.map((fact) => ({ kind: fact.kind, on: fact.happened_on, knownAt: fact.received_at.getTime() })),
    );
    const site: Site = { ...plan, version: (before?.version ?? 0) + 1, ...outcome };
    tx.change({ kind: 'site', id: site.id, version: site.version, at, observedAt, op: 'put', body: site });
  }
}
