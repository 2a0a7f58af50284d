import { InstantOut, page, toInstantOut, type Page } from '@rearguard/shared';
import { Controller, Get, Query } from '@nestjs/common';
import { z } from 'zod';
import { Describe } from '../platform/http/openapi.js';
import { fromCursor, PageQuery, pageOf } from '../platform/http/paging.js';
import { zodQuery } from '../platform/http/zod-pipe.js';
import type { AuditEntryEntity } from './audit-entry.entity.js';
import { AuditLog } from './audit-log.js';
import { Allow } from './decorators.js';

const AuditQuery = PageQuery.extend({ action: z.string().optional(), subject: z.string().optional() });
const Place = z.string().regex(/^\d{1,18}$/);
const AuditItem = z.object({
  id: z.string(),
  version: z.literal(1),
  at: InstantOut,
  who: z.object({ kind: z.enum(['person', 'token', 'system']), id: z.string().nullable(), name: z.string() }),
  /** `noun.verb`. */
  action: z.string(),
  subject: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
  from: z.string().nullable(),
});
type AuditItem = z.infer<typeof AuditItem>;

@Controller('api/audit')
export class AuditController {
  constructor(private readonly audit: AuditLog) {}

  @Get()
  @Allow('audit.read')
  @Describe({ summary: 'Who did what, newest first', query: AuditQuery, reply: page(AuditItem) })
  async list(@Query(zodQuery(AuditQuery)) query: z.infer<typeof AuditQuery>): Promise<Page<AuditItem>> {
    const before = fromCursor(query.cursor, Place);
    const { action, subject, limit } = query;
    const { items, nextCursor } = pageOf(
      await this.audit.list({ action, subject, before }, limit + 1),
      limit,
      ({ id }) => id,
    );
    return { items: items.map(shown), nextCursor };
  }
}

function shown(entry: AuditEntryEntity): AuditItem {
  return {
    id: entry.id,
    version: 1,
    at: toInstantOut(entry.at.getTime()),
    who: { kind: entry.whoKind, id: entry.whoId, name: entry.whoName },
    action: entry.action,
    subject: entry.subject,
    detail: entry.detail,
    from: entry.fromAddress,
  };
}
