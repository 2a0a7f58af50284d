import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { Convoy, ConvoyPlan } from '@rearguard/shared';
import type { Request } from 'express';
import type { z } from 'zod';
import { actorOf } from '../../access/actor.js';
import { AuditLog } from '../../access/audit-log.js';
import { Allow, WhoAsks } from '../../access/decorators.js';
import type { Identity } from '../../access/identity.js';
import { Describe } from '../../platform/http/openapi.js';
import { zodBody } from '../../platform/http/zod-pipe.js';
import { ConvoysService } from './convoys.service.js';

@Controller('api/convoys')
export class ConvoysController {
  constructor(
    private readonly convoys: ConvoysService,
    private readonly audit: AuditLog,
  ) {}

  @Post()
  @HttpCode(201)
  @Allow('convoy.plan')
  @Describe({ summary: 'Enter a convoy: its road, units and planned departure', body: ConvoyPlan, reply: Convoy })
  plan(
    @Body(zodBody(ConvoyPlan)) plan: z.infer<typeof ConvoyPlan>,
    @WhoAsks() who: Identity,
    @Req() request: Request,
  ): Promise<Convoy> {
    return this.convoys.plan(plan, (manager) =>
      this.audit.record(
        { who: actorOf(who), action: 'convoy.plan', subject: plan.id, detail: plan, from: request.ip ?? null },
        manager,
      ),
    );
  }
}
