import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, UseGuards } from '@nestjs/common';
import { NewShift, type Page, page, Shift, ShiftEntry, ShiftView, TakePost, toInstantOut } from '@rearguard/shared';
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
import { Roster } from '../roster/roster.js';
import { type ShiftEntryRow, ShiftRows } from '../roster/shift-rows.js';
import { doerOf } from './doer-of.js';
import { ShiftExists } from './shift-exists.guard.js';
import { ShiftsService } from './shifts.service.js';

const Place = z.tuple([z.iso.datetime(), z.string()]);

/** Shifts: on the roster, on watch, and over with their signed handovers. */
@Controller('api/shifts')
export class ShiftsController {
  constructor(
    private readonly shifts: ShiftsService,
    private readonly rows: ShiftRows,
    private readonly roster: Roster,
    private readonly audit: AuditLog,
  ) {}

  @Get()
  @Allow('shift.read')
  @Describe({ summary: 'Shifts, those that begin last first', query: PageQuery, reply: page(Shift) })
  async list(@Query(zodQuery(PageQuery)) { cursor, limit }: PageQuery): Promise<Page<Shift>> {
    const before = fromCursor(cursor, Place) ?? null;
    return pageOf(await this.rows.list(before, limit + 1), limit, ({ startsAt, id }) => [startsAt, id]);
  }

  @Post()
  @HttpCode(201)
  @Allow('roster.keep')
  @Describe({ summary: 'Put a shift on the roster', body: NewShift, reply: Shift })
  enter(@Body(zodBody(NewShift)) given: NewShift, @WhoAsks() asker: Identity, @Req() request: Request): Promise<Shift> {
    const act = { who: actorOf(asker), action: 'shift.plan', from: request.ip ?? null };
    return this.roster.enter(given, doerOf(personOf(asker)), (manager, shift) =>
      this.audit.record({ ...act, subject: shift.id, after: factsOf(shift) }, manager),
    );
  }

  @Post('take')
  @HttpCode(200)
  @Allow('shift.hand-over')
  @Describe({ summary: 'Take the post of your role, when nobody stands at it', body: TakePost, reply: Shift })
  take(@Body(zodBody(TakePost)) given: TakePost, @WhoAsks() asker: Identity, @Req() request: Request): Promise<Shift> {
    const act = { who: actorOf(asker), action: 'shift.take', from: request.ip ?? null };
    return this.shifts.take(given, doerOf(personOf(asker)), (manager, before, after) =>
      this.audit.record(
        { ...act, subject: after.id, before: before && factsOf(before), after: factsOf(after) },
        manager,
      ),
    );
  }

  @Get(':id')
  @Allow('shift.read')
  @UseGuards(ShiftExists)
  @Describe({ summary: 'One shift with its handover, and what you may do to it', reply: ShiftView })
  one(@Param('id') id: string, @WhoAsks() who: Identity): Promise<ShiftView> {
    return this.shifts.view(id, who.kind === 'person' ? doerOf(who) : null);
  }

  @Get(':id/history')
  @Allow('shift.read')
  @UseGuards(ShiftExists)
  @Describe({ summary: 'Everything that happened to a shift, oldest first', query: PageQuery, reply: page(ShiftEntry) })
  async history(
    @Param('id') id: string,
    @Query(zodQuery(PageQuery)) { cursor, limit }: PageQuery,
  ): Promise<Page<ShiftEntry>> {
    const after = fromCursor(cursor, z.string().regex(/^\d{1,18}$/)) ?? '0';
    const entries = (await this.rows.entries(id, after, limit + 1)).map(toEntry);
    return pageOf(entries, limit, (entry) => entry.id);
  }
}

/** What the audit record keeps of a shift: not the whole handover, which its history has. */
export function factsOf({ post, state, version, startsAt, endsAt, person }: Shift): Record<string, unknown> {
  return { post, state, version, startsAt, endsAt, person };
}

function toEntry(row: ShiftEntryRow): ShiftEntry {
  return {
    id: row.id,
    shiftId: row.shift_id,
    version: row.version,
    at: toInstantOut(row.at.getTime()),
    who: row.who,
    act: row.act,
    from: row.from_state,
    to: row.to_state,
    detail: row.detail,
  };
}
