import type { EpochMs, Role } from '@rearguard/shared';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull, MoreThan } from 'typeorm';
import { SystemClock } from '../platform/clock/clock.js';
import { type Actor, SYSTEM } from './actor.js';
import { AuditLog } from './audit-log.js';
import { freshSecret, hashOf, looksLikeSecret } from './domain/secrets.js';
import { ACCOUNT_LINK_LIFE_MS, LINK_LIFE_MS } from './domain/session-life.js';
import type { PersonEntity } from './person.entity.js';
import { SignInLinkEntity } from './sign-in-link.entity.js';

export interface SignInLink {
  code: string;
  /** To be put behind the room's address: `/sign-in/…`. */
  path: string;
  expiresAt: EpochMs;
}

/** Why a code does not sign in. */
export type LinkRefusal = 'unknown' | 'used' | 'expired' | 'disabled';

/** Links that sign one browser in, once, within 15 minutes of real time. */
@Injectable()
export class SignInLinks {
  constructor(
    private readonly database: DataSource,
    private readonly time: SystemClock,
    private readonly audit: AuditLog,
  ) {}

  /** @param name of the person; without it, the person is the role itself, such as "Watch officer" */
  async create(role: Role, name?: string, who: Actor = SYSTEM): Promise<SignInLink> {
    const code = freshSecret();
    const now = this.time.now();
    const expiresAt = now + LINK_LIFE_MS;
    await this.database.transaction(async (manager) => {
      await manager.getRepository(SignInLinkEntity).insert({
        codeHash: hashOf(code),
        role,
        name: name ?? null,
        createdAt: new Date(now),
        expiresAt: new Date(expiresAt),
        usedAt: null,
        personId: null,
      });
      await this.audit.record({ who, action: 'sign-in-link.create', subject: role, detail: { role, name } }, manager);
    });
    return { code, path: `/sign-in/${code}`, expiresAt };
  }

  /**
   * A link for an account, with which its person sets a password; those made before are void. To be recorded by the caller.
   * @param manager that of the caller's transaction
   */
  async createFor(person: PersonEntity, manager: EntityManager): Promise<SignInLink> {
    const code = freshSecret();
    const now = this.time.now();
    const expiresAt = now + ACCOUNT_LINK_LIFE_MS;
    await this.voidFor(person.id, manager);
    await manager.getRepository(SignInLinkEntity).insert({
      codeHash: hashOf(code),
      role: person.role,
      name: person.name,
      createdAt: new Date(now),
      expiresAt: new Date(expiresAt),
      usedAt: null,
      personId: person.id,
    });
    return { code, path: `/sign-in/${code}`, expiresAt };
  }

  /** Links of this account that nobody has opened work no longer. */
  async voidFor(personId: string, manager: EntityManager): Promise<void> {
    const now = new Date(this.time.now());
    await manager.getRepository(SignInLinkEntity).update({ personId, usedAt: IsNull() }, { usedAt: now });
  }

  /**
   * Uses a link up. Of several who try at once exactly one succeeds: the row itself decides.
   * @param manager that of the transaction in which the session begins; if that fails, the link stays good
   */
  async use(code: string, manager: EntityManager): Promise<SignInLinkEntity | LinkRefusal> {
    if (!looksLikeSecret(code)) return 'unknown';
    const codeHash = hashOf(code);
    const now = new Date(this.time.now());
    const links = manager.getRepository(SignInLinkEntity);
    const used = await links.update({ codeHash, usedAt: IsNull(), expiresAt: MoreThan(now) }, { usedAt: now });
    const link = await links.findOneBy({ codeHash });
    if (link === null) return 'unknown';
    if (used.affected === 1) return link;
    return link.usedAt === null ? 'expired' : 'used';
  }
}
