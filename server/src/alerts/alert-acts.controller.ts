import { applyDecorators, Body, Controller, HttpCode, Param, Post, Req, UseGuards } from '@nestjs/common';
import { type Action, Alert, ALERT_ACTION_BODIES, type AlertAction, type AlertActionBody } from '@rearguard/shared';
import type { Request } from 'express';
import { actorOf } from '../access/actor.js';
import { AuditLog } from '../access/audit-log.js';
import { Allow, WhoAsks } from '../access/decorators.js';
import type { Identity } from '../access/identity.js';
import { Describe } from '../platform/http/openapi.js';
import { Problem } from '../platform/http/problem.js';
import { zodBody } from '../platform/http/zod-pipe.js';
import { AlertExists } from './alert-exists.guard.js';
import { AlertsService } from './alerts.service.js';

const BODIES = ALERT_ACTION_BODIES;
type Of<Act extends AlertAction> = AlertActionBody<Act>;

/** `POST /api/alerts/{id}/{act}`, for the roles that may. */
const Act = (act: AlertAction, action: Action, summary: string) =>
  applyDecorators(Post(act), HttpCode(200), Allow(action), Describe({ summary, body: BODIES[act], reply: Alert }));
const Sent = (act: AlertAction) => Body(zodBody(BODIES[act]));

/** What people do to alerts. Every act is theirs, allowed, numbered, in the alert's history and in the audit record. */
@Controller('api/alerts/:id')
@UseGuards(AlertExists)
export class AlertActsController {
  constructor(
    private readonly alerts: AlertsService,
    private readonly audit: AuditLog,
  ) {}

  @Act('acknowledge', 'alert.acknowledge', 'Take an alert, by name')
  acknowledge(
    @Param('id') id: string,
    @Sent('acknowledge') body: Of<'acknowledge'>,
    @WhoAsks() who: Identity,
    @Req() request: Request,
  ) {
    return this.#act(id, 'acknowledge', body, who, request);
  }

  @Act('assess', 'alert.assess', 'Judge source and severity')
  assess(
    @Param('id') id: string,
    @Sent('assess') body: Of<'assess'>,
    @WhoAsks() who: Identity,
    @Req() request: Request,
  ) {
    return this.#act(id, 'assess', body, who, request);
  }

  @Act('respond', 'alert.respond', 'Order tasks with owner and due time')
  respond(
    @Param('id') id: string,
    @Sent('respond') body: Of<'respond'>,
    @WhoAsks() who: Identity,
    @Req() request: Request,
  ) {
    return this.#act(id, 'respond', body, who, request);
  }

  @Act('assign', 'alert.assign', 'Give an alert to a person')
  assign(
    @Param('id') id: string,
    @Sent('assign') body: Of<'assign'>,
    @WhoAsks() who: Identity,
    @Req() request: Request,
  ) {
    return this.#act(id, 'assign', body, who, request);
  }

  @Act('escalate', 'alert.escalate', 'Call the next level; cannot be taken back')
  escalate(
    @Param('id') id: string,
    @Sent('escalate') body: Of<'escalate'>,
    @WhoAsks() who: Identity,
    @Req() request: Request,
  ) {
    return this.#act(id, 'escalate', body, who, request);
  }

  @Act('shelve', 'alert.shelve', 'Set aside with a reason, eight hours at most; not critical ones')
  shelve(
    @Param('id') id: string,
    @Sent('shelve') body: Of<'shelve'>,
    @WhoAsks() who: Identity,
    @Req() request: Request,
  ) {
    return this.#act(id, 'shelve', body, who, request);
  }

  @Act('unshelve', 'alert.unshelve', 'End a shelf early; it is raised again')
  unshelve(
    @Param('id') id: string,
    @Sent('unshelve') body: Of<'unshelve'>,
    @WhoAsks() who: Identity,
    @Req() request: Request,
  ) {
    return this.#act(id, 'unshelve', body, who, request);
  }

  @Act('merge', 'alert.merge', 'End this alert in favour of the main one')
  merge(@Param('id') id: string, @Sent('merge') body: Of<'merge'>, @WhoAsks() who: Identity, @Req() request: Request) {
    return this.#act(id, 'merge', body, who, request);
  }

  @Act('keep-apart', 'alert.keep-apart', 'Say that two alerts are two events')
  keepApart(
    @Param('id') id: string,
    @Sent('keep-apart') body: Of<'keep-apart'>,
    @WhoAsks() who: Identity,
    @Req() request: Request,
  ) {
    return this.#act(id, 'keep-apart', body, who, request);
  }

  @Act('false-report', 'alert.false-report', 'Close as a false report, with a reason')
  falseReport(
    @Param('id') id: string,
    @Sent('false-report') body: Of<'false-report'>,
    @WhoAsks() who: Identity,
    @Req() request: Request,
  ) {
    return this.#act(id, 'false-report', body, who, request);
  }

  @Act('resolve', 'alert.resolve', 'Close with its outcome')
  resolve(
    @Param('id') id: string,
    @Sent('resolve') body: Of<'resolve'>,
    @WhoAsks() who: Identity,
    @Req() request: Request,
  ) {
    return this.#act(id, 'resolve', body, who, request);
  }

  @Act('reopen', 'alert.reopen', 'Take up a resolved alert again')
  reopen(
    @Param('id') id: string,
    @Sent('reopen') body: Of<'reopen'>,
    @WhoAsks() who: Identity,
    @Req() request: Request,
  ) {
    return this.#act(id, 'reopen', body, who, request);
  }

  @Act('log', 'alert.log', 'A line in its history; also that a task is done')
  log(@Param('id') id: string, @Sent('log') body: Of<'log'>, @WhoAsks() who: Identity, @Req() request: Request) {
    return this.#act(id, 'log', body, who, request);
  }

  @Act('undo', 'alert.acknowledge', 'Take one’s own last act back, within five minutes')
  undo(@Param('id') id: string, @Sent('undo') body: Of<'undo'>, @WhoAsks() who: Identity, @Req() request: Request) {
    return this.#act(id, 'undo', body, who, request);
  }

  #act<Act extends AlertAction>(
    id: string,
    action: Act,
    body: Of<Act>,
    who: Identity,
    request: Request,
  ): Promise<Alert> {
    if (who.kind !== 'person')
      throw new Problem(403, { code: 'not-allowed', message: 'Only a person acts on an alert.' });
    return this.alerts.act(id, action, body, who, (manager, before, after) =>
      this.audit.record(
        {
          who: actorOf(who),
          action: `alert.${action}`,
          subject: id,
          detail: { ...body },
          before: { state: before.state, severity: before.severity, holder: before.holder?.name ?? null },
          after: { state: after.state, severity: after.severity, holder: after.holder?.name ?? null },
          from: request.ip ?? null,
        },
        manager,
      ),
    );
  }
}
