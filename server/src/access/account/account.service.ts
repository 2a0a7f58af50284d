import type { Account } from '@rearguard/shared';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull, MoreThan } from 'typeorm';
import { SystemClock } from '../../platform/clock/clock.js';
import { Problem } from '../../platform/http/problem.js';
import { actorOf } from '../actor.js';
import { AuditLog } from '../audit-log.js';
import { freshTotpSecret, totpStep, totpUri } from '../domain/one-time-codes.js';
import { freshRecoveryCodes, recoveryCodeIn } from '../domain/recovery-codes.js';
import { hashOf } from '../domain/secrets.js';
import type { PersonIdentity } from '../identity.js';
import { Passwords } from '../passwords.js';
import { PersonEntity } from '../person.entity.js';
import { notSignedIn } from '../refusals.js';
import { SessionEntity } from '../session.entity.js';
import { Sessions } from '../sessions.js';
import { SignInAttempts } from '../sign-in-attempts.js';
import { AccountEntity } from '../users/account.entity.js';

type Act = 'account.set-password' | 'account.begin-totp' | 'account.set-totp' | 'account.remove-totp';

/** What people do to their own accounts. Whatever changes how they sign in ends their other sessions. */
@Injectable()
export class AccountService {
  constructor(
    private readonly database: DataSource,
    private readonly time: SystemClock,
    private readonly audit: AuditLog,
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
    private readonly attempts: SignInAttempts,
  ) {}

  async read(me: PersonIdentity): Promise<Account> {
    const person = await this.database.getRepository(PersonEntity).findOneByOrFail({ id: me.personId });
    const account = await this.database.getRepository(AccountEntity).findOneBy({ personId: me.personId });
    const [codes] = await this.database.query<{ left: number }[]>(
      `SELECT count(*)::int AS left FROM recovery_code WHERE person_id = $1`,
      [me.personId],
    );
    return {
      id: person.id,
      name: person.name,
      role: person.role,
      kind: person.kind,
      hasPassword: (account?.passwordHash ?? null) !== null,
      hasTotp: (account?.totpSince ?? null) !== null,
      recoveryCodesLeft: codes?.left ?? 0,
    };
  }

