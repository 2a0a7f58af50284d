import {
  Body,
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  HttpCode,
  Injectable,
  Param,
  Patch,
  Post,
  Query,
  Req,
  type Type,
  UseGuards,
} from '@nestjs/common';
import {
  Consignment,
  ConsignmentAmendment,
  ConsignmentTransition,
  DossierEntry,
  type DossierKind,
  FlightRequest,
  FlightRequestAmendment,
  FlightRequestTransition,
  LIFE_CYCLES,
  Movement,
  MovementAmendment,
  MovementTransition,
  NewConsignment,
  NewFlightRequest,
  NewMovement,
  NewRestriction,
  type Page,
  page,
  Restriction,
  RestrictionAmendment,
  RestrictionTransition,
} from '@rearguard/shared';
import type { Request } from 'express';
import { z } from 'zod';
import { actorOf } from '../access/actor.js';
import { AuditLog } from '../access/audit-log.js';
import { Allow, WhoAsks } from '../access/decorators.js';
import type { Identity } from '../access/identity.js';
import { personOf } from '../access/person-of.js';
import { Clock } from '../platform/clock/clock.js';
import { Describe } from '../platform/http/openapi.js';
import { fromCursor, pageOf, PageQuery } from '../platform/http/paging.js';
import { Problem } from '../platform/http/problem.js';
import { zodBody, zodQuery } from '../platform/http/zod-pipe.js';
import { foldReports } from './domain/fold-reports.js';
import { type Dossier, entryOf } from './domain/show.js';
import { type Also, DossierDesk, type Said } from './dossier-desk.js';
import { DossiersRepository } from './dossiers.repository.js';

interface Described {
  kind: DossierKind;
  path: string;
  name: string;
  shape: z.ZodType;
  entry: z.ZodType;
  amendment: z.ZodType;
  transition: z.ZodType;
}

