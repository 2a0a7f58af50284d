import { applyDecorators, Body, Controller, HttpCode, Param, Post, Req, UseGuards } from '@nestjs/common';
import { type Action, Shift, SHIFT_ACT_BODIES, type ShiftAct, type ShiftActBody } from '@rearguard/shared';
import type { Request } from 'express';
import { actorOf } from '../access/actor.js';
import { AuditLog } from '../access/audit-log.js';
import { Allow, WhoAsks } from '../access/decorators.js';
import type { Identity } from '../access/identity.js';
import { personOf } from '../access/person-of.js';
import { Describe } from '../platform/http/openapi.js';
import { zodBody } from '../platform/http/zod-pipe.js';
import { doerOf } from './doer-of.js';
import { ShiftExists } from './shift-exists.guard.js';
import { factsOf } from './shifts.controller.js';
import { ShiftsService } from './shifts.service.js';

const BODIES = SHIFT_ACT_BODIES;
type Of<Act extends ShiftAct> = ShiftActBody<Act>;

/** `POST /api/shifts/{id}/{act}`, for the roles that may. */
const Act = (act: ShiftAct, summary: string, action: Action = 'shift.hand-over') =>
  applyDecorators(Post(act), HttpCode(200), Allow(action), Describe({ summary, body: BODIES[act], reply: Shift }));
const Sent = (act: ShiftAct) => Body(zodBody(BODIES[act]));

/** What people do to a handover. Every act is theirs, numbered, in the shift's history and in the audit record. */
@Controller('api/shifts/:id')
@UseGuards(ShiftExists)
export class ShiftActsController {
  constructor(
    private readonly shifts: ShiftsService,
    private readonly audit: AuditLog,
  ) {}

  @Act('draft', 'Draft the handover before the system does')
  draft(@Param('id') id: string, @Sent('draft') body: Of<'draft'>, @WhoAsks() who: Identity, @Req() request: Request) {
    return this.#act(id, 'draft', body, who, request);
  }

  @Act('take-in', 'Take in what changed since the draft; signatures fall')
  takeIn(
    @Param('id') id: string,
    @Sent('take-in') body: Of<'take-in'>,
    @WhoAsks() who: Identity,
    @Req() request: Request,
  ) {
    return this.#act(id, 'take-in', body, who, request);
  }

  @Act('review', 'Say that the draft is right, with remarks (who leaves)')
  review(
    @Param('id') id: string,
    @Sent('review') body: Of<'review'>,
    @WhoAsks() who: Identity,
    @Req() request: Request,
  ) {
    return this.#act(id, 'review', body, who, request);
  }

  @Act('tick', 'Take note of items (who comes)')
  tick(@Param('id') id: string, @Sent('tick') body: Of<'tick'>, @WhoAsks() who: Identity, @Req() request: Request) {
    return this.#act(id, 'tick', body, who, request);
  }

  @Act('ask', 'Ask about an item or the whole (who comes)')
  ask(@Param('id') id: string, @Sent('ask') body: Of<'ask'>, @WhoAsks() who: Identity, @Req() request: Request) {
    return this.#act(id, 'ask', body, who, request);
  }

  @Act('answer', 'Answer a question (who leaves)')
  answer(
    @Param('id') id: string,
    @Sent('answer') body: Of<'answer'>,
    @WhoAsks() who: Identity,
    @Req() request: Request,
  ) {
    return this.#act(id, 'answer', body, who, request);
  }

  @Act('sign', 'Sign; responsibility passes with the second signature. A critical alert that nobody took blocks it')
  sign(@Param('id') id: string, @Sent('sign') body: Of<'sign'>, @WhoAsks() who: Identity, @Req() request: Request) {
    return this.#act(id, 'sign', body, who, request);
  }

  @Act('cancel', 'Strike a planned shift off the roster', 'roster.keep')
  cancel(
    @Param('id') id: string,
    @Sent('cancel') body: Of<'cancel'>,
    @WhoAsks() who: Identity,
    @Req() request: Request,
  ) {
    return this.#act(id, 'cancel', body, who, request);
  }

  async #act<Name extends ShiftAct>(
    id: string,
    act: Name,
    body: Of<Name>,
    asker: Identity,
    request: Request,
  ): Promise<Shift> {
    const record = { who: actorOf(asker), action: `shift.${act}`, subject: id, detail: body, from: request.ip ?? null };
    return this.shifts.act(id, act, body, doerOf(personOf(asker)), (manager, before, after) =>
      this.audit.record({ ...record, before: before && factsOf(before), after: factsOf(after) }, manager),
    );
  }
}
