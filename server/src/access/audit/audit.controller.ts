import { AuditItem, AuditVerification, InstantIn, page, toInstantOut, type Page } from '@rearguard/shared';
import { Controller, Get, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { Describe } from '../../platform/http/openapi.js';
import { fromCursor, PageQuery, pageOf } from '../../platform/http/paging.js';
import { zodQuery } from '../../platform/http/zod-pipe.js';
import { Allow } from '../decorators.js';
import { AuditChain } from './audit-chain.js';
import { AUDIT_CSV_HEAD, auditCsvLine } from './audit-csv.js';
import { AuditLog, type NumberedEntry } from '../audit-log.js';

const Filter = z.object({
  action: z.string().max(100).optional(),
  subject: z.string().max(200).optional(),
  who: z.string().max(100).optional(),
  from: InstantIn.optional(),
  to: InstantIn.optional(),
});
const AuditQuery = PageQuery.extend(Filter.shape);
const VerificationQuery = z.object({
  noted: z
    .string()
    .regex(/^[1-9]\d{0,14}:[0-9a-f]{64}$/i, 'must be a number and a hash as verification told them, 12:ab…')
    .optional(),
});
const ActionsReply = page(z.object({ id: z.string(), version: z.literal(1) }));
const Place = z.string().regex(/^\d{1,18}$/);
const CSV_PAGE = 2_000;

@Controller('api/audit')
@Allow('audit.read')
export class AuditController {
  constructor(
    private readonly audit: AuditLog,
    private readonly chain: AuditChain,
  ) {}

  @Get()
  @Describe({ summary: 'Who did what, newest first', query: AuditQuery, reply: page(AuditItem) })
  async list(@Query(zodQuery(AuditQuery)) query: z.infer<typeof AuditQuery>): Promise<Page<AuditItem>> {
    const before = fromCursor(query.cursor, Place);
    const entries = await this.audit.list({ ...filterOf(query), before }, query.limit + 1);
    const { items, nextCursor } = pageOf(entries, query.limit, ({ number }) => number);
    return { items: items.map(shown), nextCursor };
  }

  @Get('actions')
  @Describe({ summary: 'Every kind of act on record', reply: ActionsReply })
  async actions(): Promise<z.infer<typeof ActionsReply>> {
    const actions = await this.audit.actions();
    return { items: actions.map((id) => ({ id, version: 1 as const })), nextCursor: null };
  }

  @Get('verification')
  @Describe({
    summary: 'Is the record as it was written? `noted`, a number and hash told before, shows also what was cut off',
    query: VerificationQuery,
    reply: AuditVerification,
  })
  async verification(
    @Query(zodQuery(VerificationQuery)) { noted }: z.infer<typeof VerificationQuery>,
  ): Promise<AuditVerification> {
    const [number, hash] = noted?.split(':') ?? [];
    return this.chain.verify(noted === undefined ? null : { number: Number(number), hash: hash! });
  }

  @Get('export.csv')
  @Describe({ summary: 'The same as a table for spreadsheets, all of it', query: Filter })
  async table(@Query(zodQuery(Filter)) query: z.infer<typeof Filter>, @Res() response: Response): Promise<void> {
    // The first page before the first byte: what fails there is still told as a refusal.
    let entries = await this.audit.list(filterOf(query), CSV_PAGE);
    response.type('text/csv').setHeader('Content-Disposition', 'attachment; filename="audit.csv"');
    response.write(AUDIT_CSV_HEAD);
    while (entries.length > 0 && !response.destroyed) {
      const lines = entries.map((entry) => auditCsvLine(shown(entry))).join('');
      if (!response.write(lines)) await drained(response);
      const before = entries.at(-1)!.number;
      entries = entries.length < CSV_PAGE ? [] : await this.audit.list({ ...filterOf(query), before }, CSV_PAGE);
    }
    response.end();
  }
}

function filterOf({ action, subject, who, from, to }: z.infer<typeof Filter>) {
  return { action: action || undefined, subject: subject || undefined, who: who || undefined, since: from, until: to };
}

/** Until the reader has taken what was written, or is gone. */
function drained(response: Response): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}

function shown(entry: NumberedEntry): AuditItem {
  return {
    id: entry.id,
    version: 1,
    at: toInstantOut(entry.at.getTime()),
    who: { kind: entry.whoKind, id: entry.whoId, name: entry.whoName },
    action: entry.action,
    subject: entry.subject,
    detail: entry.detail,
    before: entry.before,
    after: entry.after,
    from: entry.fromAddress,
    number: Number(entry.number),
  };
}
