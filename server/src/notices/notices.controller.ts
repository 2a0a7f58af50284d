import { Body, Controller, Get, HttpCode, Param, Patch, Post, Put, Query, Req, UseGuards } from '@nestjs/common';
import {
  Notice,
  NoticeChannels,
  NoticeSettingsAmendment,
  NoticeState,
  type Page,
  page,
  WebhookSet,
  WebhookTarget,
} from '@rearguard/shared';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { actorOf } from '../access/actor.js';
import { AuditLog } from '../access/audit-log.js';
import { Allow, WhoAsks } from '../access/decorators.js';
import type { Identity } from '../access/identity.js';
import { SystemClock } from '../platform/clock/clock.js';
import { Describe } from '../platform/http/openapi.js';
import { fromCursor, pageOf, PageQuery } from '../platform/http/paging.js';
import { Problem } from '../platform/http/problem.js';
import { zodBody, zodQuery } from '../platform/http/zod-pipe.js';
import { NoticeExists } from './notice-exists.guard.js';
import { NoticeRows } from './notice-rows.js';
import { NoticeSettingsStore } from './notice-settings.js';
import { NoticeStand } from './notice-stand.js';

const NoticesQuery = PageQuery.extend({ state: NoticeState.optional() });
const Place = z.tuple([z.iso.datetime(), z.string()]);

/** Where escalations go outside the room, and what became of each, for administrators. */
@Controller('api/notices')
@Allow('notice.manage')
export class NoticesController {
  constructor(
    private readonly database: DataSource,
    private readonly stand: NoticeStand,
    private readonly settings: NoticeSettingsStore,
    private readonly rows: NoticeRows,
    private readonly audit: AuditLog,
    private readonly time: SystemClock,
  ) {}

  @Get()
  @Describe({
    summary: 'What was to leave the room, newest first; `state=dead` are those given up after the last try',
    query: NoticesQuery,
    reply: page(Notice),
  })
  async list(@Query(zodQuery(NoticesQuery)) query: z.infer<typeof NoticesQuery>): Promise<Page<Notice>> {
    const after = fromCursor(query.cursor, Place) ?? null;
    const notices = await this.rows.list(query.state ?? null, after, query.limit + 1);
    return pageOf(notices, query.limit, ({ createdAt, id }) => [createdAt, id]);
  }

  @Get('channels')
  @Describe({ summary: 'E-mail and webhook: where they lead and how they do; never the secret', reply: NoticeChannels })
  channels(): Promise<NoticeChannels> {
    return this.stand.channels();
  }

  @Put('webhook')
  @Describe({
    summary: 'Say where escalations are posted, or nowhere; a secret that the room makes is shown this once',
    body: WebhookTarget,
    reply: WebhookSet,
  })
  async setWebhook(
    @Body(zodBody(WebhookTarget)) target: WebhookTarget,
    @WhoAsks() asker: Identity,
    @Req() request: Request,
  ): Promise<WebhookSet> {
    const secret = await this.settings.setWebhook(target, byOf(asker, request));
    return { channels: await this.stand.channels(), secret };
  }

  @Patch('settings')
  @Describe({
    summary: 'Say whether an exercise may send to addresses that are not on this machine',
    body: NoticeSettingsAmendment,
    reply: NoticeChannels,
  })
  async amend(
    @Body(zodBody(NoticeSettingsAmendment)) amendment: NoticeSettingsAmendment,
    @WhoAsks() asker: Identity,
    @Req() request: Request,
  ): Promise<NoticeChannels> {
    await this.settings.amend(amendment, byOf(asker, request));
    return this.stand.channels();
  }

  @Post(':id/send-again')
  @HttpCode(200)
  @UseGuards(NoticeExists)
  @Describe({ summary: 'Try one again that was given up or withheld, under the same id', reply: Notice })
  async sendAgain(@Param('id') id: string, @WhoAsks() asker: Identity, @Req() request: Request): Promise<Notice> {
    await this.database.transaction(async (manager) => {
      if (!(await this.rows.again(manager, id, this.time.now()))) {
        throw new Problem(422, { code: 'not-given-up', message: `the notice ${id} was sent, or is still being tried` });
      }
      await this.audit.record({ ...byOf(asker, request), action: 'notice.send-again', subject: id }, manager);
    });
    return (await this.rows.find(id))!;
  }
}

function byOf(asker: Identity, request: Request) {
  return { who: actorOf(asker), from: request.ip ?? null };
}
