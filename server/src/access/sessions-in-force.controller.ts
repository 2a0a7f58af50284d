import { Controller, Delete, Get, HttpCode, HttpStatus, Param, Req } from '@nestjs/common';
import { type Page, page, SessionItem } from '@rearguard/shared';
import type { Request } from 'express';
import { Takes } from '../platform/http/body-kinds.js';
import { Describe } from '../platform/http/openapi.js';
import { actorOf } from './actor.js';
import { addressOf } from './auth.guard.js';
import { Allow, WhoAsks } from './decorators.js';
import type { Identity } from './identity.js';
import { looksLikeId, noSuch } from './known-id.js';
import { Sessions } from './sessions.js';
import { UserList } from './users/user-list.js';

/** Who is signed in, for administrators. */
@Controller('api/sessions')
@Allow('session.manage')
export class SessionsInForceController {
  constructor(
    private readonly sessions: Sessions,
    private readonly list: UserList,
  ) {}

  @Get()
  @Describe({ summary: 'Who is signed in, newest first', reply: page(SessionItem) })
  async all(@WhoAsks() asker: Identity): Promise<Page<SessionItem>> {
    return { items: await this.list.sessions(asker.kind === 'person' ? asker.sessionId : null), nextCursor: null };
  }

  @Delete(':id')
  @Takes()
  @HttpCode(HttpStatus.NO_CONTENT)
  @Describe({ summary: 'End a session, at once and everywhere' })
  async end(@Param('id') id: string, @WhoAsks() asker: Identity, @Req() request: Request): Promise<void> {
    const ended = looksLikeId(id) && (await this.sessions.revoke(id, actorOf(asker), addressOf(request)));
    if (!ended) throw noSuch('session');
  }
}
