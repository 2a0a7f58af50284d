import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type EpochMs, RELIEF_LATE_AFTER_MS, type Shift } from '@rearguard/shared';
import { PostAlerts } from '../alerts/post-alerts.js';
import { ChangeLog, type RoomTransaction } from '../changes/change-log.js';
import { Clock } from '../platform/clock/clock.js';
import { type Deadline, type DeadlineHandler, Deadlines } from '../platform/deadlines/deadlines.js';
import { RosterPeople } from '../roster/people.js';
import { SHIFT_START } from '../roster/roster.js';
import { ShiftRows } from '../roster/shift-rows.js';
import { draftOf } from './domain/hand-over.js';
import { startByItself } from './domain/relief.js';
import { RoomAtHandover } from './room-at-handover.js';
import { reliefCause, SHIFT_DRAFT, SHIFT_LATE, ShiftKeeper } from './shift-keeper.js';

/** Level of the ladder at which the chief JOC is called. */
const CHIEF_JOC = 2;

/** What happens to shifts by the clock: they begin, their handover is drafted, and somebody is called when nobody comes. */
@Injectable()
export class ShiftTimes implements OnModuleInit {
  constructor(
    private readonly deadlines: Deadlines,
    private readonly changes: ChangeLog,
    private readonly clock: Clock,
    private readonly rows: ShiftRows,
    private readonly people: RosterPeople,
    private readonly keeper: ShiftKeeper,
    private readonly alerts: PostAlerts,
    private readonly room: RoomAtHandover,
  ) {}

  onModuleInit(): void {
    this.deadlines.handle(
      SHIFT_START,
      this.#due((tx, shift, at) => this.#start(tx, shift, at)),
    );
    this.deadlines.handle(
      SHIFT_DRAFT,
      this.#due((tx, shift, at) => this.#draft(tx, shift, at)),
    );
    this.deadlines.handle(
      SHIFT_LATE,
      this.#due((tx, shift, at) => this.#late(tx, shift, at)),
    );
  }

  /** Looks at the shift itself: a deadline that is swept twice finds it moved on and does nothing. */
  #due(act: (tx: RoomTransaction, shift: Shift, at: EpochMs) => Promise<void>): DeadlineHandler {
    return async ({ subject, dueAt }: Deadline, claim) => {
      await this.changes.write(async (tx) => {
        await this.keeper.hold(tx);
        if (!(await claim(tx.manager))) return;
        const shift = await this.rows.find(subject, tx.manager);
        if (shift) await act(tx, shift, Math.max(dueAt, this.clock.now()));
      });
    };
  }

  async #start(tx: RoomTransaction, shift: Shift, at: EpochMs): Promise<void> {
    const vacant = (await this.rows.onWatchAt(shift.post, tx.manager)) === null;
    const step = startByItself(shift, vacant, at);
    if (!step) return;
    // Whoever was unknown when the roster came may sign in here by now.
    const person =
      shift.person.personId === null ? await this.people.find(shift.person.name, shift.post, tx.manager) : shift.person;
    await this.keeper.store(tx, [{ ...step, shift: { ...step.shift, person } }]);
  }

  async #draft(tx: RoomTransaction, shift: Shift, at: EpochMs): Promise<void> {
    if (shift.state !== 'on_watch') return;
    const handover = draftOf(await this.room.items(shift, at, tx.manager), at);
    const after: Shift = { ...shift, version: shift.version + 1, state: 'handover_drafted', handover };
    await this.keeper.store(tx, [
      { shift: after, from: shift.state, act: 'draft', who: null, at, detail: { items: handover.items.length } },
    ]);
  }

  async #late(tx: RoomTransaction, shift: Shift, at: EpochMs): Promise<void> {
    if (shift.reliefLate || shift.state === 'relieved' || shift.state === 'cancelled') return;
    const after: Shift = { ...shift, version: shift.version + 1, reliefLate: true };
    await this.keeper.store(tx, [{ shift: after, from: shift.state, act: 'relief-late', who: null, at, detail: {} }]);
    const ended = Date.parse(shift.endsAt);
    await this.alerts.call(
      tx,
      reliefCause(shift),
      {
        severity: 'high',
        kind: 'relief_missing',
        ruleId: 'relief_missing',
        subjects: [{ type: 'shift', id: shift.id }],
        text: '',
        source: 'rearguard',
        facts: { post: shift.post, endedAt: shift.endsAt, limitMin: RELIEF_LATE_AFTER_MS / 60_000 },
        observedAt: ended,
      },
      CHIEF_JOC,
      at,
    );
  }
}
