import { Injectable } from '@nestjs/common';
import { type EpochMs, isWorse } from '@rearguard/shared';
import type { RoomTransaction } from '../changes/change-log.js';
import { AlertBook } from './alert-book.js';
import { AlertsRepository } from './alerts.repository.js';
import { BY_ITSELF } from './domain/alert-record.js';
import { climb } from './domain/pass-time.js';
import type { Raising } from './domain/raise.js';
import { easeOrReturn, hearMore } from './domain/worsen.js';

/** Alerts of what is no report and no rule over the picture: a shift that nobody relieves, a radio check that is missed. */
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

  /**
   * Raises it, unless one of this cause is open, and calls everybody up to the level at once, because those below it are
   * whom it is about.
   */
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

  /** Raises it, or lets the open one of this cause hear more: it is raised again when it is worse, or had eased. */
  async raiseOrWorsen(tx: RoomTransaction, cause: string, raising: Omit<Raising, 'id'>, at: EpochMs): Promise<void> {
    const open = await this.alerts.openOf(tx.manager, cause);
    if (!open) {
      await this.book.raise(tx, cause, raising, at);
      return;
    }
    const { severity, text, source, observedAt, facts = open.alert.facts } = raising;
    const told = { ...open, alert: { ...open.alert, facts } };
    if (open.alert.eased && !isWorse(severity, open.alert.severity)) {
      await this.book.store(tx, [easeOrReturn(told, false, at)]);
      return;
    }
    const anew = { ...told, alert: { ...told.alert, eased: false } };
    const news = { severity, text, source, observedAt, casualtiesRose: false, methane: null, messageId: null };
    await this.book.store(tx, [hearMore(anew, { ...news, who: BY_ITSELF }, at)]);
  }

  /** Its condition has passed; a person ends it all the same. */
  async ease(tx: RoomTransaction, cause: string, at: EpochMs): Promise<void> {
    const record = await this.alerts.openOf(tx.manager, cause);
    if (record && !record.alert.eased) await this.book.store(tx, [easeOrReturn(record, true, at)]);
  }
}
