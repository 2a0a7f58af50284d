import { randomUUID } from 'node:crypto';
import type { Feed } from '@rearguard/shared';
import { Injectable } from '@nestjs/common';
import { DataSource, In, IsNull } from 'typeorm';
import { SystemClock } from '../platform/clock/clock.js';
import { AccessTokenEntity } from './access-token.entity.js';
import { type Actor, SYSTEM } from './actor.js';
import { AuditLog } from './audit-log.js';
import { freshSecret, hashOf } from './domain/secrets.js';
import { SEEN_EVERY_MS } from './domain/session-life.js';

/** A token that has just been made; the secret is shown once and kept nowhere. */
export interface FreshToken {
  id: string;
  secret: string;
}

/** What a valid token allows. */
export interface StandingToken {
  id: string;
  kind: 'feed' | 'read';
  feed: Feed | null;
  name: string;
}

/** Tokens for programs: one sends to one feed, or reads. */
@Injectable()
export class AccessTokens {
  constructor(
    private readonly database: DataSource,
    private readonly time: SystemClock,
    private readonly audit: AuditLog,
  ) {}

  async createForFeed(feed: Feed, name: string, who: Actor = SYSTEM): Promise<FreshToken> {
    return this.#create('feed', feed, name, who);
  }

  async createForReading(name: string, who: Actor = SYSTEM): Promise<FreshToken> {
    return this.#create('read', null, name, who);
  }

  /** The tokens of a kind that are valid, oldest first. */
  async list(kind: 'feed' | 'read'): Promise<AccessTokenEntity[]> {
    return this.database
      .getRepository(AccessTokenEntity)
      .find({ where: { kind, revokedAt: IsNull() }, order: { createdAt: 'ASC', id: 'ASC' } });
  }

  /**
   * Revokes the token of this id, or every one of this name.
   * @returns the tokens that were valid until now; none when nothing has this id or name
   */
  async revoke(kind: 'feed' | 'read', idOrName: string, who: Actor): Promise<AccessTokenEntity[]> {
    return this.database.transaction(async (manager) => {
      const tokens = manager.getRepository(AccessTokenEntity);
      const valid = await tokens.findBy({ kind, revokedAt: IsNull() });
      const meant = valid.filter((token) => token.id === idOrName || token.name === idOrName);
      if (meant.length === 0) return [];
      const at = new Date(this.time.now());
      await tokens.update({ id: In(meant.map((token) => token.id)), revokedAt: IsNull() }, { revokedAt: at });
      for (const token of meant) {
        const detail = { name: token.name, feed: token.feed };
        await this.audit.record({ who, action: `${kind}-token.revoke`, subject: token.id, detail }, manager);
      }
      return meant;
    });
  }

  /** The valid token of this hash, whose use is noted; null when it was revoked or never was. */
  async find(secretHash: string): Promise<StandingToken | null> {
    const tokens = this.database.getRepository(AccessTokenEntity);
    const token = await tokens.findOneBy({ secretHash, revokedAt: IsNull() });
    if (token === null) return null;
    const now = this.time.now();
    if (now - (token.lastUsedAt?.getTime() ?? 0) >= SEEN_EVERY_MS) {
      await tokens.update({ id: token.id }, { lastUsedAt: new Date(now) });
    }
    return { id: token.id, kind: token.kind, feed: token.feed, name: token.name };
  }

  async #create(kind: 'feed' | 'read', feed: Feed | null, name: string, who: Actor): Promise<FreshToken> {
    const fresh: FreshToken = { id: randomUUID(), secret: freshSecret() };
    await this.database.transaction(async (manager) => {
      await manager.getRepository(AccessTokenEntity).insert({
        id: fresh.id,
        kind,
        feed,
        name,
        secretHash: hashOf(fresh.secret),
        createdAt: new Date(this.time.now()),
        lastUsedAt: null,
        revokedAt: null,
      });
      const detail = { name, feed };
      await this.audit.record({ who, action: `${kind}-token.create`, subject: fresh.id, detail }, manager);
    });
    return fresh;
  }
}
