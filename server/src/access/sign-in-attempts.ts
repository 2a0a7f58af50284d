import { Injectable } from '@nestjs/common';
import { toInstantOut } from '@rearguard/shared';
import { DataSource } from 'typeorm';
import { SystemClock } from '../platform/clock/clock.js';
import { FORGOTTEN_AFTER_MS, FREE_ATTEMPTS, waitAfter } from './domain/back-off.js';
import { hashOf } from './domain/secrets.js';
import { tooMany } from './refusals.js';

/** Failures at one account from all strange addresses together, before those have to wait. */
export const FREE_FROM_STRANGERS = 50;

const TOO_MANY = 'Too many failed attempts; the next one is heard later. Who is signed in stays so.';

/** One count of failures: whom they are held against, and how many are free. */
interface Count {
  key: string;
  free: number;
}

/**
 * Slows down whoever guesses passwords and one-time codes, in the database, so that all processes count together. What is
 * counted: one address at one account; and one account from all addresses at which its owner was never signed in. So nobody
 * can shut an owner out from where they work, and sessions that stand are not asked at all.
 */
@Injectable()
export class SignInAttempts {
  constructor(
    private readonly database: DataSource,
    private readonly time: SystemClock,
  ) {}

  /**
   * Counts an attempt as failed before it is looked at, so that many at once are as slow as one after another.
   * @param account the name as it is compared, whether or not there is such an account
   * @param familiar the owner was signed in from this address before
   * @throws Problem 429 that says when to come back
   */
  async begin(account: string, address: string, familiar: boolean): Promise<void> {
    for (const count of countsOf(account, address, familiar)) await this.#count(count);
  }

  /** It was right: what was counted is forgotten. */
  async succeeded(account: string, address: string, familiar: boolean): Promise<void> {
    const keys = countsOf(account, address, familiar).map(({ key }) => key);
    await this.database.query(`DELETE FROM sign_in_failure WHERE key = ANY($1)`, [keys]);
  }

  /** Forgets what is long past. */
  async tidy(): Promise<void> {
    const before = toInstantOut(this.time.now() - FORGOTTEN_AFTER_MS);
    await this.database.query(`DELETE FROM sign_in_failure WHERE last_at < $1`, [before]);
  }

  async #count({ key, free }: Count): Promise<void> {
    const now = this.time.now();
    const at = toInstantOut(now);
    // The row's lock makes attempts that come together count one after the other.
    await this.database.transaction(async (manager) => {
      await manager.query(
        `INSERT INTO sign_in_failure (key, failures, last_at, blocked_until) VALUES ($1, 0, $2, $2) ON CONFLICT DO NOTHING`,
        [key, at],
      );
      const [row] = await manager.query<{ failures: number; last_at: Date; blocked_until: Date }[]>(
        `SELECT failures, last_at, blocked_until FROM sign_in_failure WHERE key = $1 FOR UPDATE`,
        [key],
      );
      const past = row === undefined || now - row.last_at.getTime() > FORGOTTEN_AFTER_MS;
      const left = past ? 0 : row.blocked_until.getTime() - now;
      if (left > 0) throw tooMany(TOO_MANY, left / 1_000);
      const failures = (past ? 0 : row.failures) + 1;
      await manager.query(`UPDATE sign_in_failure SET failures = $2, last_at = $3, blocked_until = $4 WHERE key = $1`, [
        key,
        failures,
        at,
        toInstantOut(now + waitAfter(failures, free)),
      ]);
    });
  }
}

/** Hashed: a mistyped name can be a password. */
function countsOf(account: string, address: string, familiar: boolean): Count[] {
  const here = { key: hashOf(`here ${account} ${address}`), free: FREE_ATTEMPTS };
  return familiar ? [here] : [here, { key: hashOf(`strangers ${account}`), free: FREE_FROM_STRANGERS }];
}
