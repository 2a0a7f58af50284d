import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query, Req, UseGuards } from '@nestjs/common';
import {
  CallTree,
  Comms,
  CommsAmendment,
  CommsEntry,
  CommsState,
  type Page,
  page,
  RadioCheck,
} from '@rearguard/shared';
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
import { CommsExists } from './comms-exists.guard.js';
import { CommsRows } from './comms-rows.js';
import { type Also, CommsService, factsOf } from './comms.service.js';

const CommsQuery = PageQuery.extend({ state: CommsState.optional() });

/** Radio checks of sites and convoys (SR-62): schedule, fallback, call tree, and what was heard or missed. */
@Controller('api/comms')
export class CommsController {
  constructor(
    private readonly comms: CommsService,
    private readonly rows: CommsRows,
    private readonly audit: AuditLog,
  ) {}

  @Get()
  @Allow('picture.read')
  @Describe({ summary: 'Radio checks of sites and convoys', query: CommsQuery, reply: page(Comms) })
  async list(@Query(zodQuery(CommsQuery)) { cursor, limit, state }: z.infer<typeof CommsQuery>): Promise<Page<Comms>> {
    const after = fromCursor(cursor, z.string().max(100)) ?? '';
    return pageOf(await this.rows.list(after, state ?? null, limit + 1), limit, ({ id }) => id);
  }

  @Get(':id')
  @Allow('picture.read')
  @UseGuards(CommsExists)
  @Describe({ summary: 'Radio checks of one site or convoy (`site:gao`, `convoy:BER-01`)', reply: Comms })
  async one(@Param('id') id: string): Promise<Comms> {
    return (await this.rows.find(id))!;
  }

  @Get(':id/call-tree')
  @Allow('call-tree.read')
  @UseGuards(CommsExists)
  @Describe({ summary: 'Whom to call in which order, and how each post is reached', reply: CallTree })
  callTree(@Param('id') id: string): Promise<CallTree> {
    return this.comms.callTree(id);
  }

  @Get(':id/history')
  @Allow('comms.history')
  @UseGuards(CommsExists)
  @Describe({ summary: 'What was heard, missed and changed, oldest first', query: PageQuery, reply: page(CommsEntry) })
  async history(
    @Param('id') id: string,
    @Query(zodQuery(PageQuery)) { cursor, limit }: PageQuery,
  ): Promise<Page<CommsEntry>> {
    const after = fromCursor(cursor, z.string().regex(/^\d{1,18}$/)) ?? '0';
    return pageOf(await this.rows.entries(id, after, limit + 1), limit, (entry) => entry.id);
  }

  @Post(':id/checks')
  @HttpCode(200)
  @Allow('comms.check')
  @UseGuards(CommsExists)
  @Describe({
    summary: 'Record a radio check that was heard; it ends the misses up to then',
    body: RadioCheck,
    reply: Comms,
  })
  check(
    @Param('id') id: string,
    @Body(zodBody(RadioCheck)) body: RadioCheck,
    @WhoAsks() asker: Identity,
    @Req() request: Request,
  ): Promise<Comms> {
    return this.comms.check(id, body, doerOf(asker), this.#record('comms.check', id, body, asker, request));
  }

  @Patch(':id')
  @Allow('comms.amend')
  @UseGuards(CommsExists)
  @Describe({ summary: 'Amend schedule, means and call tree', body: CommsAmendment, reply: Comms })
  amend(
    @Param('id') id: string,
    @Body(zodBody(CommsAmendment)) body: CommsAmendment,
    @WhoAsks() asker: Identity,
    @Req() request: Request,
  ): Promise<Comms> {
    const detail = { reason: body.reason, contacts: body.callTree === undefined ? 'unchanged' : 'set' };
    return this.comms.amend(id, body, doerOf(asker), this.#record('comms.amend', id, detail, asker, request));
  }

  #record(action: string, subject: string, detail: object, asker: Identity, request: Request): Also {
    const act = { who: actorOf(asker), action, subject, detail: { ...detail }, from: request.ip ?? null };
    return (manager, before, after) =>
      this.audit.record({ ...act, before: factsOf(before), after: factsOf(after) }, manager);
  }
}

function doerOf(asker: Identity) {
  const { personId, name, role } = personOf(asker);
  return { kind: 'person' as const, id: personId, name, role };
}
