import { randomUUID } from 'node:crypto';
import type { Role } from '@rearguard/shared';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { SystemClock } from '../../platform/clock/clock.js';
import { Problem } from '../../platform/http/problem.js';
import type { Actor } from '../actor.js';
import { AuditLog, type AuditRecord } from '../audit-log.js';
import { nameKey } from '../domain/name-key.js';
import { PersonEntity } from '../person.entity.js';
import { Sessions } from '../sessions.js';
import { type SignInLink, SignInLinks } from '../sign-in-links.js';
import { AccountEntity } from './account.entity.js';

/** Who changes something, and from where. */
export interface Doer {
  who: Actor;
  from: string | null;
}

type Change = (person: PersonEntity, manager: EntityManager) => Promise<Partial<AuditRecord> | null>;

/** People with accounts: made, given another role, shut out and let in again. What ends their sessions ends them everywhere. */
@Injectable()
export class Users {
  constructor(
    private readonly database: DataSource,
    private readonly time: SystemClock,
    private readonly audit: AuditLog,
    private readonly sessions: Sessions,
    private readonly links: SignInLinks,
  ) {}

  /**
   * Makes an account without a password; its link lets the person in once, to set one.
   * @throws Problem 409 when the name is taken
   */
  async create(name: string, role: Role, doer: Doer): Promise<{ id: string; link: SignInLink }> {
    return this.database.transaction(async (manager) => {
      const people = manager.getRepository(PersonEntity);
      const id = randomUUID();
      await people.insert({ id, name, role, kind: 'account', createdAt: new Date(this.time.now()), version: 1 });
      const made = await manager.query<unknown[]>(
        `INSERT INTO account (person_id, name_key) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING person_id`,
        [id, nameKey(name)],
      );
      if (made.length === 0) {
        throw new Problem(409, { code: 'name-taken', message: 'Somebody has an account of this name.', path: '/name' });
      }
      const link = await this.links.createFor(await people.findOneByOrFail({ id }), manager);
      await this.#record({ action: 'user.create', subject: id, after: { name, role } }, doer, manager);
      return { id, link };
    });
  }

