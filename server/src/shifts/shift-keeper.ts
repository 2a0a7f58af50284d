import { Injectable } from '@nestjs/common';
import { DRAFT_BEFORE_MS, RELIEF_LATE_AFTER_MS, type Shift } from '@rearguard/shared';
import { PostAlerts } from '../alerts/post-alerts.js';
import type { RoomTransaction } from '../changes/change-log.js';
import { type Deadline, Deadlines } from '../platform/deadlines/deadlines.js';
import type { ShiftStep } from '../roster/domain/shift-step.js';
import { SHIFT_START } from '../roster/roster.js';
import { ShiftRows } from '../roster/shift-rows.js';

/** When the system drafts the handover. */
export const SHIFT_DRAFT = 'shift-draft';
/** When the chief JOC is called because nobody came. */
export const SHIFT_LATE = 'shift-late';
export const SHIFT_DEADLINES = [SHIFT_START, SHIFT_DRAFT, SHIFT_LATE] as const;

/** What an alert about a shift that nobody relieves is open for. */
export const reliefCause = (shift: Pick<Shift, 'id'>): string => `relief:${shift.id}`;

/** Writes steps of shifts: row, history, number and deadlines at once. */
@Injectable()
export class ShiftKeeper {
  constructor(
    private readonly rows: ShiftRows,
    private readonly deadlines: Deadlines,
    private readonly alerts: PostAlerts,
  ) {}

  /** From here to the end of the transaction nobody else writes alerts or shifts. */
  async hold(tx: RoomTransaction): Promise<void> {
    await this.alerts.hold(tx);
    await this.rows.hold(tx);
  }

  async store(tx: RoomTransaction, steps: readonly ShiftStep[]): Promise<void> {
    for (const step of steps) {
      await this.rows.store(tx, step);
      const due = deadlinesOf(step.shift);
      for (const kind of SHIFT_DEADLINES) {
        if (!due.some((deadline) => deadline.kind === kind))
          await this.deadlines.clear(tx.manager, kind, [step.shift.id]);
      }
      await this.deadlines.set(tx.manager, due);
      if (step.shift.state === 'relieved') await this.alerts.ease(tx, reliefCause(step.shift), step.at);
    }
  }
}

/** What a shift waits for. */
export function deadlinesOf({ id, state, startsAt, endsAt, reliefLate }: Shift): Deadline[] {
  const end = Date.parse(endsAt);
  const start = { kind: SHIFT_START, subject: id, dueAt: Date.parse(startsAt) };
  const draft = { kind: SHIFT_DRAFT, subject: id, dueAt: end - DRAFT_BEFORE_MS };
  const late = reliefLate ? [] : [{ kind: SHIFT_LATE, subject: id, dueAt: end + RELIEF_LATE_AFTER_MS }];
  switch (state) {
    case 'planned':
      return [start];
    case 'on_watch':
      return [draft, ...late];
    case 'handover_drafted':
    case 'handover_reviewed':
      return late;
    default:
      return [];
  }
}
