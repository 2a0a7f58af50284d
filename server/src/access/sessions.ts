import { randomUUID } from 'node:crypto';
import type { EpochMs, Role, SignInMeans } from '@rearguard/shared';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In, IsNull } from 'typeorm';
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

/** Where somebody comes from. */
export interface Arrival {
  /** Network address; null on the machine itself. */
  from: string | null;
  browser: string | null;
  /** What this browser held until now: a session of it that still stands ends with the sign-in. */
  cookieBefore: string | null;
}

/** On the machine itself, without a browser. */
const AT_HOME: Arrival = { from: null, browser: null, cookieBefore: null };
const LONGEST_BROWSER = 300;

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

  /** Signs in with the code of a link. */
  async signIn(code: string, arrival: Arrival): Promise<BegunSession | LinkRefusal> {
    return this.admit('link', arrival, async (manager) => {
      const link = await this.links.use(code, manager);
      if (typeof link === 'string') return link;
      if (link.personId === null) return this.#person(link.role, link.name ?? roleTitle(link.role), manager);
      return manager.getRepository(PersonEntity).findOneByOrFail({ id: link.personId });
    });
  }

  /**
   * Begins a session for whomever `who` finds, unless they were disabled, and tells of it.
   * @param who the person, or why not; in the transaction in which the session begins
   */
  async admit<Refusal extends string>(
    means: SignInMeans,
    arrival: Arrival,
    who: (manager: EntityManager) => Promise<PersonEntity | Refusal>,
  ): Promise<BegunSession | Refusal | 'disabled'> {
    const { from, cookieBefore } = arrival;
    const before = cookieBefore === null ? undefined : (await this.find(hashOf(cookieBefore)))?.identity;
    const begun = await this.database.transaction(async (manager) => {
      const person = await who(manager);
      if (typeof person === 'string') return person;
      const session = await this.#begin(person.id, means, arrival, manager);
      if (session === 'disabled') return session;
      const { sessionId, role } = session.identity;
      const actor = actorOf(session.identity);
      await this.audit.record(
        { who: actor, action: 'session.begin', subject: sessionId, detail: { role, means }, from },
        manager,
      );
      if (before) await this.#end([before.sessionId], actor, from, manager);
      return session;
    });
    if (typeof begun === 'string') return begun;
    if (before) this.tellEnded([before.sessionId]);
    this.news.tell('PersonSignedIn', begun.identity);
    return begun;
  }

  /** Begins a session without a link and without telling anyone; for commands on the machine itself. */
  async begin(role: Role, name: string, manager: EntityManager): Promise<BegunSession> {
    const begun = await manager.transaction(async (inner) =>
      this.#begin((await this.#person(role, name, inner)).id, 'link', AT_HOME, inner),
    );
    if (begun === 'disabled') throw new Error(`${name} was disabled by an administrator and cannot act.`);
    return begun;
  }

  /** The standing session of a cookie, whose use is noted; null when it has ended or never was. */
  async find(secretHash: string): Promise<StandingSession | null> {
    const sessions = this.database.getRepository(SessionEntity);
    const session = await sessions.findOne({ where: { secretHash, revokedAt: IsNull() }, relations: { person: true } });
    if (!session?.person || session.person.disabledAt !== null) return null;
    if (session.expiresAt.getTime() <= this.time.now()) return null;
    const expiresAt = await this.#seen(session);
    return { identity: identityOf(session.id, session.person), expiresAt };
  }

  /** Ends a session: its cookie is worth nothing from now on. @returns false when there was none that stood */
  async revoke(sessionId: string, who: Actor, from: string | null): Promise<boolean> {
    const ended = await this.database.transaction((manager) => this.#end([sessionId], who, from, manager));
    this.tellEnded(ended);
    return ended.length > 0;
  }

  /**
   * Ends all sessions of a person in the caller's transaction; once it is committed, {@link tellEnded} must be called.
   * @param but one that goes on
   * @returns those that ended
   */
  async endAllOf(
    personId: string,
    who: Actor,
    from: string | null,
    manager: EntityManager,
    but: string | null = null,
  ): Promise<string[]> {
    const standing = await manager.getRepository(SessionEntity).findBy({ personId, revokedAt: IsNull() });
    return this.#end(
      standing.map(({ id }) => id).filter((id) => id !== but),
      who,
      from,
      manager,
    );
  }

  /** Tells every process that these sessions are over. */
  tellEnded(sessionIds: readonly string[]): void {
    if (sessionIds.length > 0) this.news.tell('SessionsEndedHere', { sessionIds: [...sessionIds] });
  }

  async #begin(
    personId: string,
    means: SignInMeans,
    { from, browser }: Arrival,
    manager: EntityManager,
  ): Promise<BegunSession | 'disabled'> {
    // Held to the end: whoever disables this person or changes their role comes before or after, not in between.
    const person = await manager
      .getRepository(PersonEntity)
      .findOneOrFail({ where: { id: personId }, lock: { mode: 'pessimistic_read' } });
    if (person.disabledAt !== null) return 'disabled';
    const now = this.time.now();
    const secret = freshSecret();
    const session = {
      id: randomUUID(),
      secretHash: hashOf(secret),
      personId,
      createdAt: new Date(now),
      lastSeenAt: new Date(now),
      expiresAt: new Date(sessionEnd(now, now)),
      revokedAt: null,
      means,
      fromAddress: from,
      browser: browser?.slice(0, LONGEST_BROWSER) ?? null,
    };
    await manager.getRepository(SessionEntity).insert(session);
    return { secret, identity: identityOf(session.id, person), expiresAt: session.expiresAt.getTime() };
  }

  /** @returns those that had stood until now */
  async #end(sessionIds: string[], who: Actor, from: string | null, manager: EntityManager): Promise<string[]> {
    if (sessionIds.length === 0) return [];
    const now = new Date(this.time.now());
    const ended = await manager
      .createQueryBuilder()
      .update(SessionEntity)
      .set({ revokedAt: now })
      .where({ id: In(sessionIds), revokedAt: IsNull() })
      .returning('id')
      .execute();
    const ids = (ended.raw as { id: string }[]).map(({ id }) => id);
    for (const subject of ids) await this.audit.record({ who, action: 'session.end', subject, from }, manager);
    return ids;
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

  /** By link, the same role and name are the same person, also when two links are opened at once. */
  async #person(role: Role, name: string, manager: EntityManager): Promise<PersonEntity> {
    const fresh = { id: randomUUID(), role, name, kind: 'link' as const, createdAt: new Date(this.time.now()) };
    await manager.createQueryBuilder().insert().into(PersonEntity).values(fresh).orIgnore().execute();
    return manager.getRepository(PersonEntity).findOneByOrFail({ role, name, kind: 'link' });
  }
}

function identityOf(sessionId: string, person: PersonEntity): PersonIdentity {
  return { kind: 'person', sessionId, personId: person.id, name: person.name, role: person.role };
}
