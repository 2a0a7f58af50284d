import { Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { DataSource, LessThan } from 'typeorm';
import { SystemClock } from '../platform/clock/clock.js';
import { MachineDeadlines } from '../platform/deadlines/deadlines.js';
import { AccessTokenEntity } from './access-token.entity.js';
import { SessionEntity } from './session.entity.js';
import { SignInAttempts } from './sign-in-attempts.js';
import { SignInLinkEntity } from './sign-in-link.entity.js';

const TIDY_DEADLINE = 'access.tidy';
const DAY_MS = 86_400_000;
/** So long a link that no longer works still says why: it was used, or has run out. */
export const ENDED_KEPT_MS = 7 * DAY_MS;

/**
 * Deletes, once a day, sessions, sign-in links and tokens that ended a week ago. That they were, whose they were and when
 * they ended stays in the audit record.
 */
@Injectable()
export class AccessHousekeeping implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly database: DataSource,
    private readonly time: SystemClock,
    private readonly deadlines: MachineDeadlines,
    private readonly attempts: SignInAttempts,
  ) {}

  onModuleInit(): void {
    this.deadlines.handle(TIDY_DEADLINE, async (_deadline, claim) => {
      await this.tidy();
      await this.database.transaction(async (manager) => {
        if (await claim(manager)) await this.deadlines.set(manager, [this.#next()]);
      });
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.deadlines.ensure(this.#next());
  }

  async tidy(): Promise<void> {
    const before = LessThan(new Date(this.time.now() - ENDED_KEPT_MS));
    await this.database.transaction(async (manager) => {
      await manager.getRepository(SessionEntity).delete([{ expiresAt: before }, { revokedAt: before }]);
      await manager.getRepository(SignInLinkEntity).delete([{ expiresAt: before }, { usedAt: before }]);
      await manager.getRepository(AccessTokenEntity).delete([{ revokedAt: before }, { expiresAt: before }]);
    });
    await this.attempts.tidy();
  }

  #next() {
    return { kind: TIDY_DEADLINE, subject: 'room', dueAt: this.time.now() + DAY_MS };
  }
}
