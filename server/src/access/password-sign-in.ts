import { Injectable, Logger } from '@nestjs/common';
import type { SignIn } from '@rearguard/shared';
import { DataSource, type EntityManager } from 'typeorm';
import { SystemClock } from '../platform/clock/clock.js';
import { Problem } from '../platform/http/problem.js';
import { SYSTEM } from './actor.js';
import { AuditLog } from './audit-log.js';
import { nameKey } from './domain/name-key.js';
import { totpStep } from './domain/one-time-codes.js';
import { recoveryCodeIn } from './domain/recovery-codes.js';
import { hashOf } from './domain/secrets.js';
import { Passwords } from './passwords.js';
import { PersonEntity } from './person.entity.js';
import { type Arrival, type BegunSession, Sessions } from './sessions.js';
import { SignInAttempts } from './sign-in-attempts.js';
import { AccountEntity } from './users/account.entity.js';

type Given = Extract<SignIn, { name: string }>;
type Refusal = 'not-accepted' | 'totp-needed' | 'totp-not-accepted' | 'disabled';

const SENTENCES: Record<Refusal, { message: string; path?: string; hint?: string }> = {
  'not-accepted': { message: 'Name and password do not go together.' },
  'totp-needed': { message: 'This account asks for a one-time code.', path: '/totp', hint: 'Send it as totp.' },
  'totp-not-accepted': {
    message: 'This one-time code is wrong or was used already.',
    path: '/totp',
    hint: 'Wait for the next code, or use a recovery code.',
  },
  disabled: { message: 'An administrator has disabled this account.' },
};

/** Signs in by name and password, and a one-time code where the person has set that up. */
@Injectable()
export class PasswordSignIn {
  readonly #log = new Logger('access');

  constructor(
    private readonly database: DataSource,
    private readonly time: SystemClock,
    private readonly audit: AuditLog,
    private readonly passwords: Passwords,
    private readonly attempts: SignInAttempts,
    private readonly sessions: Sessions,
  ) {}

  /** @throws Problem 401 with the reason, as far as it may be told; 429 after too many */
  async signIn({ name, password, totp }: Given, arrival: Arrival): Promise<BegunSession> {
    const key = nameKey(name);
    const address = arrival.from ?? 'here';
    const account = await this.database.getRepository(AccountEntity).findOneBy({ nameKey: key });
    const familiar = account !== null && (await this.#knows(account.personId, address));
    await this.attempts.begin(key, address, familiar);
    if (!(await this.passwords.matches(account?.passwordHash ?? null, password)) || account === null) {
      return this.#refuse('not-accepted', account, arrival);
    }
    const begun = await this.sessions.admit<Refusal>('password', arrival, (manager) =>
      this.#holder(account, totp ?? '', manager),
    );
    if (typeof begun === 'string') return this.#refuse(begun, account, arrival);
    await this.attempts.succeeded(key, address, familiar);
    return begun;
  }

  /** The person, once the code is right and used up; the account may have been reset while the password was looked at. */
  async #holder(seen: AccountEntity, totp: string, manager: EntityManager): Promise<PersonEntity | Refusal> {
    const { personId } = seen;
    // The person first, as everybody does who changes both.
    const person = await manager
      .getRepository(PersonEntity)
      .findOneOrFail({ where: { id: personId }, lock: { mode: 'pessimistic_read' } });
    const account = await manager
      .getRepository(AccountEntity)
      .findOneOrFail({ where: { personId }, lock: { mode: 'pessimistic_write' } });
    if (account.passwordHash !== seen.passwordHash) return 'not-accepted';
    // Before a code is asked for, which would be used up in vain.
    if (person.disabledAt !== null) return 'disabled';
    if (account.totpSince !== null) {
      if (totp.trim() === '') return 'totp-needed';
      if (!(await this.#useUp(account, totp, manager))) return 'totp-not-accepted';
    }
    return person;
  }

  /** Each code is good once: one that was looked at over a shoulder is worth nothing. */
  async #useUp({ personId, totpSecret, totpLastStep }: AccountEntity, typed: string, manager: EntityManager) {
    const recovery = recoveryCodeIn(typed);
    if (recovery !== null) {
      const [, used] = await manager.query<[unknown[], number]>(
        `DELETE FROM recovery_code WHERE person_id = $1 AND code_hash = $2`,
        [personId, hashOf(recovery)],
      );
      return used === 1;
    }
    const step = totpStep(totpSecret!, typed, this.time.now());
    if (step === null || step <= Number(totpLastStep ?? -1)) return false;
    await manager.getRepository(AccountEntity).update({ personId }, { totpLastStep: String(step) });
    return true;
  }

  /** Was this person signed in from there before? */
  async #knows(personId: string, address: string): Promise<boolean> {
    const rows = await this.database.query<unknown[]>(
      `SELECT 1 FROM session WHERE person_id = $1 AND from_address = $2 LIMIT 1`,
      [personId, address],
    );
    return rows.length > 0;
  }

  async #refuse(why: Refusal, account: AccountEntity | null, { from }: Arrival): Promise<never> {
    if (account === null) {
      // The name is not written down: what stands there by mistake is often a password.
      this.#log.warn(`a sign-in under a name that has no account was refused, from ${from ?? 'here'}`);
    } else if (why !== 'totp-needed') {
      const { name } = await this.database.getRepository(PersonEntity).findOneByOrFail({ id: account.personId });
      const detail = { name, why };
      await this.audit.record({ who: SYSTEM, action: 'session.refused', subject: account.personId, detail, from });
    }
    throw new Problem(401, { code: why, ...SENTENCES[why] });
  }
}
