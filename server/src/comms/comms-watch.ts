import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Comms, EpochMs } from '@rearguard/shared';
import { type Changed, RuleWatch } from '../alerts/rules/rule-watch.js';
import { ChangeLog, type RoomTransaction } from '../changes/change-log.js';
import { Clock } from '../platform/clock/clock.js';
import { type Claim, type Deadline, Deadlines } from '../platform/deadlines/deadlines.js';
import { CHECK_DEADLINE, CommsBook } from './comms-book.js';
import { commsIdOf } from './domain/new-comms.js';
import { type Followed, followLife } from './domain/life.js';

interface Row {
  kind: Followed['type'];
  id: string;
  body: Followed['body'];
  comms: Comms | null;
}

/** What happens to radio checks by themselves: they follow sites and convoys, and are missed when their time has passed. */
@Injectable()
export class CommsWatch implements OnModuleInit {
  constructor(
    private readonly rules: RuleWatch,
    private readonly deadlines: Deadlines,
    private readonly changes: ChangeLog,
    private readonly clock: Clock,
    private readonly book: CommsBook,
  ) {}

  onModuleInit(): void {
    this.deadlines.handle(CHECK_DEADLINE, (deadline, claim) => this.#due(deadline, claim));
    this.rules.follow((tx, changed) => this.#follow(tx, changed));
  }

  /** Looks at the contact itself: a deadline that is swept twice finds it moved on and does nothing. */
  async #due({ subject, dueAt }: Deadline, claim: Claim): Promise<void> {
    await this.changes.write(async (tx) => {
      await this.book.hold(tx);
      if (!(await claim(tx.manager))) return;
      const comms = await this.book.find(subject, tx.manager);
      if (comms) await this.book.settle(tx, comms, Math.max(dueAt, this.clock.now()));
    });
  }

  async #follow(tx: RoomTransaction, changed: readonly Changed[] | null): Promise<void> {
    const times = new Map<string, EpochMs>();
    for (const { kind, id, at } of changed ?? []) {
      if (kind === 'convoy' || kind === 'site') times.set(commsIdOf(kind, id), at.getTime());
    }
    if (changed !== null && times.size === 0) return;
    const rows: Row[] = await tx.manager.query(
      `SELECT p.kind, p.id, p.body, c.body AS comms FROM picture_state p LEFT JOIN comms c ON c.id = p.kind || ':' || p.id
        WHERE p.kind IN ('site', 'convoy')
          AND CASE WHEN $1::text[] IS NULL THEN p.body IS NOT NULL ELSE p.kind || ':' || p.id = ANY($1) END
        ORDER BY p.kind, p.id`,
      [changed === null ? null : [...times.keys()]],
    );
    for (const { kind, id, body, comms } of rows) {
      await this.#step(tx, { type: kind, body } as Followed, comms, times.get(commsIdOf(kind, id)) ?? this.clock.now());
    }
  }

  /** A convoy that is met on the road is entered and begins at once. */
  async #step(tx: RoomTransaction, followed: Followed, before: Comms | null, at: EpochMs): Promise<void> {
    let comms = before;
    for (let step = followLife(comms, followed, at); step; step = followLife(comms, followed, at)) {
      // What was missed before the end stays on record.
      const last = step.act === 'end' ? await this.book.settle(tx, comms!, at) : step.comms;
      const after = step.act === 'end' ? { ...last, state: 'ended' as const, nextDueAt: null } : step.comms;
      comms = await this.book.step(tx, after, step.act, at);
    }
  }
}
