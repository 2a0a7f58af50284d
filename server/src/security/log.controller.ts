import { Body, Controller, Get, HttpCode, Post, Query, Req } from '@nestjs/common';
import { LogEntry, NewLogEntry, type Page, page } from '@rearguard/shared';
import type { Request } from 'express';
import { z } from 'zod';
import { actorOf } from '../access/actor.js';
import { AuditLog } from '../access/audit-log.js';
import { Allow, WhoAsks } from '../access/decorators.js';
import type { Identity } from '../access/identity.js';
import { personOf } from '../access/person-of.js';
import { Describe } from '../platform/http/openapi.js';
import { fromCursor, pageOf, PageQuery } from '../platform/http/paging.js';
import { zodBody, zodQuery } from '../platform/http/zod-pipe.js';
import { IncidentDesk } from './incident-desk.js';

/** The watch log: what staff hear by voice, in seconds. A line may be an incident. */
@Controller('api/log')
export class LogController {
  constructor(
    private readonly desk: IncidentDesk,
    private readonly audit: AuditLog,
  ) {}

  @Get()
  // What people wrote down is for staff; the wall shows no such thing.
  @Allow('incident.report')
  @Describe({ summary: 'The watch log, newest first', query: PageQuery, reply: page(LogEntry) })
  async lines(@Query(zodQuery(PageQuery)) query: PageQuery): Promise<Page<LogEntry>> {
    const before = fromCursor(query.cursor, z.string().regex(/^\d{1,18}$/)) ?? null;
    return pageOf(await this.desk.lines(before, query.limit + 1), query.limit, (line) => line.id);
  }

  @Post()
  @HttpCode(201)
  @Allow('incident.report')
  @Describe({
    summary: 'Write a line, with the incident that it tells of if there is one',
    body: NewLogEntry,
    reply: LogEntry,
  })
  write(
    @Body(zodBody(NewLogEntry)) given: NewLogEntry,
    @WhoAsks() who: Identity,
    @Req() request: Request,
  ): Promise<LogEntry> {
    const act = { who: actorOf(who), action: 'log.write', detail: given, from: request.ip ?? null };
    return this.desk.log(given, personOf(who), (manager) => this.audit.record(act, manager));
  }
}
