import { randomUUID } from 'node:crypto';
import type { EpochMs, Role } from '@rearguard/shared';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull } from 'typeorm';
import { SystemClock } from '../platform/clock/clock.js';
import { AccessNews } from './access-events.js';
import { type Actor, actorOf } from './actor.js';
import { AuditLog } from './audit-log.js';
import { roleTitle } from './domain/role-title.js';
import { freshSecret, hashOf } from './domain/secrets.js';
import { SEEN_EVERY_MS, sessionEnd } from './domain/session-life.js';
import type { PersonIdentity } from './identity.js';
import { PersonEntity } from './person.entity.js';
import { SessionEntity } from './session.entity.js';
import { type LinkRefusal, SignInLinks } from './sign-in-links.js';

/** A session that has just begun. The secret goes into the cookie and is kept nowhere else. */
export interface BegunSession {
  secret: string;
  identity: PersonIdentity;
  expiresAt: EpochMs;
}

/** A session that stands. */
export interface StandingSession {
  identity: PersonIdentity;
  expiresAt: EpochMs;
}

/** Begins, finds and ends sessions: 12 hours from the last use, at most 24 from the sign-in. */
@Injectable()
export class Sessions {
  constructor(
    private readonly database: DataSource,
    private readonly time: SystemClock,
    private readonly audit: AuditLog,
    private readonly links: SignInLinks,
    private readonly news: AccessNews,
  ) {}

  /**
   * Signs in with the code of a link.
   * @param cookieBefore what this browser held until now: a session that still stands ends with the sign-in
   */
  async signIn(
    code: string,
    from: string | null,
    cookieBefore: string | null = null,
  ): Promise<BegunSession | LinkRefusal> {
    const before = cookieBefore === null ? undefined : (await this.find(hashOf(cookieBefore)))?.identity;
    const begun = await this.database.transaction(async (manager) => {
      const link = await this.links.use(code, manager);
      if (typeof link === 'string') return link;
      const session = await this.begin(link.role, link.name, manager);
      const who = actorOf(session.identity);
      await this.audit.record(
        { who, action: 'session.begin', subject: session.identity.sessionId, detail: { role: link.role }, from },
        manager,
      );
      if (before) await this.#end(before.sessionId, who, from, manager);
      return session;
    });
    if (typeof begun === 'string') return begun;
    if (before) this.news.tell('SessionRevoked', { sessionId: before.sessionId });
    this.news.tell('PersonSignedIn', begun.identity);
    return begun;
  }

  /** Begins a session without a link and without telling anyone; for commands on the machine itself. */
  async begin(role: Role, name: string | null, manager: EntityManager): Promise<BegunSession> {
    const now = this.time.now();
    const person = await this.#person(role, name ?? roleTitle(role), manager);
    const secret = freshSecret();
    const session = {
      id: randomUUID(),
      secretHash: hashOf(secret),
      personId: person.id,
      createdAt: new Date(now),
      lastSeenAt: new Date(now),
      expiresAt: new Date(sessionEnd(now, now)),
      revokedAt: null,
    };
    await manager.getRepository(SessionEntity).insert(session);
    return { secret, identity: identityOf(session.id, person), expiresAt: session.expiresAt.getTime() };
  }

  /** The standing session of a cookie, whose use is noted; null when it has ended or never was. */
  async find(secretHash: string): Promise<StandingSession | null> {
    const sessions = this.database.getRepository(SessionEntity);
    const session = await sessions.findOne({ where: { secretHash, revokedAt: IsNull() }, relations: { person: true } });
    if (!session?.person || session.expiresAt.getTime() <= this.time.now()) return null;
    const expiresAt = await this.#seen(session);
    return { identity: identityOf(session.id, session.person), expiresAt };
  }

  /** Ends a session: its cookie is worth nothing from now on. */
  async revoke(sessionId: string, who: Actor, from: string | null): Promise<void> {
    await this.database.transaction((manager) => this.#end(sessionId, who, from, manager));
    this.news.tell('SessionRevoked', { sessionId });
  }

  async #end(sessionId: string, who: Actor, from: string | null, manager: EntityManager): Promise<void> {
    const now = new Date(this.time.now());
    const ended = await manager
      .getRepository(SessionEntity)
      .update({ id: sessionId, revokedAt: IsNull() }, { revokedAt: now });
    if (ended.affected === 1) {
      await this.audit.record({ who, action: 'session.end', subject: sessionId, from }, manager);
    }
  }

  /** @returns when the session ends now */
  async #seen(session: SessionEntity): Promise<EpochMs> {
    const now = this.time.now();
    if (now - session.lastSeenAt.getTime() < SEEN_EVERY_MS) return session.expiresAt.getTime();
    const expiresAt = sessionEnd(session.createdAt.getTime(), now);
    await this.database
      .getRepository(SessionEntity)
      .update({ id: session.id, revokedAt: IsNull() }, { lastSeenAt: new Date(now), expiresAt: new Date(expiresAt) });
    return expiresAt;
  }

  /** The same role and name are the same person, also when two links are opened at once. */
  async #person(role: Role, name: string, manager: EntityManager): Promise<PersonEntity> {
    const fresh = { id: randomUUID(), role, name, createdAt: new Date(this.time.now()) };
    await manager.createQueryBuilder().insert().into(PersonEntity).values(fresh).orIgnore().execute();
    return manager.getRepository(PersonEntity).findOneByOrFail({ role, name });
  }
}

function identityOf(sessionId: string, person: PersonEntity): PersonIdentity {
  return { kind: 'person', sessionId, personId: person.id, name: person.name, role: person.role };
}
