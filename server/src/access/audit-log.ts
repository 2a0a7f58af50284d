import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, type FindOptionsWhere, LessThan } from 'typeorm';
import { SystemClock } from '../platform/clock/clock.js';
import type { Actor } from './actor.js';
import { AuditEntryEntity } from './audit-entry.entity.js';

/** What is worth knowing later about one act. */
export interface AuditRecord {
  who: Actor;
  /** `noun.verb`, such as `feed-token.create`. */
  action: string;
  /** Id of what it was done to. */
  subject?: string | null;
  /** Never a secret. */
  detail?: Record<string, unknown>;
  /** Network address; null for what was done on the machine itself. */
  from?: string | null;
}

export interface AuditFilter {
  action?: string | undefined;
  subject?: string | undefined;
  /** Only entries older than this one. */
  before?: string | undefined;
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
      fromAddress: record.from ?? null,
    });
  }

  /** Newest first. */
  async list(filter: AuditFilter, limit: number): Promise<AuditEntryEntity[]> {
    const where: FindOptionsWhere<AuditEntryEntity> = {
      ...(filter.action !== undefined && { action: filter.action }),
      ...(filter.subject !== undefined && { subject: filter.subject }),
      ...(filter.before !== undefined && { id: LessThan(filter.before) }),
    };
    return this.database.getRepository(AuditEntryEntity).find({ where, order: { id: 'DESC' }, take: limit });
  }
}
