import { randomUUID } from 'node:crypto';
import type { Role } from '@rearguard/shared';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { SystemClock } from '../../platform/clock/clock.js';
import { SYSTEM } from '../actor.js';
import { AuditLog } from '../audit-log.js';
import { PersonEntity } from '../person.entity.js';
import { Sessions } from '../sessions.js';
import { AccountEntity } from '../users/account.entity.js';

/** Keeps here whom the organisation vouches for, with the name and role that it says at each sign-in. */
@Injectable()
export class ProviderUsers {
  constructor(
    private readonly time: SystemClock,
    private readonly audit: AuditLog,
    private readonly sessions: Sessions,
  ) {}

  /** @returns the person, and their sessions that ended because their role is another now */
  async keep(
    subject: string,
    name: string,
    role: Role,
    from: string | null,
    manager: EntityManager,
  ): Promise<{ person: PersonEntity; ended: string[] }> {
    // Two browsers of one person who come for the first time at once must not become two people.
    await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 7302006))`, [subject]);
    const people = manager.getRepository(PersonEntity);
    const account = await manager.getRepository(AccountEntity).findOneBy({ providerSubject: subject });
    if (account === null) return { person: await this.#create(subject, name, role, from, manager), ended: [] };
    const id = account.personId;
    const person = await people.findOneOrFail({ where: { id }, lock: { mode: 'pessimistic_write' } });
    if (person.name === name && person.role === role) return { person, ended: [] };
    await people.update({ id }, { name, role, version: person.version + 1 });
    const before = { name: person.name, role: person.role };
    const action = 'user.change-by-provider';
    await this.audit.record({ who: SYSTEM, action, subject: id, before, after: { name, role }, from }, manager);
    const ended = person.role === role ? [] : await this.sessions.endAllOf(id, SYSTEM, from, manager);
    return { person: await people.findOneByOrFail({ id }), ended };
  }

  async #create(subject: string, name: string, role: Role, from: string | null, manager: EntityManager) {
    const id = randomUUID();
    const person = { id, name, role, kind: 'provider' as const, createdAt: new Date(this.time.now()), version: 1 };
    await manager.getRepository(PersonEntity).insert(person);
    await manager.getRepository(AccountEntity).insert({ personId: id, providerSubject: subject });
    const after = { name, role, kind: 'provider' };
    await this.audit.record({ who: SYSTEM, action: 'user.create', subject: id, after, from }, manager);
    return manager.getRepository(PersonEntity).findOneByOrFail({ id });
  }
}
