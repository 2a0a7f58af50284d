import { Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import {
  Feed,
  FeedReject,
  type FeedsReply,
  FeedsReply as FeedsReplySchema,
  MAX_REPORTS,
  type Page,
  page,
  ReportsReply,
} from '@rearguard/shared';
import type { Request } from 'express';
import { z } from 'zod';
import { Allow, ForFeed, WhoSends } from '../access/decorators.js';
import type { FeedSource } from '../access/identity.js';
import { Describe } from '../platform/http/openapi.js';
import { fromCursor, PageQuery, toCursor } from '../platform/http/paging.js';
import { Problem } from '../platform/http/problem.js';
import { zodQuery } from '../platform/http/zod-pipe.js';
import { featurePath, featuresOf, positionFromFeature } from './adapters/geojson.js';
import { AirspaceDoor } from './airspace-door.js';
import { CustomsDoor } from './customs-door.js';
import { FeedHealthService } from './feed-health.service.js';
import type { Door, Taken } from './feed-door.js';
import { MovementsDoor } from './movements-door.js';
import { PositionDoor } from './position-door.js';
import { RejectsRepository } from './rejects.repository.js';
import { SecurityDoor } from './security-door.js';

const RejectsQuery = PageQuery.extend({ feed: Feed.optional() });

/** Stands for the body in the description; what is really checked is each report alone. */
const ReportsBody = z.object({ reports: z.array(z.unknown()).min(1).max(MAX_REPORTS) });

@Controller('api/feeds')
export class FeedsController {
  constructor(
    private readonly positions: PositionDoor,
    private readonly security: SecurityDoor,
    private readonly movements: MovementsDoor,
    private readonly airspace: AirspaceDoor,
    private readonly customs: CustomsDoor,
    private readonly health: FeedHealthService,
    private readonly rejects: RejectsRepository,
  ) {}

  @Get()
  @Allow('picture.read')
  @Describe({ summary: 'How each feed does: last report, age, rate, lag, rejects', reply: FeedsReplySchema })
  feeds(): FeedsReply {
    return { items: this.health.health(), nextCursor: null };
  }

  @Get('rejects')
  @Allow('rejects.read')
  @Describe({
    summary: 'Refused reports with their reason, newest first',
    query: RejectsQuery,
    reply: page(FeedReject),
  })
  async refused(@Query(zodQuery(RejectsQuery)) query: z.infer<typeof RejectsQuery>): Promise<Page<FeedReject>> {
    const before = fromCursor(query.cursor, z.string().regex(/^\d{1,18}$/)) ?? null;
    const { items, nextCursor } = await this.rejects.list(query.feed, before, query.limit);
    return { items, nextCursor: nextCursor === null ? null : toCursor(nextCursor) };
  }

  @Post(':feed/reports')
  @HttpCode(202)
  @ForFeed()
  @Describe({
    summary: 'Hand reports in; 202 means that the accepted ones are on disk',
    body: ReportsBody,
    reply: ReportsReply,
  })
  reports(@Param('feed') feed: Feed, @WhoSends() source: FeedSource, @Req() request: Request): Promise<ReportsReply> {
    // Not handed in as an argument, and taken off the request: it must not stay in memory until the answer.
    const body: unknown = request.body;
    request.body = undefined;
    return this.#take(feed, body, source.name).then(({ reply }) => reply);
  }

  #take(feed: Feed, body: unknown, tokenName: string): Promise<Taken> {
    const features = feed === 'positions' ? featuresOf(body) : null;
    const path = features ? '/features' : '/reports';
    const reports = features ?? reportsOf(body);
    if (reports.length === 0) {
      throw new Problem(400, { code: 'no-reports', message: `${path.slice(1)} holds nothing`, path });
    }
    if (reports.length > MAX_REPORTS) {
      throw new Problem(413, {
        code: 'too-many-reports',
        message: `a request may hold at most ${MAX_REPORTS} reports, this one holds ${reports.length}`,
        path,
      });
    }
    return features
      ? this.positions.take(features.map(positionFromFeature), { tokenName, pathOf: featurePath })
      : this.#doorOf(feed).take(reports, { tokenName });
  }

  #doorOf(feed: Feed): Door {
    const { positions, movements, security, airspace, customs } = this;
    const doors: Partial<Record<Feed, Door>> = { positions, movements, security, airspace, customs };
    const door = doors[feed];
    if (!door) throw new Error(`the feed ${feed} counts as built and has no door`);
    return door;
  }
}

function reportsOf(body: unknown): unknown[] {
  const reports = (body as { reports?: unknown } | null | undefined)?.reports;
  if (!Array.isArray(reports)) {
    throw new Problem(400, {
      code: 'no-reports',
      message: 'the body needs "reports": a list with at least one report (or a GeoJSON FeatureCollection)',
      path: '/reports',
    });
  }
  return reports as unknown[];
}
