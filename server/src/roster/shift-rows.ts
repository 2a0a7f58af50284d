import { Injectable } from '@nestjs/common';
import {
  type EpochMs,
  isOnWatch,
  ON_WATCH,
  type Shift,
  type ShiftDoer,
  type ShiftNews,
  type ShiftPost,
} from '@rearguard/shared';
import { toInstantOut } from '@rearguard/shared';
import { DataSource, type EntityManager } from 'typeorm';
import type { RoomTransaction } from '../changes/change-log.js';
import type { ShiftStep } from './domain/shift-step.js';

interface Row {
  body: Shift;
}

/** One who writes shifts at a time, in the whole room: the second signature touches two of them. */
const SHIFTS_LOCK = 7_302_020;

/** The tables `shift` and `shift_entry`. */
@Injectable()
export class ShiftRows {
  constructor(private readonly database: DataSource) {}

  /** To be called first by whoever writes shifts, but after the hold of alerts where both are needed. */
  async hold(tx: RoomTransaction): Promise<void> {
    await tx.manager.query(`SELECT pg_advisory_xact_lock($1)`, [SHIFTS_LOCK]);
  }

  async find(id: string, manager: EntityManager = this.database.manager): Promise<Shift | null> {
    const [row]: Row[] = await manager.query(`SELECT body FROM shift WHERE id = $1`, [id]);
    return row?.body ?? null;
  }

  /** Those responsible now: one for each post, at most. */
  async onWatch(manager: EntityManager = this.database.manager): Promise<Shift[]> {
    const rows: Row[] = await manager.query(`SELECT body FROM shift WHERE state = ANY($1) ORDER BY post`, [ON_WATCH]);
    return rows.map(({ body }) => body);
  }

  async onWatchAt(post: ShiftPost, manager: EntityManager): Promise<Shift | null> {
    return (await this.onWatch(manager)).find((shift) => shift.post === post) ?? null;
  }

  /** On the roster and not over, next first; of one post, or of all. */
  async planned(after: EpochMs, post: ShiftPost | null, manager = this.database.manager): Promise<Shift[]> {
    const rows: Row[] = await manager.query(
      `SELECT body FROM shift WHERE state = 'planned' AND ends_at > $1 AND ($2::text IS NULL OR post = $2)
        ORDER BY starts_at, id`,
      [toInstantOut(after), post],
    );
    return rows.map(({ body }) => body);
  }

  async ofCalendar(key: string, manager: EntityManager): Promise<Shift | null> {
    const [row]: Row[] = await manager.query(`SELECT body FROM shift WHERE calendar_key = $1`, [key]);
    return row?.body ?? null;
  }

  /** Still to come, by an earlier calendar, and not among these keys. */
  async calendarBut(keys: readonly string[], after: EpochMs, manager: EntityManager): Promise<Shift[]> {
    const rows: Row[] = await manager.query(
      `SELECT body FROM shift WHERE state = 'planned' AND calendar_key IS NOT NULL AND calendar_key <> ALL($1)
          AND starts_at > $2`,
      [keys, toInstantOut(after)],
    );
    return rows.map(({ body }) => body);
  }

  /** By time of beginning, newest first. */
  async list(before: readonly [startsAt: string, id: string] | null, limit: number): Promise<Shift[]> {
    const rows: Row[] = await this.database.query(
      `SELECT body FROM shift WHERE $1::timestamptz IS NULL OR (starts_at, id) < ($1, $2)
        ORDER BY starts_at DESC, id DESC LIMIT $3`,
      [before?.[0] ?? null, before?.[1] ?? null, limit],
    );
    return rows.map(({ body }) => body);
  }

  /** Stores a step with its place in the history, and tells the room. */
  async store(tx: RoomTransaction, step: ShiftStep, calendarKey: string | null = null): Promise<void> {
    const { shift, at } = step;
    await tx.manager.query(
      `INSERT INTO shift (id, version, post, state, starts_at, ends_at, calendar_key, body)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (id) DO UPDATE SET version = excluded.version, state = excluded.state,
         starts_at = excluded.starts_at, ends_at = excluded.ends_at, body = excluded.body`,
      [shift.id, shift.version, shift.post, shift.state, shift.startsAt, shift.endsAt, calendarKey, shift],
    );
    await tx.manager.query(
      `INSERT INTO shift_entry (shift_id, version, at, who, act, from_state, to_state, detail)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [shift.id, shift.version, toInstantOut(at), step.who, step.act, step.from, shift.state, step.detail],
    );
    const { id, version } = shift;
    // Who leaves the room's view: a picture shows who stands at the posts and who comes, by role.
    const op = isOnWatch(shift) || shift.state === 'planned' ? 'put' : 'remove';
    tx.change({ kind: 'shift', id, version, at, observedAt: at, op, body: newsOf(shift) });
  }

  /** Every step of a shift, oldest first. */
  async entries(id: string, after: string, limit: number): Promise<ShiftEntryRow[]> {
    return this.database.query<ShiftEntryRow[]>(
      `SELECT id, shift_id, version, at, who, act, from_state, to_state, detail FROM shift_entry
        WHERE shift_id = $1 AND id > $2 ORDER BY id LIMIT $3`,
      [id, after, limit],
    );
  }
}

export interface ShiftEntryRow {
  id: string;
  shift_id: string;
  version: number;
  at: Date;
  who: ShiftDoer | null;
  act: string;
  from_state: Shift['state'] | null;
  to_state: Shift['state'];
  detail: Record<string, unknown>;
}

function newsOf({ id, version, post, startsAt, endsAt, state, reliefLate }: Shift): ShiftNews {
  return { id, version, post, startsAt, endsAt, state, reliefLate };
}
