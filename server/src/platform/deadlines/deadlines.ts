import type { EpochMs } from '@rearguard/shared';
import { toInstantOut } from '@rearguard/shared';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';

/** What waits for its time. One row for each kind and subject; setting it again moves it. */
export interface Deadline {
  kind: string;
  subject: string;
  dueAt: EpochMs;
}

interface Row {
  kind: string;
  subject: string;
  due_at: Date;
}

/** Acts on a due deadline, in a transaction of its own. The row is already gone; a handler may set it anew. */
export type DeadlineHandler = (deadline: Deadline) => Promise<void>;

/** One sweep at a time in the whole room, whichever process does it. */
const SWEEP_LOCKS = { room: 7_302_001, machine: 7_302_003 };

/**
 * Deadlines are rows, not timers, so that a restart, a second process or a fast exercise can neither lose nor double
 * one. A handler must be safe to run again: its row is removed only after it succeeded.
 */
@Injectable()
export class Deadlines {
  /** Whose time they are due by. */
  protected readonly time: 'room' | 'machine' = 'room';
  readonly #handlers = new Map<string, DeadlineHandler>();

  constructor(private readonly database: DataSource) {}

  /** Names who acts on a kind. @throws Error when the kind has a handler already. */
  handle(kind: string, handler: DeadlineHandler): void {
    if (this.#handlers.has(kind)) throw new Error(`deadlines of kind ${kind} have two handlers`);
    this.#handlers.set(kind, handler);
  }

  async set(manager: EntityManager, deadlines: readonly Deadline[]): Promise<void> {
    if (deadlines.length === 0) return;
    await manager.query(
      `INSERT INTO deadline (time, kind, subject, due_at)
       SELECT $1, * FROM unnest($2::text[], $3::text[], $4::timestamptz[])
       ON CONFLICT (kind, subject) DO UPDATE SET due_at = excluded.due_at`,
      [
        this.time,
        deadlines.map((deadline) => deadline.kind),
        deadlines.map((deadline) => deadline.subject),
        deadlines.map((deadline) => toInstantOut(deadline.dueAt)),
      ],
    );
  }

  /** Sets one that must always wait, such as a daily task; one that waits already stays as it is. */
  async ensure({ kind, subject, dueAt }: Deadline): Promise<void> {
    await this.database.query(
      `INSERT INTO deadline (time, kind, subject, due_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
      [this.time, kind, subject, toInstantOut(dueAt)],
    );
  }

  async clear(manager: EntityManager, kind: string, subjects: readonly string[]): Promise<void> {
    await manager.query(`DELETE FROM deadline WHERE kind = $1 AND subject = ANY($2)`, [kind, subjects]);
  }

  /** When the next one is due, or null when none waits. */
  async earliestDueAt(): Promise<EpochMs | null> {
    const [row]: { due: Date | null }[] = await this.database.query(
      `SELECT min(due_at) AS due FROM deadline WHERE time = $1`,
      [this.time],
    );
    return row?.due?.getTime() ?? null;
  }

  /**
   * Runs all that is due at an instant, in order of due time, and returns how many. Returns 0 at once when another
   * process is sweeping. `before` is told the due time first: an exercise sets its clock to it.
   */
  async runDue(upTo: EpochMs, before: (dueAt: EpochMs) => void = () => undefined): Promise<number> {
    const guard = this.database.createQueryRunner();
    try {
      await guard.connect();
      const [lock] = (await guard.query(`SELECT pg_try_advisory_lock($1) AS mine`, [SWEEP_LOCKS[this.time]])) as {
        mine: boolean;
      }[];
      if (!lock?.mine) return 0;
      try {
        return await this.#sweep(upTo, before);
      } finally {
        await guard.query(`SELECT pg_advisory_unlock($1)`, [SWEEP_LOCKS[this.time]]);
      }
    } finally {
      await guard.release();
    }
  }

  /** One that fails keeps its row and lets the others go on; its fault is thrown in the end. */
  async #sweep(upTo: EpochMs, before: (dueAt: EpochMs) => void): Promise<number> {
    const faults: unknown[] = [];
    let failed: Row | null = null;
    for (let done = 0; ;) {
      const row = await this.#next(upTo, failed);
      if (!row) {
        if (faults.length > 0) throw faults[0];
        return done;
      }
      try {
        before(row.due_at.getTime());
        await this.#handlerOf(row.kind)({ kind: row.kind, subject: row.subject, dueAt: row.due_at.getTime() });
        // Only as it was: a handler that set it anew keeps its new time.
        await this.database.query(`DELETE FROM deadline WHERE kind = $1 AND subject = $2 AND due_at = $3`, [
          row.kind,
          row.subject,
          row.due_at,
        ]);
        done += 1;
      } catch (cause) {
        faults.push(cause);
        failed = row;
      }
    }
  }

  async #next(upTo: EpochMs, after: Row | null): Promise<Row | undefined> {
    const [row]: Row[] = await this.database.query(
      `SELECT kind, subject, due_at FROM deadline
       WHERE time = $5 AND due_at <= $1 AND ($2::timestamptz IS NULL OR (due_at, kind, subject) > ($2, $3, $4))
       ORDER BY due_at, kind, subject LIMIT 1`,
      [toInstantOut(upTo), after?.due_at ?? null, after?.kind ?? null, after?.subject ?? null, this.time],
    );
    return row;
  }

  #handlerOf(kind: string): DeadlineHandler {
    const handler = this.#handlers.get(kind);
    if (!handler) throw new Error(`nobody handles deadlines of kind ${kind}`);
    return handler;
  }
}

/**
 * Deadlines by the machine's own time, whatever the room's clock says: sessions and tokens age by it also while an
 * exercise stands.
 */
@Injectable()
export class MachineDeadlines extends Deadlines {
  protected override readonly time = 'machine';
}
