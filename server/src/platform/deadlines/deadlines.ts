import type { EpochMs } from '@rearguard/shared';
import { toInstantOut } from '@rearguard/shared';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Lease } from '../leases/lease.js';

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

/**
 * Strikes the deadline off in the handler's own transaction, so that the two stand or fall together. False when it is no
 * longer there, or this process's turn at the deadlines is over: then nothing may be done about it here.
 */
export type Claim = (manager: EntityManager) => Promise<boolean>;

/**
 * Whose time deadlines are due by: the room's, the machine's, or a channel's that sends what leaves the room. Each is
 * swept apart, so that one that waits for somebody else's server holds up no other.
 */
export type DeadlineTime = 'room' | 'machine' | 'e-mail' | 'webhook';

/** Acts on a due deadline, in a transaction of its own, once `claim` has said yes in it. It may set the deadline anew. */
export type DeadlineHandler = (deadline: Deadline, claim: Claim) => Promise<void>;

/**
 * Deadlines are rows, not timers, so that a restart, a second process or a fast exercise can neither lose nor double
 * one. One process sweeps them at a time, by a lease; what a former sweeper that hung would still do, its claim prevents.
 */
@Injectable()
export class Deadlines {
  protected readonly time: DeadlineTime = 'room';
  readonly #handlers = new Map<string, DeadlineHandler>();
  #turn: Lease | null = null;
  #sweep: Promise<unknown> = Promise.resolve();

  constructor(private readonly database: DataSource) {}

  /** Names who acts on a kind. @throws Error when the kind has a handler already. */
  handle(kind: string, handler: DeadlineHandler): void {
    if (this.#handlers.has(kind)) throw new Error(`deadlines of kind ${kind} have two handlers`);
    this.#handlers.set(kind, handler);
  }

  /** Sweeps from now on are done by the right of this lease, and end with it. */
  sweepUnder(lease: Lease): void {
    this.#turn = lease;
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
   * Runs all that is due at an instant, in order of due time, and returns how many. `before` is told the due time first:
   * an exercise sets its clock to it. One that fails keeps its row and lets the others go on; its fault is thrown in the
   * end. Called while another sweep of this process is under way, it begins when that one has ended: each would take what
   * the other did for the work of the next sweeper, and stop.
   */
  runDue(upTo: EpochMs, before: (dueAt: EpochMs) => void = () => undefined): Promise<number> {
    const mine = this.#sweep.then(() => this.#runDue(upTo, before));
    this.#sweep = mine.catch(() => undefined);
    return mine;
  }

  async #runDue(upTo: EpochMs, before: (dueAt: EpochMs) => void): Promise<number> {
    const turn = this.#turn;
    const faults: unknown[] = [];
    let failed: Row | null = null;
    let done = 0;
    while (turn === null || turn.held) {
      const row = await this.#next(upTo, failed);
      if (!row) break;
      let struck = false;
      const claim: Claim = async (manager) => {
        const mine = await strikeOff(manager, row, turn);
        struck ||= mine;
        return mine;
      };
      try {
        before(row.due_at.getTime());
        await this.#handlerOf(row.kind)({ kind: row.kind, subject: row.subject, dueAt: row.due_at.getTime() }, claim);
        // For a handler that found nothing to do; one that set it anew keeps its new time.
        await claim(this.database.manager);
        // Another did it: our turn is over, though we may not know yet.
        if (!struck && turn !== null) break;
        done += 1;
      } catch (cause) {
        faults.push(cause);
        failed = row;
      }
    }
    if (faults.length > 0) throw faults[0];
    return done;
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
  protected override readonly time: DeadlineTime = 'machine';
}

/**
 * The row as it was read, and only while the lease has not changed hands. Whoever had it when this statement began keeps
 * the row locked to the end of the transaction, so that the next sweeper, who finds it first, waits for the outcome.
 */
async function strikeOff(manager: EntityManager, row: Row, turn: Lease | null): Promise<boolean> {
  const [, struck] = await manager.query<[unknown[], number]>(
    `DELETE FROM deadline WHERE kind = $1 AND subject = $2 AND due_at = $3
        AND ($4::text IS NULL OR EXISTS (SELECT 1 FROM lease WHERE name = $4 AND fence = $5::bigint))`,
    [row.kind, row.subject, row.due_at, turn?.name ?? null, turn?.fence ?? null],
  );
  return struck > 0;
}
