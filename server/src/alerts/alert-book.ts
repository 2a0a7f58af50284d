import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Alert, CALLED_AT_LEVEL, type EpochMs, isOpen, type MergeProposal } from '@rearguard/shared';
import type { RoomTransaction } from '../changes/change-log.js';
import { NoticeOutbox } from '../notices/notice-outbox.js';
import { Deadlines } from '../platform/deadlines/deadlines.js';
import { OnDuty } from '../roster/on-duty.js';
import { AlertsRepository } from './alerts.repository.js';
import { type AlertRecord, BY_ITSELF, type Doer, step, type Stepped } from './domain/alert-record.js';
import { likeness } from './domain/duplicates.js';
import { nextLookAt } from './domain/due.js';
import { raise, type Raising } from './domain/raise.js';

/** When the room must look at an alert. */
export const ALERT_DEADLINE = 'alert';
/** When a closed alert leaves the picture; its row and history stay. */
export const ALERT_AWAY_DEADLINE = 'alert-away';
const AWAY_AFTER_MS = 24 * 3_600_000;
/** One who writes alerts at a time, in the whole room: acts, merges and proposals touch several of them. */
const ALERTS_LOCK = 7_302_010;
const LOCK_WAIT_MS = 10_000;

/** Writes what happens to alerts, inside the transaction of what caused it: row, history, number, deadline, notices. */
@Injectable()
export class AlertBook {
  constructor(
    private readonly alerts: AlertsRepository,
    private readonly deadlines: Deadlines,
    private readonly onDuty: OnDuty,
    private readonly outbox: NoticeOutbox,
  ) {}

  /** To be called first by whoever writes alerts: from here to the end of the transaction nobody else does. */
  async hold(tx: RoomTransaction): Promise<void> {
    // Whoever waits too long gets a fault that passes: a person asks again, a batch is taken again.
    await tx.manager.query(`SELECT set_config('lock_timeout', $2, true), pg_advisory_xact_lock($1)`, [
      ALERTS_LOCK,
      `${LOCK_WAIT_MS}ms`,
    ]);
  }

  /**
   * Raises an alert, unless one of the same cause is open. Those that may be the same event are proposed for merging.
   * @returns the new alert, or null
   */
  async raise(
    tx: RoomTransaction,
    cause: string,
    raising: Omit<Raising, 'id'>,
    at: EpochMs,
    who: Doer = BY_ITSELF,
    messageId: string | null = null,
  ): Promise<Alert | null> {
    if (await this.alerts.openOf(tx.manager, cause)) return null;
    const raised = raise({ ...raising, id: `A-${randomBytes(6).toString('hex')}` }, at, who, messageId);
    const alike = await this.#alike(tx, raised.record.alert);
    const proposals = alike.map(({ record, why }) => ({ alertId: record.alert.id, why }));
    const alert: Alert = { ...raised.record.alert, proposals };
    const record = { ...raised.record, alert };
    await this.alerts.insert(tx.manager, record, cause);
    await this.#tell(tx, { ...raised, record });
    await this.store(
      tx,
      alike.map(({ record: other, why }) => proposed(other, alert.id, why, at)),
    );
    return alert;
  }

  /** Stores steps that were taken, in their order. */
  async store(tx: RoomTransaction, steps: readonly Stepped[]): Promise<void> {
    for (const stepped of steps) {
      await this.alerts.update(tx.manager, stepped.record);
      await this.#tell(tx, stepped);
    }
  }

  /** The alert that stands for this one: itself, or the main one that it was merged into. */
  async rootOf(tx: RoomTransaction, id: string): Promise<AlertRecord> {
    for (let at = id; ;) {
      const record = await this.alerts.find(at, tx.manager);
      if (!record) throw new Error(`there is no alert ${at}`);
      if (record.alert.mergedInto === null) return record;
      at = record.alert.mergedInto;
    }
  }

  /** An escalation says whom it calls: those who stand at the posts of its level now. */
  async #naming(tx: RoomTransaction, { level }: Alert, entry: Stepped['entry']): Promise<Stepped['entry']> {
    const called = await this.onDuty.of(CALLED_AT_LEVEL[level]!, tx.manager);
    return { ...entry, detail: { ...entry.detail, called } };
  }

  async #alike(tx: RoomTransaction, alert: Alert): Promise<{ record: AlertRecord; why: MergeProposal['why'] }[]> {
    const near = await this.alerts.maybeAlike(tx.manager, alert);
    return near.flatMap((record) => {
      const why = likeness(alert, record.alert);
      return why === null ? [] : [{ record, why }];
    });
  }

  async #tell(tx: RoomTransaction, { record: { alert }, entry, was }: Stepped): Promise<void> {
    await this.alerts.append(tx.manager, entry.action === 'escalate' ? await this.#naming(tx, alert, entry) : entry);
    await this.outbox.tell(tx.manager, alert, { ...entry, was });
    const { at, observedAt } = entry;
    tx.change({ kind: 'alert', id: alert.id, version: alert.version, at, observedAt, op: 'put', body: alert });
    const dueAt = nextLookAt(alert);
    if (dueAt === null) await this.deadlines.clear(tx.manager, ALERT_DEADLINE, [alert.id]);
    else await this.deadlines.set(tx.manager, [{ kind: ALERT_DEADLINE, subject: alert.id, dueAt }]);
    if (isOpen(alert)) {
      // A new one never waited to leave; in a flood each question less counts.
      if (alert.version > 1) await this.deadlines.clear(tx.manager, ALERT_AWAY_DEADLINE, [alert.id]);
    } else {
      await this.deadlines.set(tx.manager, [
        { kind: ALERT_AWAY_DEADLINE, subject: alert.id, dueAt: at + AWAY_AFTER_MS },
      ]);
    }
  }
}

function proposed(record: AlertRecord, alertId: string, why: MergeProposal['why'], at: EpochMs): Stepped {
  const proposals = [...record.alert.proposals, { alertId, why }];
  return step(record, { proposals }, { who: BY_ITSELF, action: 'propose', at, detail: { alertId, why } });
}
