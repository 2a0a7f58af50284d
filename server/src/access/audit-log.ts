import { Injectable } from '@nestjs/common';
import { type EpochMs, toInstantOut } from '@rearguard/shared';
import { DataSource, type EntityManager } from 'typeorm';
import { SystemClock } from '../platform/clock/clock.js';
import type { Actor } from './actor.js';
import { AuditEntryEntity } from './audit-entry.entity.js';

type Facts = Record<string, unknown>;

/** What is worth knowing later about one act. */
export interface AuditRecord {
  who: Actor;
  /** `noun.verb`, such as `feed-token.create`. */
  action: string;
  /** Id of what it was done to. */
  subject?: string | null;
  /** Never a secret. */
  detail?: Facts;
  /** What was changed, as it stood before and as it stands now. */
  before?: Facts | null;
  after?: Facts | null;
  /** Network address; null for what was done on the machine itself. */
  from?: string | null;
}

export interface AuditFilter {
  action?: string | undefined;
  subject?: string | undefined;
  /** Id of who did it, or any part of the name. */
  who?: string | undefined;
  since?: EpochMs | undefined;
  until?: EpochMs | undefined;
  /** Only entries older than the one with this number. */
  before?: string | undefined;
}

/** An entry with its place in the chain. */
export interface NumberedEntry extends AuditEntryEntity {
  number: string;
}

/** The record of who did what. It is only ever added to; the database itself refuses the rest. */
@Injectable()
export class AuditLog {
  constructor(
    private readonly database: DataSource,
    private readonly time: SystemClock,
  ) {}

  /** @param manager that of the caller's transaction, so that the act and its record stand or fall together */
  async record(record: AuditRecord, manager: EntityManager = this.database.manager): Promise<void> {
    await manager.getRepository(AuditEntryEntity).insert({
      at: new Date(this.time.now()),
      whoKind: record.who.kind,
      whoId: record.who.id,
      whoName: record.who.name,
      action: record.action,
      subject: record.subject ?? null,
      detail: (record.detail ?? {}) as object,
      before: (record.before ?? null) as object | null,
      after: (record.after ?? null) as object | null,
      fromAddress: record.from ?? null,
    });
  }

  /** Newest first, by place in the chain, which is the order in which the acts were committed. */
  async list(filter: AuditFilter, limit: number): Promise<NumberedEntry[]> {
    return this.database.query<NumberedEntry[]>(
      `SELECT l.number, e.id, e.at, e.who_kind AS "whoKind", e.who_id AS "whoId", e.who_name AS "whoName", e.action, e.subject,
              e.detail, e.state_before AS before, e.state_after AS after, e.from_address AS "fromAddress"
         FROM audit_link l JOIN audit_entry e ON e.id = l.entry_id
        WHERE ($1::bigint IS NULL OR l.number < $1) AND ($2::text IS NULL OR e.action = $2)
          AND ($3::text IS NULL OR e.subject = $3)
          AND ($4::text IS NULL OR e.who_id = $4 OR strpos(lower(e.who_name), lower($4)) > 0)
          AND ($5::timestamptz IS NULL OR e.at >= $5) AND ($6::timestamptz IS NULL OR e.at < $6)
        ORDER BY l.number DESC LIMIT $7`,
      [
        filter.before ?? null,
        filter.action ?? null,
        filter.subject ?? null,
        filter.who ?? null,
        filter.since === undefined ? null : toInstantOut(filter.since),
        filter.until === undefined ? null : toInstantOut(filter.until),
        limit,
      ],
    );
  }

  /** Every kind of act on record, for whoever chooses among them. */
  async actions(): Promise<string[]> {
    const rows = await this.database.query<{ action: string }[]>(
      `SELECT DISTINCT action FROM audit_entry ORDER BY action`,
    );
    return rows.map(({ action }) => action);
  }
}
