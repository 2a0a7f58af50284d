import { Injectable, type OnModuleInit } from '@nestjs/common';
import { isOpen } from '@rearguard/shared';
import { ChangeLog } from '../changes/change-log.js';
import { Clock } from '../platform/clock/clock.js';
import { type Claim, type Deadline, Deadlines } from '../platform/deadlines/deadlines.js';
import { ALERT_AWAY_DEADLINE, ALERT_DEADLINE, AlertBook } from './alert-book.js';
import { AlertsRepository } from './alerts.repository.js';
import { passTime } from './domain/pass-time.js';

/** Escalations, ends of shelves, overdue assessments and tasks: what happens to alerts because nobody did anything. */
@Injectable()
export class AlertTimes implements OnModuleInit {
  constructor(
    private readonly deadlines: Deadlines,
    private readonly changes: ChangeLog,
    private readonly clock: Clock,
    private readonly book: AlertBook,
    private readonly alerts: AlertsRepository,
  ) {}

  onModuleInit(): void {
    this.deadlines.handle(ALERT_DEADLINE, (deadline, claim) => this.#due(deadline, claim));
    this.deadlines.handle(ALERT_AWAY_DEADLINE, (deadline, claim) => this.#away(deadline, claim));
  }

  /** Looks at the alert itself: a deadline that is swept twice finds it moved on and does nothing. */
  async #due({ subject, dueAt }: Deadline, claim: Claim): Promise<void> {
    await this.changes.write(async (tx) => {
      await this.book.hold(tx);
      if (!(await claim(tx.manager))) return;
      const record = await this.alerts.find(subject, tx.manager);
      // Whoever is called gets the whole limit from now, also when the room was down for a while.
      const stepped = record && passTime(record, Math.max(dueAt, this.clock.now()));
      if (stepped) await this.book.store(tx, [stepped]);
    });
  }

  async #away({ subject, dueAt }: Deadline, claim: Claim): Promise<void> {
    await this.changes.write(async (tx) => {
      await this.book.hold(tx);
      if (!(await claim(tx.manager))) return;
      const record = await this.alerts.find(subject, tx.manager);
      if (!record || isOpen(record.alert)) return;
      const alert = { ...record.alert, version: record.alert.version + 1 };
      await this.alerts.update(tx.manager, { ...record, alert });
      const { id, version } = alert;
      tx.change({ kind: 'alert', id, version, at: dueAt, observedAt: dueAt, op: 'remove', body: { id } });
    });
  }
}
