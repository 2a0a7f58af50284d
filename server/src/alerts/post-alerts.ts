import { Injectable } from '@nestjs/common';
import type { EpochMs } from '@rearguard/shared';
import type { RoomTransaction } from '../changes/change-log.js';
import { AlertBook } from './alert-book.js';
import { AlertsRepository } from './alerts.repository.js';
import { BY_ITSELF } from './domain/alert-record.js';
import { climb } from './domain/pass-time.js';
import type { Raising } from './domain/raise.js';
import { easeOrReturn } from './domain/worsen.js';

/** Alerts that call a level of the ladder at once, because those below it are whom they are about. */
@Injectable()
export class PostAlerts {
  constructor(
    private readonly book: AlertBook,
    private readonly alerts: AlertsRepository,
  ) {}

  /** To be called first: from here to the end of the transaction nobody else writes alerts. */
  async hold(tx: RoomTransaction): Promise<void> {
    await this.book.hold(tx);
  }

  /** Raises it, unless one of this cause is open, and calls everybody up to the level. */
  async call(
    tx: RoomTransaction,
    cause: string,
    raising: Omit<Raising, 'id'>,
    level: number,
    at: EpochMs,
  ): Promise<void> {
    const raised = await this.book.raise(tx, cause, raising, at);
    if (raised === null) return;
    for (let record = (await this.alerts.find(raised.id, tx.manager))!; record.alert.level < level;) {
      const stepped = climb(
        record,
        { who: BY_ITSELF, at, action: 'escalate', reason: 'it calls this level at once' },
        at,
      );
      await this.book.store(tx, [stepped]);
      record = stepped.record;
    }
  }

  /** Its condition has passed; a person ends it all the same. */
  async ease(tx: RoomTransaction, cause: string, at: EpochMs): Promise<void> {
    const record = await this.alerts.openOf(tx.manager, cause);
    if (record && !record.alert.eased) await this.book.store(tx, [easeOrReturn(record, true, at)]);
  }
}
