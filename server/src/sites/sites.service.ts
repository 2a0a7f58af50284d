import { Injectable } from '@nestjs/common';
import { dayStart, type EpochMs, type Site, toInstantOut, UNSET_PROTECTION } from '@rearguard/shared';
import type { EntityManager } from 'typeorm';
import { ChangeLog, type RoomTransaction } from '../changes/change-log.js';
import { SITE_PLANS, type SitePlan } from '../theatre/index.js';
import { type SiteFact, type SiteFactKind, siteOutcome } from './domain/site-state.js';
import { ProtectionRows } from './protection-rows.js';

interface FactRow {
  kind: SiteFactKind;
  happened_on: string;
  received_at: Date;
}

/** What happens to the sites, and the state that follows from it. */
@Injectable()
export class SitesService {
  constructor(
    private readonly changes: ChangeLog,
    private readonly protection: ProtectionRows,
  ) {}

  /** Puts every site of the theatre into the picture that is not there yet, or was told before it had a protection. */
  async enter(at: EpochMs): Promise<void> {
    await this.changes.write(async (tx) => {
      // Processes that start together would enter each site twice.
      await tx.manager.query(`SELECT pg_advisory_xact_lock(hashtext('sites'))`);
      const rows: { id: string }[] = await tx.manager.query(
        `SELECT id FROM picture_state WHERE kind = 'site' AND body ? 'protection'`,
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
    const plan = planOf(siteId);
    await this.changes.write(async (tx) => {
      await holdSite(tx, siteId);
      const added: unknown[] = await tx.manager.query(
        `INSERT INTO site_fact (site_id, kind, happened_on, received_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING RETURNING id`,
        [siteId, fact.kind, fact.on, toInstantOut(fact.knownAt)],
      );
      if (added.length > 0) await this.#tell(tx, plan, fact.knownAt, Math.min(dayStart(fact.on), fact.knownAt));
    });
  }

  /** From here to the end of the transaction nobody else changes the site. @returns it as it stands */
  async hold(tx: RoomTransaction, siteId: string): Promise<Site> {
    await holdSite(tx, siteId);
    const [row]: { body: Site }[] = await tx.manager.query(
      `SELECT body FROM picture_state WHERE kind = 'site' AND id = $1 AND body IS NOT NULL`,
      [siteId],
    );
    if (!row) throw new Error(`the site ${siteId} was not entered`);
    return row.body;
  }

  /** Tells the room how the site stands now that something about it was written; the caller holds it. */
  tell(tx: RoomTransaction, siteId: string, at: EpochMs): Promise<Site> {
    return this.#tell(tx, planOf(siteId), at, at);
  }

  /** Forgets every fact, for a new run of an exercise; the sites have then to be entered anew. */
  async forget(manager: EntityManager): Promise<void> {
    await manager.query(`DELETE FROM site_fact`);
    await this.protection.forget(manager);
  }

  async #tell(tx: RoomTransaction, plan: SitePlan, at: EpochMs, observedAt: EpochMs): Promise<Site> {
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
    const protection = (await this.protection.find(plan.id, tx.manager)) ?? UNSET_PROTECTION;
    const site: Site = { ...plan, version: (before?.version ?? 0) + 1, ...outcome, protection };
    tx.change({ kind: 'site', id: site.id, version: site.version, at, observedAt, op: 'put', body: site });
    return site;
  }
}

async function holdSite(tx: RoomTransaction, siteId: string): Promise<void> {
  await tx.manager.query(`SELECT pg_advisory_xact_lock(hashtext('site ' || $1))`, [siteId]);
}

function planOf(siteId: string): SitePlan {
  const plan = SITE_PLANS.find((site) => site.id === siteId);
  if (!plan) throw new Error(`the theatre has no site ${siteId}`);
  return plan;
}
