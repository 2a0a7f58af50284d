import { Injectable } from '@nestjs/common';
import { type Alert, type AlertAction, type AlertActionBody, isOpen } from '@rearguard/shared';
import { DataSource, type EntityManager } from 'typeorm';
import type { PersonIdentity } from '../access/identity.js';
import { ChangeLog, type RoomTransaction } from '../changes/change-log.js';
import { Clock } from '../platform/clock/clock.js';
import { Problem } from '../platform/http/problem.js';
import { AlertBook } from './alert-book.js';
import { AlertsRepository } from './alerts.repository.js';
import { ASSIGNABLE } from './assignable.js';
import { act, type Named, type Wish } from './domain/act.js';
import type { AlertRecord } from './domain/alert-record.js';
import type { Refused } from './domain/outcome.js';

/** Faults of what was sent; all others lie in how things stand. */
const INPUT_FAULTS = new Set(['reason-needed', 'in-the-past', 'too-long']);

/** What people do to alerts. */
@Injectable()
export class AlertsService {
  constructor(
    private readonly database: DataSource,
    private readonly changes: ChangeLog,
    private readonly clock: Clock,
    private readonly book: AlertBook,
    private readonly alerts: AlertsRepository,
  ) {}

  /**
   * Does what a person asks.
   * @param also written in the same transaction, told how the alert stood before and stands then
   * @throws Problem 400 for what is not readable in the light of the alert, 403 for what is another's to do, 409 with `current` when somebody was first
   *   or another alert of its cause is open,
   *   422 with `allowed` when its state does not let it
   */
  async act<Action extends AlertAction>(
    id: string,
    action: Action,
    body: AlertActionBody<Action>,
    who: PersonIdentity,
    also: (manager: EntityManager, before: Alert, after: Alert) => Promise<void>,
  ): Promise<Alert> {
    const { result } = await this.changes.write(async (tx) => {
      await this.book.hold(tx);
      const record = await this.alerts.find(id, tx.manager);
      if (!record) throw new Problem(404, { code: 'not-found', message: `there is no alert ${id}` });
      const doer = { kind: 'person' as const, id: who.personId, name: who.name, role: who.role };
      const wish = { action, body, who: doer, at: this.clock.now() } as unknown as Wish;
      const acted = act(record, wish, await this.#named(tx, record, wish));
      const seen = (body as { version?: number }).version;
      if (!acted.ok && INPUT_FAULTS.has(acted.refused.code)) throw problem(400, acted.refused);
      if (!acted.ok && acted.refused.code === 'not-allowed') throw problem(403, acted.refused);
      if (seen !== undefined && seen !== record.alert.version) throw conflict(record.alert);
      if (!acted.ok) throw problem(422, acted.refused);
      const after = acted.steps[0]!.record.alert;
      await this.#onlyOneOpen(tx, record.alert, after);
      await this.book.store(tx, acted.steps);
      await also(tx.manager, record.alert, after);
      return after;
    });
    return result;
  }

  /** A cause has one open alert: one that is over does not come back beside another. */
  async #onlyOneOpen(tx: RoomTransaction, before: Alert, after: Alert): Promise<void> {
    if (isOpen(before) || !isOpen(after)) return;
    const other = await this.alerts.openBeside(tx.manager, after.id);
    if (!other) return;
    const current = other.alert;
    const message = `alert ${current.id} of the same cause is open already: go on with that one`;
    throw new Problem(409, { code: 'open-already', message, current });
  }

  async #named(tx: RoomTransaction, record: AlertRecord, wish: Wish): Promise<Named> {
    const named = otherOf(record.alert, wish);
    return {
      other: named === null ? null : await this.alerts.find(named, tx.manager),
      holder: wish.action === 'assign' ? await this.#person(wish.body.personId) : null,
    };
  }

  async #person(id: string): Promise<Alert['holder']> {
    const [row]: { id: string; name: string; role: NonNullable<Alert['holder']>['role'] }[] = await this.database.query(
      `SELECT id, name, role FROM person WHERE id::text = $1 AND ${ASSIGNABLE}`,
      [id],
    );
    return row ? { personId: row.id, name: row.name, role: row.role } : null;
  }
}

/** The other alert that an act touches. */
function otherOf(alert: Alert, wish: Wish): string | null {
  if (wish.action === 'merge') return wish.body.into;
  if (wish.action === 'keep-apart') return wish.body.from;
  if (wish.action !== 'undo') return null;
  if (alert.undoable?.action === 'merge') return alert.mergedInto;
  return alert.undoable?.action === 'keep-apart' ? (alert.keptApartFrom.at(-1) ?? null) : null;
}

function problem(status: 400 | 403 | 422, refused: Refused): Problem {
  return new Problem(status, refused);
}

function conflict(current: Alert): Problem {
  const first = current.holder ? `${current.holder.name} was first` : 'it changed meanwhile';
  const message = `${first}: the alert is ${current.state}, version ${current.version}`;
  return new Problem(409, { code: 'version-conflict', message, path: '/version', current });
}
