import { Body, Controller, Get, HttpCode, Post, Query, Req } from '@nestjs/common';
import { LogEntry, NewLogEntry, type Page, page } from '@rearguard/shared';
import type { Request } from 'express';
import { z } from 'zod';
import { actorOf } from '../access/actor.js';
import { AuditLog } from '../access/audit-log.js';
import { Allow, WhoAsks } from '../access/decorators.js';
import type { Identity } from '../access/identity.js';
import { personOf } from '../access/person-of.js';
import { ChangeLog, type RoomTransaction } from '../changes/change-log.js';
import { Describe } from '../platform/http/openapi.js';
import { fromCursor, pageOf, PageQuery } from '../platform/http/paging.js';
import { Problem } from '../platform/http/problem.js';
import { zodBody, zodQuery } from '../platform/http/zod-pipe.js';
import { LogIncidents } from './log-incidents.js';
import { WatchLog } from './watch-log.js';

/** The watch log: what staff hear by voice, in seconds. A line may be an incident, or put another line right. */
@Controller('api/log')
export class LogController {
  constructor(
    private readonly log: WatchLog,
    private readonly changes: ChangeLog,
    private readonly incidents: LogIncidents,
    private readonly audit: AuditLog,
  ) {}

  @Get()
  @Allow('log.read')
  @Describe({ summary: 'The watch log, newest first', query: PageQuery, reply: page(LogEntry) })
  async lines(@Query(zodQuery(PageQuery)) query: PageQuery): Promise<Page<LogEntry>> {
    const before = fromCursor(query.cursor, z.string().regex(/^\d{1,18}$/)) ?? null;
    return pageOf(await this.log.lines(before, query.limit + 1), query.limit, (line) => line.id);
  }

  @Post()
  @HttpCode(201)
  @Allow('log.write')
  @Describe({
    summary: 'Write a line, or a correction of one, with the incident that it tells of if there is one',
    body: NewLogEntry,
    reply: LogEntry,
  })
  async write(
    @Body(zodBody(NewLogEntry)) given: NewLogEntry,
    @WhoAsks() asker: Identity,
    @Req() request: Request,
  ): Promise<LogEntry> {
    const who = personOf(asker);
    let entry!: LogEntry;
    const write = async (tx: RoomTransaction, incidentId: string | null): Promise<void> => {
      entry = await this.log.write(tx, given, who, incidentId);
      const detail = { observedAt: entry.observedAt, corrects: entry.corrects, incidentId };
      await this.audit.record(
        { who: actorOf(who), action: 'log.write', subject: entry.id, detail, from: request.ip ?? null },
        tx.manager,
      );
    };
    const { incident } = given;
    if (incident === undefined) await this.changes.write((tx) => write(tx, null));
    else await this.#enterer()({ ...given, incident }, who, write);
    return entry;
  }

  #enterer() {
    const { enter } = this.incidents;
    if (enter !== null) return enter;
    const message = 'this version takes no incidents in; write the line without one';
    throw new Problem(501, { code: 'not-built', message, path: '/incident' });
  }
}
