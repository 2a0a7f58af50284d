import { Injectable } from '@nestjs/common';
import { type EpochMs, type LogEntry, type LogNews, type NewLogEntry, toInstantOut } from '@rearguard/shared';
import { DataSource, type EntityManager } from 'typeorm';
import type { PersonIdentity } from '../access/identity.js';
import type { RoomTransaction } from '../changes/change-log.js';
import { RoomTime } from '../picture/room-time.js';
import { Clock } from '../platform/clock/clock.js';
import { Problem } from '../platform/http/problem.js';

interface Row {
  id: string;
  at: Date;
  observed_at: Date;
  corrects: string | null;
  corrected_by: string | null;
  who: LogEntry['who'];
  text: string;
  source: string | null;
  subjects: LogEntry['subjects'];
  incident_id: string | null;
}

/** More than this ahead of the room's clock is a slip of the keyboard. */
const AHEAD_MS = 5 * 60_000;

/** What staff hear and do, line by line. Each run of an exercise has a log of its own. */
@Injectable()
export class WatchLog {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly time: RoomTime,
  ) {}

  /**
   * Writes a line, in the caller's transaction.
   * @param incidentId that of the incident which the line tells of, if one was entered with it
   * @throws Problem 400 for a time that has not come, or a line to correct that is not there
   */
  async write(
    tx: RoomTransaction,
    given: NewLogEntry,
    who: PersonIdentity,
    incidentId: string | null = null,
  ): Promise<LogEntry> {
    const at = this.clock.now();
    const observedAt = given.observedAt ?? at;
    if (observedAt > at + AHEAD_MS) throw inFuture();
    if (given.corrects !== null && (await this.#rows(tx.manager, { id: given.corrects }, 1)).length === 0) {
      throw noSuchLine(given.corrects);
    }
    const doer = { personId: who.personId, name: who.name, role: who.role };
    const [row]: { id: string }[] = await tx.manager.query(
      `INSERT INTO log_entry (run_id, at, observed_at, corrects, who, text, source, subjects, incident_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
      [
        this.#run(),
        toInstantOut(at),
        toInstantOut(observedAt),
        given.corrects,
        doer,
        given.text,
        given.source,
        JSON.stringify(given.subjects),
        incidentId,
      ],
    );
    const entry = (await this.#rows(tx.manager, { id: row!.id }, 1)).map(toEntry)[0]!;
    tx.change({ kind: 'log', id: entry.id, version: 1, at, observedAt, op: 'put', body: newsOf(entry) });
    return entry;
  }

  /** Newest first. */
  async lines(before: string | null, limit: number, manager = this.database.manager): Promise<LogEntry[]> {
    return (await this.#rows(manager, { before }, limit)).map(toEntry);
  }

  /** Lines written from an instant on, oldest first. */
  async linesSince(since: EpochMs, limit: number, manager = this.database.manager): Promise<LogEntry[]> {
    return (await this.#rows(manager, { since }, limit)).map(toEntry).reverse();
  }

  async byIds(ids: readonly string[]): Promise<LogEntry[]> {
    return (await this.#rows(this.database.manager, { ids }, ids.length)).map(toEntry);
  }

  async #rows(
    manager: EntityManager,
    of: { id?: string; ids?: readonly string[]; before?: string | null; since?: EpochMs },
    limit: number,
  ): Promise<Row[]> {
    return manager.query<Row[]>(
      `SELECT e.*, (SELECT max(c.id) FROM log_entry c WHERE c.corrects = e.id)::text AS corrected_by FROM log_entry e
        WHERE e.run_id IS NOT DISTINCT FROM $1 AND ($2::bigint IS NULL OR e.id < $2)
          AND ($3::bigint[] IS NULL OR e.id = ANY($3)) AND ($4::timestamptz IS NULL OR e.at >= $4)
        ORDER BY e.id DESC LIMIT $5`,
      [
        this.#run(),
        of.before ?? null,
        of.id === undefined ? (of.ids ?? null) : [of.id],
        of.since === undefined ? null : toInstantOut(of.since),
        limit,
      ],
    );
  }

  #run(): string | null {
    return this.time.clock().exercise?.runId ?? null;
  }
}

function toEntry(row: Row): LogEntry {
  return {
    id: row.id,
    version: 1,
    at: toInstantOut(row.at.getTime()),
    observedAt: toInstantOut(row.observed_at.getTime()),
    who: row.who,
    text: row.text,
    source: row.source,
    subjects: row.subjects,
    corrects: row.corrects,
    correctedBy: row.corrected_by,
    incidentId: row.incident_id,
  };
}

function newsOf({ id, version, at, observedAt, subjects, corrects, who }: LogEntry): LogNews {
  return { id, version, at, observedAt, subjects, corrects, role: who.role };
}

function inFuture(): Problem {
  const message = 'the time of the fact is more than five minutes after the room’s clock';
  return new Problem(400, { code: 'observed-in-future', message, path: '/observedAt' });
}

function noSuchLine(id: string): Problem {
  return new Problem(400, { code: 'no-such-line', message: `there is no line ${id} to correct`, path: '/corrects' });
}
