import { Injectable } from '@nestjs/common';
import { ChangeLog, type RoomTransaction } from '../changes/change-log.js';
import { Clock } from '../platform/clock/clock.js';
import { AlertBook } from './alert-book.js';
import { AlertsRepository } from './alerts.repository.js';
import { act, type Wish } from './domain/act.js';
import type { AlertRecord } from './domain/alert-record.js';

const NAME = 'shift before the exercise';
const WHO = { kind: 'system' as const, id: NAME, name: NAME, role: 'watch-officer' as const };

/** What was done about alerts before people came in: nobody begins an exercise at a desk of old calls. */
@Injectable()
export class EarlierShift {
  constructor(
    private readonly changes: ChangeLog,
    private readonly clock: Clock,
    private readonly book: AlertBook,
    private readonly alerts: AlertsRepository,
  ) {}

  /** Takes and resolves the open alert of a cause. One that is ended, or was never raised, stays as it is. */
  async end(cause: string, outcome: string): Promise<void> {
    await this.changes.write(async (tx) => {
      await this.book.hold(tx);
      const open = await this.alerts.openOf(tx.manager, cause);
      const taken =
        open && (await this.#do(tx, open, { action: 'acknowledge', body: { version: open.alert.version } }));
      if (!taken) return;
      const { version } = taken.alert;
      await this.#do(tx, taken, { action: 'resolve', body: { version, outcome, casualties: 'none' } });
    });
  }

  /** Takes everything that still asks for somebody. */
  async takeAll(): Promise<void> {
    await this.changes.write(async (tx) => {
      await this.book.hold(tx);
      for (const record of await this.alerts.unacknowledged(tx.manager)) {
        await this.#do(tx, record, { action: 'acknowledge', body: { version: record.alert.version } });
      }
    });
  }

  async #do(
    tx: RoomTransaction,
    record: AlertRecord,
    wish: { action: 'acknowledge'; body: { version: number } } | { action: 'resolve'; body: ResolveBody },
  ): Promise<AlertRecord | null> {
    const acted = act(record, { ...wish, who: WHO, at: this.clock.now() } as Wish);
    if (!acted.ok) return null;
    await this.book.store(tx, acted.steps);
    return acted.steps[0]!.record;
  }
}

type ResolveBody = { version: number; outcome: string; casualties: 'none' };
