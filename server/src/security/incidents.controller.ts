import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, UseGuards } from '@nestjs/common';
import { Incident, IncidentKind, IncidentSource, NewIncident, type Page, page, Severity } from '@rearguard/shared';
import type { Request } from 'express';
import { z } from 'zod';
import { actorOf } from '../access/actor.js';
import { AuditLog } from '../access/audit-log.js';
import { Allow, WhoAsks } from '../access/decorators.js';
import type { Identity } from '../access/identity.js';
import { Describe } from '../platform/http/openapi.js';
import { fromCursor, pageOf, PageQuery } from '../platform/http/paging.js';
import { zodBody, zodQuery } from '../platform/http/zod-pipe.js';
import { IncidentDesk } from './incident-desk.js';
import { IncidentExists } from './incident-exists.guard.js';
import { IncidentsRepository } from './incidents.repository.js';
import { personOf } from '../access/person-of.js';

const IncidentsQuery = PageQuery.extend({
  kind: IncidentKind.optional(),
  severity: Severity.optional(),
  siteId: z.string().max(64).optional(),
  convoyId: z.string().max(64).optional(),
});
const Place = z.tuple([z.iso.datetime(), z.string()]);

/** Incidents: facts with sources, corrections and history. */
@Controller('api/incidents')
@Allow('picture.read')
export class IncidentsController {
  constructor(
    private readonly incidents: IncidentsRepository,
    private readonly desk: IncidentDesk,
    private readonly audit: AuditLog,
  ) {}

  @Get()
  @Describe({ summary: 'Incidents, newest fact first', query: IncidentsQuery, reply: page(Incident) })
  async list(@Query(zodQuery(IncidentsQuery)) query: z.infer<typeof IncidentsQuery>): Promise<Page<Incident>> {
    const { cursor, limit, ...filter } = query;
    const after = fromCursor(cursor, Place);
    const incidents = await this.incidents.list({ ...filter, after }, limit + 1);
    return pageOf(incidents, limit, (incident) => [incident.observedAt, incident.id]);
  }

  @Get(':id')
  @UseGuards(IncidentExists)
  @Describe({ summary: 'One incident', reply: Incident })
  async one(@Param('id') id: string): Promise<Incident> {
    return (await this.incidents.find(id))!;
  }

  @Get(':id/history')
  @UseGuards(IncidentExists)
  @Describe({
    summary: 'Every report of an incident as it was given, in the order in which we learned of them',
    query: PageQuery,
    reply: page(IncidentSource),
  })
  async history(@Param('id') id: string, @Query(zodQuery(PageQuery)) query: PageQuery): Promise<Page<IncidentSource>> {
    const after = fromCursor(query.cursor, z.int()) ?? 0;
    const sources = await this.incidents.sources(id, after, query.limit + 1);
    return pageOf(sources, query.limit, (source) => source.version);
  }

  @Post()
  @HttpCode(201)
  @Allow('incident.report')
  @Describe({
    summary: 'Enter an incident, or with the incidentId of one a further source or a correction',
    body: NewIncident,
    reply: Incident,
  })
  enter(
    @Body(zodBody(NewIncident)) given: NewIncident,
    @WhoAsks() who: Identity,
    @Req() request: Request,
  ): Promise<Incident> {
    const person = personOf(who);
    return this.desk.enter(given, person, (manager) =>
      this.audit.record(
        {
          who: actorOf(who),
          action: 'incident.report',
          subject: given.incidentId ?? null,
          detail: given,
          from: request.ip ?? null,
        },
        manager,
      ),
    );
  }
}
