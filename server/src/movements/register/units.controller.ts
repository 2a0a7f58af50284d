import { Body, Controller, HttpCode, Param, Patch, Post, Req, UseGuards } from '@nestjs/common';
import { UnitAmendment, UnitEntry, UnitFacts } from '@rearguard/shared';
import type { Request } from 'express';
import type { z } from 'zod';
import { actorOf } from '../../access/actor.js';
import { AuditLog } from '../../access/audit-log.js';
import { Allow, WhoAsks } from '../../access/decorators.js';
import type { Identity } from '../../access/identity.js';
import { Describe } from '../../platform/http/openapi.js';
import { zodBody } from '../../platform/http/zod-pipe.js';
import { UnitExists } from './unit-exists.guard.js';
import { UnitRegister } from './unit-register.js';

/** The register of units; where they are is asked of the picture. */
@Controller('api/units')
export class UnitsController {
  constructor(
    private readonly register: UnitRegister,
    private readonly audit: AuditLog,
  ) {}

  @Post()
  @HttpCode(201)
  @Allow('unit.register')
  @Describe({ summary: 'Register a unit, also one that has reported unasked', body: UnitEntry, reply: UnitFacts })
  enter(
    @Body(zodBody(UnitEntry)) entry: z.infer<typeof UnitEntry>,
    @WhoAsks() who: Identity,
    @Req() request: Request,
  ): Promise<UnitFacts> {
    const act = { who: actorOf(who), action: 'unit.register', subject: entry.id, detail: entry, from: from(request) };
    return this.register.enter(entry, (manager) => this.audit.record(act, manager));
  }

  @Patch(':id')
  @Allow('unit.register')
  @UseGuards(UnitExists)
  @Describe({ summary: 'Amend a unit, or take it off the register', body: UnitAmendment, reply: UnitFacts })
  amend(
    @Param('id') id: string,
    @Body(zodBody(UnitAmendment)) amendment: z.infer<typeof UnitAmendment>,
    @WhoAsks() who: Identity,
    @Req() request: Request,
  ): Promise<UnitFacts> {
    const act = { who: actorOf(who), action: 'unit.amend', subject: id, detail: amendment, from: from(request) };
    return this.register.amend(id, amendment, (manager) => this.audit.record(act, manager));
  }
}

function from(request: Request): string | null {
  return request.ip ?? null;
}