  /** @param current needed where there is one already */
  async setPassword(me: PersonIdentity, current: string | undefined, password: string, from: string): Promise<void> {
    const account = await this.#account(me);
    if (account.passwordHash !== null) await this.#prove(me, account, current ?? '', '/current');
    const passwordHash = await this.passwords.hash(password, [me.name]);
    await this.#change(me, 'account.set-password', from, account, async (manager) => {
      const passwordSetAt = new Date(this.time.now());
      await manager.getRepository(AccountEntity).update({ personId: me.personId }, { passwordHash, passwordSetAt });
    });
  }

  /** A secret for an authenticator; it counts once the person has shown a code of it. */
  async beginTotp(me: PersonIdentity, password: string, from: string): Promise<{ secret: string; uri: string }> {
    const account = await this.#account(me);
    if (account.passwordHash === null) {
      throw new Problem(422, { code: 'no-password', message: 'One-time codes go with a password; set one first.' });
    }
    if (account.totpSince !== null) throw totpIsOn();
    await this.#prove(me, account, password, '/password');
    const totpSecret = freshTotpSecret();
    await this.#change(me, 'account.begin-totp', from, account, async (manager) => {
      const fresh = { totpSecret, totpSince: null, totpLastStep: null };
      await manager.getRepository(AccountEntity).update({ personId: me.personId }, fresh);
    });
    return { secret: totpSecret, uri: totpUri(totpSecret, me.name) };
  }

  /** @returns recovery codes, shown this once */
  async confirmTotp(me: PersonIdentity, code: string, from: string): Promise<string[]> {
    const account = await this.#account(me);
    if (account.totpSecret === null) {
      throw new Problem(422, { code: 'totp-not-begun', message: 'Ask for a secret first.' });
    }
    if (account.totpSince !== null) throw totpIsOn();
    await this.attempts.begin(`own ${me.personId}`, me.sessionId, true);
    const step = totpStep(account.totpSecret, code, this.time.now());
    if (step === null) {
      throw new Problem(422, { code: 'wrong-code', message: 'This is not the code of now.', path: '/code' });
    }
    const codes = freshRecoveryCodes();
    await this.#change(me, 'account.set-totp', from, account, async (manager) => {
      const on = { totpSince: new Date(this.time.now()), totpLastStep: String(step) };
      await manager.getRepository(AccountEntity).update({ personId: me.personId }, on);
      await manager.query(`DELETE FROM recovery_code WHERE person_id = $1`, [me.personId]);
      await manager.query(`INSERT INTO recovery_code (person_id, code_hash) SELECT $1, unnest($2::text[])`, [
        me.personId,
        codes.map((one) => hashOf(recoveryCodeIn(one)!)),
      ]);
    });
    await this.attempts.succeeded(`own ${me.personId}`, me.sessionId, true);
    return codes;
  }

  async removeTotp(me: PersonIdentity, password: string, from: string): Promise<void> {
    const account = await this.#account(me);
    await this.#prove(me, account, password, '/password');
    await this.#change(me, 'account.remove-totp', from, account, async (manager) => {
      const off = { totpSecret: null, totpSince: null, totpLastStep: null };
      await manager.getRepository(AccountEntity).update({ personId: me.personId }, off);
      await manager.query(`DELETE FROM recovery_code WHERE person_id = $1`, [me.personId]);
    });
  }

  async #account({ personId }: PersonIdentity): Promise<AccountEntity> {
    const account = await this.database.getRepository(AccountEntity).findOneBy({ personId });
    if (account && account.nameKey !== null) return account;
    throw new Problem(422, {
      code: 'no-account',
      message:
        'There is no password here: who came by a one-time link has no account, and the organisation keeps its own.',
    });
  }

  /** Who sits at an unlocked screen does not know the password. Held against the session, so that nobody else is slowed down. */
  async #prove(me: PersonIdentity, account: AccountEntity, password: string, path: string): Promise<void> {
    await this.attempts.begin(`own ${me.personId}`, me.sessionId, true);
    if (!(await this.passwords.matches(account.passwordHash, password))) {
      throw new Problem(422, { code: 'wrong-password', message: 'This is not your password.', path });
    }
    await this.attempts.succeeded(`own ${me.personId}`, me.sessionId, true);
  }

  /** @param seen the account as the change was decided on: if it is another by now, nothing is changed */
  async #change(
    me: PersonIdentity,
    action: Act,
    from: string,
    seen: AccountEntity,
    change: (manager: EntityManager) => Promise<void>,
  ): Promise<void> {
    const ended = await this.database.transaction(async (manager) => {
      const lock = { mode: 'pessimistic_write' } as const;
      await manager.getRepository(PersonEntity).findOneOrFail({ where: { id: me.personId }, lock });
      await this.#stillSignedIn(me, manager);
      const { personId, passwordHash, totpSecret } = seen;
      const same = await manager.getRepository(AccountEntity).findOneByOrFail({ personId });
      if (same.passwordHash !== passwordHash || same.totpSecret !== totpSecret) {
        throw new Problem(409, { code: 'version-conflict', message: 'Your account was changed meanwhile. Try again.' });
      }
      await change(manager);
      const who = actorOf(me);
      await this.audit.record({ who, action, subject: personId, from }, manager);
      return this.sessions.endAllOf(personId, who, from, manager, me.sessionId);
    });
    this.sessions.tellEnded(ended);
  }

  async #stillSignedIn({ sessionId }: PersonIdentity, manager: EntityManager): Promise<void> {
    const standing = { id: sessionId, revokedAt: IsNull(), expiresAt: MoreThan(new Date(this.time.now())) };
    if (!(await manager.getRepository(SessionEntity).existsBy(standing))) throw notSignedIn();
  }
}

function totpIsOn(): Problem {
  return new Problem(422, { code: 'totp-is-on', message: 'One-time codes are set up already; remove them first.' });
}
