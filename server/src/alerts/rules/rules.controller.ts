import { Body, Controller, Get, HttpCode, Param, Patch, Post, Req, UseGuards } from '@nestjs/common';
import {
  AlertRule,
  AlertRuleAmendment,
  AlertRuleTried,
  AlertRuleTry,
  type Page,
  page,
  type RuleId,
} from '@rearguard/shared';
import type { Request } from 'express';
import { actorOf } from '../../access/actor.js';
import { AuditLog } from '../../access/audit-log.js';
import { Allow, WhoAsks } from '../../access/decorators.js';
import type { Identity } from '../../access/identity.js';
import { Describe } from '../../platform/http/openapi.js';
import { zodBody } from '../../platform/http/zod-pipe.js';
import { RuleExists } from './rule-exists.guard.js';
import { RuleSettings } from './rule-settings.js';
import { RulesService } from './rules.service.js';

/** The rules that raise alerts: what they watch, their limits, and what a change of these would have meant. */
@Controller('api/alert-rules')
@Allow('alert-rule.read')
export class RulesController {
  constructor(
    private readonly settings: RuleSettings,
    private readonly rules: RulesService,
    private readonly audit: AuditLog,
  ) {}

  @Get()
  @Describe({
    summary: 'Every rule with its limits, also those whose feed is not connected yet',
    reply: page(AlertRule),
  })
  async list(): Promise<Page<AlertRule>> {
    return { items: await this.settings.all(), nextCursor: null };
  }

  @Patch(':id')
  @UseGuards(RuleExists)
  @Allow('alert-rule.change')
  @Describe({ summary: 'Change limits of a rule, or switch it', body: AlertRuleAmendment, reply: AlertRule })
  change(
    @Param('id') id: RuleId,
    @Body(zodBody(AlertRuleAmendment)) amendment: AlertRuleAmendment,
    @WhoAsks() who: Identity,
    @Req() request: Request,
  ): Promise<AlertRule> {
    const { reason } = amendment;
    return this.rules.change(id, amendment, who.name, (manager, before, after) =>
      this.audit.record(
        {
          who: actorOf(who),
          action: 'alert-rule.change',
          subject: id,
          detail: { reason },
          before: { state: before.state, limits: before.limits },
          after: { state: after.state, limits: after.limits },
          from: request.ip ?? null,
        },
        manager,
      ),
    );
  }

  @Post(':id/try')
  @HttpCode(200)
  @UseGuards(RuleExists)
  @Allow('alert-rule.change')
  @Describe({
    summary: 'What the rule would have raised over the last days, with these limits',
    body: AlertRuleTry,
    reply: AlertRuleTried,
  })
  try(@Param('id') id: RuleId, @Body(zodBody(AlertRuleTry)) given: AlertRuleTry): Promise<AlertRuleTried> {
    return this.rules.try(id, given);
  }
}
