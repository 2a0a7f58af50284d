import { Body, Controller, Get, Param, Patch, Query, Req, UseGuards } from '@nestjs/common';
import { type Page, page, ProtectionAmendment, ProtectionEntry, Site } from '@rearguard/shared';
import type { Request } from 'express';
import { z } from 'zod';
import { actorOf } from '../access/actor.js';
import { AuditLog } from '../access/audit-log.js';
import { Allow, WhoAsks } from '../access/decorators.js';
import type { Identity } from '../access/identity.js';
import { personOf } from '../access/person-of.js';
import { Clock } from '../platform/clock/clock.js';
import { Describe } from '../platform/http/openapi.js';
import { fromCursor, pageOf, PageQuery } from '../platform/http/paging.js';
import { zodBody, zodQuery } from '../platform/http/zod-pipe.js';
import { ProtectionRows } from './protection-rows.js';
import { ProtectionService } from './protection.service.js';
import { SiteExists } from './site-exists.guard.js';

/** Force protection of a site (SR-61). As it stands it is part of the site; here is who changed it, and the way to. */
@Controller('api/sites/:id/protection')
@UseGuards(SiteExists)
export class ProtectionController {
  constructor(
    private readonly protection: ProtectionService,
    private readonly rows: ProtectionRows,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
  ) {}

  @Patch()
  @Allow('protection.amend')
  @Describe({ summary: 'Amend posture, guard minimum, guards, people', body: ProtectionAmendment, reply: Site })
  amend(
    @Param('id') id: string,
    @Body(zodBody(ProtectionAmendment)) body: ProtectionAmendment,
    @WhoAsks() asker: Identity,
    @Req() request: Request,
  ): Promise<Site> {
    const { personId, name, role } = personOf(asker);
    const act = { who: actorOf(asker), action: 'protection.amend', subject: id, from: request.ip ?? null };
    const who = { kind: 'person' as const, id: personId, name, role };
    return this.protection.amend(id, body, who, this.clock.now(), (manager, before, after) =>
      this.audit.record(
        {
          ...act,
          detail: { reason: body.reason },
          before: before.protection ?? null,
          after: after.protection ?? null,
        },
        manager,
      ),
    );
  }

  @Get('history')
  @Allow('protection.history')
  @Describe({ summary: 'Who changed it, when and why, oldest first', query: PageQuery, reply: page(ProtectionEntry) })
  async history(
    @Param('id') id: string,
    @Query(zodQuery(PageQuery)) { cursor, limit }: PageQuery,
  ): Promise<Page<ProtectionEntry>> {
    const after = fromCursor(cursor, z.string().regex(/^\d{1,18}$/)) ?? '0';
    return pageOf(await this.rows.entries(id, after, limit + 1), limit, (entry) => entry.id);
  }
}
