import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  type EpochMs,
  type NewShift,
  type RosterImported,
  type Shift,
  type ShiftDoer,
  toInstantOut,
} from '@rearguard/shared';
import type { EntityManager } from 'typeorm';
import { ChangeLog, type RoomTransaction } from '../changes/change-log.js';
import { Clock } from '../platform/clock/clock.js';
import { Deadlines } from '../platform/deadlines/deadlines.js';
import { Problem } from '../platform/http/problem.js';
import { type CalendarShift, readCalendar, type ReadCalendar } from './domain/calendar.js';
import { RosterPeople } from './people.js';
import { ShiftRows } from './shift-rows.js';

/** When the room must look whether somebody stands at the post. */
export const SHIFT_START = 'shift-start';
/** So far ahead a roster is read; a longer one is sent again in time. */
const AHEAD_MS = 92 * 86_400_000;

/** Tells of what was written, in the same transaction. */
export type Also<Result> = (manager: EntityManager, result: Result) => Promise<void>;

/** Which shifts are to come: entered one by one, or from a calendar. */
@Injectable()
export class Roster {
  constructor(
    private readonly changes: ChangeLog,
    private readonly clock: Clock,
    private readonly deadlines: Deadlines,
    private readonly people: RosterPeople,
    private readonly rows: ShiftRows,
  ) {}

  /** @throws Problem 400 for a shift that is over already */
  async enter(given: NewShift, who: ShiftDoer, also: Also<Shift>): Promise<Shift> {
    const at = this.clock.now();
    if (given.endsAt <= at) {
      throw new Problem(400, { code: 'in-the-past', message: 'this shift is over already', path: '/endsAt' });
    }
    const { result } = await this.changes.write(async (tx) => {
      await this.rows.hold(tx);
      const shift = await this.#plan(tx, { ...given, source: 'form' }, null, who, at);
      await also(tx.manager, shift);
      return shift;
    });
    return result;
  }

  /**
   * Takes a whole roster in. The same again changes nothing; what an earlier one had and this one has not is struck off,
   * unless it has begun.
   * @throws Problem 400 for what is no calendar
   */
  async take(calendar: string, who: ShiftDoer, also: Also<RosterImported>): Promise<RosterImported> {
    const at = this.clock.now();
    const read = readable(calendar, at);
    const { result } = await this.changes.write(async (tx) => {
      await this.rows.hold(tx);
      const told: RosterImported = {
        added: 0,
        changed: 0,
        unchanged: 0,
        cancelled: 0,
        unknownNames: [],
        skipped: read.skipped,
      };
      const unknown = new Set<string>();
      for (const planned of read.shifts) {
        const { outcome, shift } = await this.#takeOne(tx, planned, who, at);
        told[outcome] += 1;
        if (shift.person.personId === null) unknown.add(shift.person.name);
      }
      const keys = read.shifts.map(({ key }) => key);
      for (const gone of await this.rows.calendarBut(keys, at, tx.manager)) {
        await this.strikeOff(tx, gone, who, at, 'not on the new roster');
        told.cancelled += 1;
      }
      const whole = { ...told, unknownNames: [...unknown].sort() };
      await also(tx.manager, whole);
      return whole;
    });
    return result;
  }

  /** Takes a planned shift off the roster. */
  async strikeOff(tx: RoomTransaction, shift: Shift, who: ShiftDoer, at: EpochMs, reason: string): Promise<Shift> {
    const off: Shift = { ...shift, version: shift.version + 1, state: 'cancelled' };
    await this.rows.store(tx, { shift: off, from: shift.state, act: 'cancel', who, at, detail: { reason } });
    await this.deadlines.clear(tx.manager, SHIFT_START, [shift.id]);
    return off;
  }

  async #takeOne(tx: RoomTransaction, planned: CalendarShift, who: ShiftDoer, at: EpochMs) {
    const { key } = planned;
    const before = await this.rows.ofCalendar(key, tx.manager);
    if (before === null) {
      return {
        outcome: 'added' as const,
        shift: await this.#plan(tx, { ...planned, source: 'calendar' }, key, who, at),
      };
    }
    const person = await this.people.find(planned.name, planned.post, tx.manager);
    const [startsAt, endsAt] = [toInstantOut(planned.startsAt), toInstantOut(planned.endsAt)];
    const same = before.startsAt === startsAt && before.endsAt === endsAt && before.person.name === person.name;
    // Who stands at a post is no longer the roster's to say.
    const fixed = before.state !== 'planned' && before.state !== 'cancelled';
    if (fixed || (same && before.state === 'planned' && before.person.personId === person.personId)) {
      return { outcome: 'unchanged' as const, shift: before };
    }
    const shift: Shift = { ...before, version: before.version + 1, state: 'planned', startsAt, endsAt, person };
    await this.rows.store(tx, {
      shift,
      from: before.state,
      act: 'replan',
      who,
      at,
      detail: { startsAt, endsAt, person },
    });
    await this.deadlines.set(tx.manager, [startOf(shift)]);
    return { outcome: 'changed' as const, shift };
  }

  async #plan(
    tx: RoomTransaction,
    given: NewShift & { source: Shift['source'] },
    key: string | null,
    who: ShiftDoer,
    at: EpochMs,
  ): Promise<Shift> {
    const { post, name, startsAt, endsAt, source } = given;
    const shift = newShift(post, startsAt, endsAt, await this.people.find(name, post, tx.manager), source);
    const detail = { startsAt: shift.startsAt, endsAt: shift.endsAt, person: shift.person };
    await this.rows.store(tx, { shift, from: null, act: 'plan', who, at, detail }, key);
    await this.deadlines.set(tx.manager, [startOf(shift)]);
    return shift;
  }
}

/** A shift that nothing has happened to. */
export function newShift(
  post: Shift['post'],
  startsAt: EpochMs,
  endsAt: EpochMs,
  person: Shift['person'],
  source: Shift['source'],
): Shift {
  return {
    id: `S-${randomBytes(6).toString('hex')}`,
    version: 1,
    post,
    startsAt: toInstantOut(startsAt),
    endsAt: toInstantOut(endsAt),
    person,
    insteadOf: null,
    state: 'planned',
    tookOverAt: null,
    relievedAt: null,
    reliefLate: false,
    handover: null,
    source,
  };
}

function startOf(shift: Shift) {
  return { kind: SHIFT_START, subject: shift.id, dueAt: Date.parse(shift.startsAt) };
}

function readable(calendar: string, at: EpochMs): ReadCalendar {
  try {
    return readCalendar(calendar, at, at + AHEAD_MS);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new Problem(400, { code: 'no-calendar', message, path: '/calendar' });
  }
}
