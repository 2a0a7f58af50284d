import { Controller, Get, Param, Query, UseGuards } from '@nestjs/common';
import { Alert, AlertEntry, AlertState, type Page, page, Severity } from '@rearguard/shared';
import { z } from 'zod';
import { Allow } from '../access/decorators.js';
import { Describe } from '../platform/http/openapi.js';
import { fromCursor, pageOf, PageQuery } from '../platform/http/paging.js';
import { zodQuery } from '../platform/http/zod-pipe.js';
import { AlertExists } from './alert-exists.guard.js';
import { AlertsRepository } from './alerts.repository.js';

const AlertsQuery = PageQuery.extend({
  state: AlertState.optional(),
  severity: Severity.optional(),
  /** Id of a subject, or its type and id, as in `convoy:BER-01`. */
  subject: z.string().max(100).optional(),
});
const Place = z.tuple([z.iso.datetime(), z.string()]);

/** Alerts as they stand, and what happened to them; also those that are over. */
@Controller('api/alerts')
@Allow('picture.read')
export class AlertsController {
  constructor(private readonly alerts: AlertsRepository) {}

  @Get()
  @Describe({ summary: 'Alerts, newest first', query: AlertsQuery, reply: page(Alert) })
  async list(@Query(zodQuery(AlertsQuery)) query: z.infer<typeof AlertsQuery>): Promise<Page<Alert>> {
    const { state, severity, subject, limit } = query;
    const after = fromCursor(query.cursor, Place);
    const alerts = await this.alerts.list({ state, severity, subject, after }, limit + 1);
    return pageOf(alerts, limit, (alert) => [alert.raisedAt, alert.id]);
  }

  @Get(':id')
  @UseGuards(AlertExists)
  @Describe({ summary: 'One alert', reply: Alert })
  async one(@Param('id') id: string): Promise<Alert> {
    return (await this.alerts.find(id))!.alert;
  }

  @Get(':id/history')
  @UseGuards(AlertExists)
  @Describe({
    summary: 'Everything that happened to an alert, oldest first',
    query: PageQuery,
    reply: page(AlertEntry),
  })
  async history(@Param('id') id: string, @Query(zodQuery(PageQuery)) query: PageQuery): Promise<Page<AlertEntry>> {
    const after = fromCursor(query.cursor, z.string().regex(/^\d{1,18}$/)) ?? '0';
    return pageOf(await this.alerts.entries(id, after, query.limit + 1), query.limit, (entry) => entry.id);
  }
}
