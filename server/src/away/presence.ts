import { Injectable } from '@nestjs/common';
import { type EpochMs, toInstantOut } from '@rearguard/shared';
import { DataSource } from 'typeorm';
import { ChangeLog } from '../changes/change-log.js';
import { Clock, SystemClock } from '../platform/clock/clock.js';

/** Whoever is not at a screen for longer than this was away; a shorter gap is a reload or a coffee. */
export const AWAY_AFTER_MS = 10 * 60_000;

/** When somebody was last here before now. */
export interface Absence {
  /** Number of the change log that they had seen. */
  seq: number;
  /** By the room's clock. */
  roomAt: EpochMs;
  leftAt: EpochMs;
  returnedAt: EpochMs;
}

interface Row {
  left_at: Date | null;
  left_room_at: Date | null;
  left_seq: string | null;
  returned_at: Date | null;
}

/** Knows of each person when they were last at a screen, by the machine's time and by number of the change log. */
@Injectable()
export class Presence {
  constructor(
    private readonly database: DataSource,
    private readonly changes: ChangeLog,
    private readonly clock: Clock,
    private readonly time: SystemClock,
  ) {}

  /** Notes that a person is here. @returns their last absence, or null when they were never away */
  async seen(personId: string): Promise<Absence | null> {
    const [row]: Row[] = await this.database.query(
      `INSERT INTO presence AS p (person_id, seen_at, seen_room_at, seen_seq) VALUES ($1, $2, $3, $4)
       ON CONFLICT (person_id) DO UPDATE SET
         left_at = CASE WHEN p.seen_at < $5 THEN p.seen_at ELSE p.left_at END,
         left_room_at = CASE WHEN p.seen_at < $5 THEN p.seen_room_at ELSE p.left_room_at END,
         left_seq = CASE WHEN p.seen_at < $5 THEN p.seen_seq ELSE p.left_seq END,
         returned_at = CASE WHEN p.seen_at < $5 THEN excluded.seen_at ELSE p.returned_at END,
         seen_at = excluded.seen_at, seen_room_at = excluded.seen_room_at, seen_seq = excluded.seen_seq
       RETURNING left_at, left_room_at, left_seq::text, returned_at`,
      [
        personId,
        toInstantOut(this.time.now()),
        toInstantOut(this.clock.now()),
        await this.changes.head(),
        toInstantOut(this.time.now() - AWAY_AFTER_MS),
      ],
    );
    return absenceOf(row!);
  }

  /** What changed up to a number was read: from there on things are new again. */
  async read(personId: string, upTo: number): Promise<void> {
    const [now, room] = [toInstantOut(this.time.now()), toInstantOut(this.clock.now())];
    await this.database.query(
      `UPDATE presence SET left_seq = least($2, seen_seq), left_at = $3, left_room_at = $4, returned_at = $3
        WHERE person_id = $1`,
      [personId, upTo, now, room],
    );
  }
}

function absenceOf({ left_at, left_room_at, left_seq, returned_at }: Row): Absence | null {
  if (left_at === null || left_room_at === null || left_seq === null || returned_at === null) return null;
  return {
    seq: Number(left_seq),
    roomAt: left_room_at.getTime(),
    leftAt: left_at.getTime(),
    returnedAt: returned_at.getTime(),
  };
}
