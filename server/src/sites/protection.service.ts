import { Injectable } from '@nestjs/common';
import { type EpochMs, type ProtectionEntry, type Site, UNSET_PROTECTION } from '@rearguard/shared';
import type { EntityManager } from 'typeorm';
import { ChangeLog, type RoomTransaction } from '../changes/change-log.js';
import { Problem } from '../platform/http/problem.js';
import { amendProtection, type Given, impossibleIn } from './domain/protection.js';
import { ProtectionRows } from './protection-rows.js';
import { SitesService } from './sites.service.js';

export type Also = (manager: EntityManager, before: Site, after: Site) => Promise<void>;

/** Posture, guard minimum and numbers of people of a site (SR-61). What follows from them is a rule's to say. */
@Injectable()
export class ProtectionService {
  constructor(
    private readonly changes: ChangeLog,
    private readonly sites: SitesService,
    private readonly rows: ProtectionRows,
  ) {}

  /**
   * Changes what is given.
   * @throws Problem 400 for numbers that cannot be, 409 with `current` when the site changed meanwhile
   */
  async amend(
    siteId: string,
    { version, ...given }: Given & { version: number },
    who: ProtectionEntry['who'],
    at: EpochMs,
    also: Also,
  ): Promise<Site> {
    const impossible = impossibleIn(given, at);
    if (impossible) throw new Problem(400, { code: 'out-of-range', ...impossible });
    const { result } = await this.changes.write(async (tx) => {
      const before = await this.sites.hold(tx, siteId);
      if (before.version !== version) {
        const message = `it changed meanwhile: version ${before.version}`;
        throw new Problem(409, { code: 'version-conflict', message, path: '/version', current: before });
      }
      const after = await this.#write(tx, siteId, given, who, at);
      await also(tx.manager, before, after);
      return after;
    });
    return result;
  }

  /** What the scenario says of a site at the beginning; the same again changes nothing. */
  async enter(siteId: string, given: Given, at: EpochMs): Promise<void> {
    await this.changes.write(async (tx) => {
      await this.sites.hold(tx, siteId);
      if (await this.rows.find(siteId, tx.manager)) return;
      await this.#write(tx, siteId, given, { kind: 'system', id: null, name: 'exercise', role: null }, at);
    });
  }

  async #write(
    tx: RoomTransaction,
    siteId: string,
    given: Given,
    who: ProtectionEntry['who'],
    at: EpochMs,
  ): Promise<Site> {
    const before = (await this.rows.find(siteId, tx.manager)) ?? UNSET_PROTECTION;
    const after = amendProtection(before, given, at);
    await this.rows.save(siteId, after, tx.manager);
    const site = await this.sites.tell(tx, siteId, at);
    await this.rows.append({ siteId, version: site.version, at, who, reason: given.reason, before, after }, tx.manager);
    return site;
  }
}
