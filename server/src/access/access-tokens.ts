import { randomUUID } from 'node:crypto';
import type { Feed } from '@rearguard/shared';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In, IsNull, MoreThan, Or } from 'typeorm';
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

type TokenKind = Pick<AccessTokenEntity, 'kind' | 'feed' | 'name'>;

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

  async createForFeed(feed: Feed, name: string, who: Actor = SYSTEM, from: string | null = null): Promise<FreshToken> {
    return this.#create({ kind: 'feed', feed, name }, who, from);
  }

  async createForReading(name: string, who: Actor = SYSTEM, from: string | null = null): Promise<FreshToken> {
    return this.#create({ kind: 'read', feed: null, name }, who, from);
  }

  /**
   * Gives a token a successor. The old one goes on for a while, so that its source can be changed without a gap.
   * @returns null when there is no such valid token
   */
  async rotate(id: string, overlapMs: number, who: Actor, from: string | null = null): Promise<FreshToken | null> {
    return this.database.transaction(async (manager) => {
      const tokens = manager.getRepository(AccessTokenEntity);
      const old = await tokens.findOne({ where: { id, ...this.#valid() }, lock: { mode: 'pessimistic_write' } });
      if (old === null) return null;
      const now = this.time.now();
      // One that ends already is not made to live longer.
      const expiresAt = Math.min(now + overlapMs, old.expiresAt?.getTime() ?? Infinity);
      await tokens.update({ id }, { expiresAt: new Date(expiresAt) });
      const fresh = await this.#insert(old, manager);
      const detail = { name: old.name, feed: old.feed, successor: fresh.id };
      const after = { expiresAt: new Date(expiresAt) };
      await this.audit.record({ who, action: `${old.kind}-token.rotate`, subject: id, detail, after, from }, manager);
      return fresh;
    });
  }

  async one(id: string): Promise<AccessTokenEntity | null> {
    return this.database.getRepository(AccessTokenEntity).findOneBy({ id, ...this.#valid() });
  }

  /** The tokens of a kind that are valid, oldest first. */
  async list(kind?: 'feed' | 'read'): Promise<AccessTokenEntity[]> {
    return this.database
      .getRepository(AccessTokenEntity)
      .find({ where: { ...(kind && { kind }), ...this.#valid() }, order: { createdAt: 'ASC', id: 'ASC' } });
  }

  /**
   * Revokes the token of this id, or every one of this name.
   * @returns the tokens that were valid until now; none when nothing has this id or name
   */
  async revoke(
    kind: 'feed' | 'read',
    idOrName: string,
    who: Actor,
    from: string | null = null,
  ): Promise<AccessTokenEntity[]> {
    return this.database.transaction(async (manager) => {
      const tokens = manager.getRepository(AccessTokenEntity);
      const valid = await tokens.findBy({ kind, ...this.#valid() });
      const meant = valid.filter((token) => token.id === idOrName || token.name === idOrName);
      if (meant.length === 0) return [];
      const at = new Date(this.time.now());
      await tokens.update({ id: In(meant.map((token) => token.id)), revokedAt: IsNull() }, { revokedAt: at });
      for (const token of meant) {
        const detail = { name: token.name, feed: token.feed };
        await this.audit.record({ who, action: `${kind}-token.revoke`, subject: token.id, detail, from }, manager);
      }
      return meant;
    });
  }

  /** The valid token of this hash, whose use is noted; null when it was revoked or never was. */
  async find(secretHash: string): Promise<StandingToken | null> {
    const tokens = this.database.getRepository(AccessTokenEntity);
    const token = await tokens.findOneBy({ secretHash, ...this.#valid() });
    if (token === null) return null;
    const now = this.time.now();
    if (now - (token.lastUsedAt?.getTime() ?? 0) >= SEEN_EVERY_MS) {
      await tokens.update({ id: token.id }, { lastUsedAt: new Date(now) });
    }
    return { id: token.id, kind: token.kind, feed: token.feed, name: token.name };
  }

  async #create(token: TokenKind, who: Actor, from: string | null): Promise<FreshToken> {
    const { kind, feed, name } = token;
    return this.database.transaction(async (manager) => {
      const fresh = await this.#insert(token, manager);
      const record = { who, action: `${kind}-token.create`, subject: fresh.id, detail: { name, feed }, from };
      await this.audit.record(record, manager);
      return fresh;
    });
  }

  async #insert({ kind, feed, name }: TokenKind, manager: EntityManager): Promise<FreshToken> {
    const fresh: FreshToken = { id: randomUUID(), secret: freshSecret() };
    await manager.getRepository(AccessTokenEntity).insert({
      id: fresh.id,
      kind,
      feed,
      name,
      secretHash: hashOf(fresh.secret),
      createdAt: new Date(this.time.now()),
      lastUsedAt: null,
      revokedAt: null,
      expiresAt: null,
    });
    return fresh;
  }

  #valid() {
    return { revokedAt: IsNull(), expiresAt: Or(IsNull(), MoreThan(new Date(this.time.now()))) };
  }
}
