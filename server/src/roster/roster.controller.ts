import { Body, Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { OnDutyReply, RosterImport, RosterImported, toInstantOut } from '@rearguard/shared';
import type { Request } from 'express';
import { actorOf } from '../access/actor.js';
import { AuditLog } from '../access/audit-log.js';
import { Allow, WhoAsks } from '../access/decorators.js';
import type { Identity } from '../access/identity.js';
import { personOf } from '../access/person-of.js';
import { Clock } from '../platform/clock/clock.js';
import { Describe } from '../platform/http/openapi.js';
import { zodBody } from '../platform/http/zod-pipe.js';
import { OnDuty } from './on-duty.js';
import { Roster } from './roster.js';

/** Who stands at the posts, now and next. */
@Controller('api/roster')
export class RosterController {
  constructor(
    private readonly roster: Roster,
    private readonly onDuty: OnDuty,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
  ) {}

  @Get('on-duty')
  @Allow('shift.read')
  @Describe({ summary: 'Who is on duty now at each post, and who is next', reply: OnDutyReply })
  async now(): Promise<OnDutyReply> {
    return { at: toInstantOut(this.clock.now()), posts: await this.onDuty.posts() };
  }

  @Post('import')
  @HttpCode(200)
  @Allow('roster.keep')
  @Describe({ summary: 'Take a roster in from an iCalendar file', body: RosterImport, reply: RosterImported })
  async take(
    @Body(zodBody(RosterImport)) { calendar }: RosterImport,
    @WhoAsks() asker: Identity,
    @Req() request: Request,
  ): Promise<RosterImported> {
    const { personId, name, role } = personOf(asker);
    const act = { who: actorOf(asker), action: 'roster.import', from: request.ip ?? null };
    return this.roster.take(calendar, { personId, name, role }, (manager, { skipped, ...told }) =>
      this.audit.record({ ...act, detail: { ...told, skipped: skipped.length } }, manager),
    );
  }
}