/** The routes of one kind of dossier; all kinds have the same. */
function dossierRoutes({ kind, path, name, shape, entry, amendment, transition }: Described): Type[] {
  const { states, enterAction, moveAction } = LIFE_CYCLES[kind];
  const ListQuery = PageQuery.extend({
    state: z.enum(states as [string, ...string[]]).optional(),
    dependant: z
      .string()
      .regex(/^(convoy|site|patient):.{1,64}$/, 'must be convoy:, site: or patient: and an id')
      .optional(),
  });
  type ListQuery = z.infer<typeof ListQuery>;

  /** Before anything else is read: is there one of the `id` in the path? */
  @Injectable()
  class DossierExists implements CanActivate {
    constructor(private readonly dossiers: DossiersRepository) {}

    async canActivate(context: ExecutionContext): Promise<boolean> {
      const { id } = context.switchToHttp().getRequest<Request<{ id: string }>>().params;
      if (await this.dossiers.find(kind, id)) return true;
      throw new Problem(404, { code: 'not-found', message: `there is no ${name} ${id}` });
    }
  }

  @Controller(`api/${path}`)
  @Allow('picture.read')
  class DossiersController {
    constructor(
      private readonly dossiers: DossiersRepository,
      private readonly desk: DossierDesk,
      private readonly clock: Clock,
      private readonly audit: AuditLog,
    ) {}

    @Get()
    @Describe({ summary: `All ${path.replace('-', ' ')}, by id`, query: ListQuery, reply: page(shape) })
    async list(@Query(zodQuery(ListQuery)) { cursor, limit, ...filter }: ListQuery): Promise<Page<Dossier>> {
      const after = fromCursor(cursor, z.string());
      return pageOf(await this.dossiers.list(kind, { ...filter, after }, limit + 1), limit, ({ id }) => id);
    }

    @Get(':id')
    @UseGuards(DossierExists)
    @Describe({ summary: `One ${name}`, reply: shape })
    async one(@Param('id') id: string): Promise<Dossier> {
      return (await this.dossiers.find(kind, id))!;
    }

    @Get(':id/history')
    @UseGuards(DossierExists)
    @Describe({
      summary: `Every report of a ${name} in the order of the facts, with what came of it`,
      query: PageQuery,
      reply: page(DossierEntry),
    })
    async history(
      @Param('id') id: string,
      @Query(zodQuery(PageQuery)) { cursor, limit }: PageQuery,
    ): Promise<Page<DossierEntry>> {
      const after = fromCursor(cursor, z.int().min(0)) ?? 0;
      const folded = foldReports(kind, await this.dossiers.reports(kind, id), this.clock.now());
      const entries = (folded?.steps ?? []).map((step, index) => entryOf(step, index + 1));
      return pageOf(entries.slice(after, after + limit + 1), limit, ({ version }) => version);
    }

    @Post()
    @HttpCode(201)
    @Allow(enterAction)
    @Describe({ summary: `Enter a ${name}`, body: entry, reply: shape })
    enter(@Body(zodBody(entry)) given: unknown, @WhoAsks() who: Identity, @Req() request: Request): Promise<Dossier> {
      return this.desk.enter(kind, given as Said, personOf(who), this.#recorded('enter', given, who, request));
    }

    @Patch(':id')
    @UseGuards(DossierExists)
    @Allow(enterAction)
    @Describe({ summary: `Amend what is known of a ${name}`, body: amendment, reply: shape })
    amend(
      @Param('id') id: string,
      @Body(zodBody(amendment)) given: unknown,
      @WhoAsks() who: Identity,
      @Req() request: Request,
    ): Promise<Dossier> {
      return this.desk.amend(kind, id, given as Said, personOf(who), this.#recorded('amend', given, who, request));
    }

    @Post(':id/transitions')
    @HttpCode(200)
    @UseGuards(DossierExists)
    @Allow(moveAction)
    @Describe({ summary: `Bring a ${name} to another state`, body: transition, reply: shape })
    move(
      @Param('id') id: string,
      @Body(zodBody(transition)) given: unknown,
      @WhoAsks() who: Identity,
      @Req() request: Request,
    ): Promise<Dossier> {
      return this.desk.move(kind, id, given as Said, personOf(who), this.#recorded('move', given, who, request));
    }

    #recorded(act: string, given: unknown, who: Identity, request: Request): Also {
      return (manager, before, after) =>
        this.audit.record(
          {
            who: actorOf(who),
            action: `${kind}.${act}`,
            subject: after.id,
            detail: given as Record<string, unknown>,
            before: before && { state: before.state, version: before.version },
            after: { state: after.state, version: after.version },
            from: request.ip ?? null,
          },
          manager,
        );
    }
  }
  return [DossiersController];
}

/** Movements, flight requests, consignments and restrictions: lists, one, history, and what people do to them. */
export const DOSSIER_CONTROLLERS: Type[] = [
  ...dossierRoutes({
    kind: 'movement',
    path: 'movements',
    name: 'movement',
    shape: Movement,
    entry: NewMovement,
    amendment: MovementAmendment,
    transition: MovementTransition,
  }),
  ...dossierRoutes({
    kind: 'flight-request',
    path: 'flight-requests',
    name: 'flight request',
    shape: FlightRequest,
    entry: NewFlightRequest,
    amendment: FlightRequestAmendment,
    transition: FlightRequestTransition,
  }),
  ...dossierRoutes({
    kind: 'consignment',
    path: 'consignments',
    name: 'consignment',
    shape: Consignment,
    entry: NewConsignment,
    amendment: ConsignmentAmendment,
    transition: ConsignmentTransition,
  }),
  ...dossierRoutes({
    kind: 'restriction',
    path: 'restrictions',
    name: 'restriction',
    shape: Restriction,
    entry: NewRestriction,
    amendment: RestrictionAmendment,
    transition: RestrictionTransition,
  }),
];