  /** Gives somebody another role; they sign in anew to use it. */
  async changeRole(id: string, version: number | null, role: Role, doer: Doer): Promise<void> {
    await this.#change(id, version, doer, async (person, manager) => {
      if (person.kind === 'link') throw notForLinks();
      if (person.kind === 'provider') {
        throw new Problem(422, {
          code: 'role-from-provider',
          message: 'The organisation’s own sign-in says which role this person has; change it there.',
          path: '/role',
        });
      }
      if (person.role === role) return null;
      if (person.role === 'administrator') await this.#keepOneAdministrator(person, manager);
      await manager.getRepository(PersonEntity).update({ id }, { role });
      return { action: 'user.change-role', before: { role: person.role }, after: { role } };
    });
  }

  /** Says where escalations reach somebody, or nowhere. It lets nobody in: their sessions go on. */
  async setEmail(id: string, version: number, email: string | null, { who, from }: Doer): Promise<void> {
    await this.database.transaction(async (manager) => {
      const people = manager.getRepository(PersonEntity);
      const person = await people.findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
      if (person === null) throw new Problem(404, { code: 'not-found', message: 'There is no such person.' });
      if (person.version !== version) throw conflict(person);
      if (person.email === email) return;
      await people.update({ id }, { email, version: version + 1 });
      const record = { action: 'user.set-email', subject: id, detail: { name: person.name } };
      await this.#record({ ...record, before: { email: person.email }, after: { email } }, { who, from }, manager);
    });
  }

  /** Shuts somebody out, at once and everywhere. */
  async disable(id: string, version: number | null, doer: Doer): Promise<void> {
    await this.#change(id, version, doer, async (person, manager) => {
      if (person.disabledAt !== null) return null;
      if (person.role === 'administrator') await this.#keepOneAdministrator(person, manager);
      const disabledAt = new Date(this.time.now());
      await manager.getRepository(PersonEntity).update({ id }, { disabledAt });
      await this.links.voidFor(id, manager);
      return { action: 'user.disable', before: { disabledAt: null }, after: { disabledAt } };
    });
  }

  async enable(id: string, version: number | null, doer: Doer): Promise<void> {
    await this.#change(id, version, doer, async (person, manager) => {
      if (person.disabledAt === null) return null;
      await manager.getRepository(PersonEntity).update({ id }, { disabledAt: null });
      return { action: 'user.enable', before: { disabledAt: person.disabledAt }, after: { disabledAt: null } };
    });
  }

  /** Takes password and one-time codes away, ends all sessions, and gives a link to begin anew. */
  async reset(id: string, version: number | null, doer: Doer): Promise<SignInLink> {
    let link: SignInLink | null = null;
    await this.#change(id, version, doer, async (person, manager) => {
      if (person.kind !== 'account') throw notForLinks();
      if (person.disabledAt !== null) {
        throw new Problem(422, { code: 'disabled', message: 'This person is disabled; enable them first.' });
      }
      await manager
        .getRepository(AccountEntity)
        .update(
          { personId: id },
          { passwordHash: null, passwordSetAt: null, totpSecret: null, totpSince: null, totpLastStep: null },
        );
      await manager.query(`DELETE FROM recovery_code WHERE person_id = $1`, [id]);
      link = await this.links.createFor(person, manager);
      return { action: 'user.reset' };
    });
    return link!;
  }

  /** The account of this name, however it is written. */
  async idOfName(name: string): Promise<string | null> {
    const account = await this.database.getRepository(AccountEntity).findOneBy({ nameKey: nameKey(name) });
    return account?.personId ?? null;
  }

  /** One change of one person, with its record, and the end of all their sessions where there was something to change. */
  async #change(id: string, version: number | null, doer: Doer, change: Change): Promise<void> {
    const ended = await this.database.transaction(async (manager) => {
      const person = await manager
        .getRepository(PersonEntity)
        .findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
      if (person === null) throw new Problem(404, { code: 'not-found', message: 'There is no such person.' });
      if (version !== null && person.version !== version) throw conflict(person);
      const record = await change(person, manager);
      if (record === null) return [];
      await manager.getRepository(PersonEntity).increment({ id }, 'version', 1);
      const ended = await this.sessions.endAllOf(id, doer.who, doer.from, manager);
      await this.#record(
        { action: 'user.change', subject: id, detail: { name: person.name }, ...record },
        doer,
        manager,
      );
      return ended;
    });
    this.sessions.tellEnded(ended);
  }

  /** Somebody must be able to let others in. The command line always can, but not everybody has it. */
  async #keepOneAdministrator({ id, kind }: PersonEntity, manager: EntityManager): Promise<void> {
    if (kind === 'link') return;
    // Two administrators who shut each other out at once wait here for one another.
    await manager.query(`SELECT pg_advisory_xact_lock(7302005)`);
    const others = await manager.query<unknown[]>(
      `SELECT 1 FROM person WHERE role = 'administrator' AND disabled_at IS NULL AND kind <> 'link' AND id <> $1 LIMIT 1`,
      [id],
    );
    if (others.length > 0) return;
    throw new Problem(422, {
      code: 'last-administrator',
      message: 'This is the last administrator with an account. Make another one first.',
    });
  }

  async #record(record: Omit<AuditRecord, 'who' | 'from'>, { who, from }: Doer, manager: EntityManager) {
    await this.audit.record({ ...record, who, from }, manager);
  }
}

function notForLinks(): Problem {
  return new Problem(422, {
    code: 'no-account',
    message: 'This person has no account here with a password. Who comes by a one-time link gets another link.',
  });
}

function conflict({ version, role, disabledAt }: PersonEntity): Problem {
  return new Problem(409, {
    code: 'version-conflict',
    message: 'Somebody else has changed this person meanwhile.',
    path: '/version',
    current: { version, role, disabledAt },
  });
}
