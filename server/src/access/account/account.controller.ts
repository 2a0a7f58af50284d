import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Param, Post, Put, Req } from '@nestjs/common';
import {
  Account,
  mayOn,
  NewPassword,
  page,
  type Page,
  RecoveryCodes,
  SessionItem,
  TotpBegun,
  TotpCode,
  WithPassword,
} from '@rearguard/shared';
import type { Request } from 'express';
import type { z } from 'zod';
import { Takes } from '../../platform/http/body-kinds.js';
import { Describe } from '../../platform/http/openapi.js';
import { zodBody } from '../../platform/http/zod-pipe.js';
import { actorOf } from '../actor.js';
import { addressOf } from '../auth.guard.js';
import { Allow, WhoAsks } from '../decorators.js';
import type { Identity, PersonIdentity } from '../identity.js';
import { noSuch } from '../known-id.js';
import { notSignedIn } from '../refusals.js';
import { Sessions } from '../sessions.js';
import { UserList } from '../users/user-list.js';
import { AccountService } from './account.service.js';

/** One's own account. */
@Controller('api/account')
@Allow('account.own')
export class AccountController {
  constructor(
    private readonly account: AccountService,
    private readonly sessions: Sessions,
    private readonly list: UserList,
  ) {}

  @Get()
  @Describe({ summary: 'My account', reply: Account })
  read(@WhoAsks() asker: Identity): Promise<Account> {
    return this.account.read(personOf(asker));
  }

  @Put('password')
  @HttpCode(HttpStatus.NO_CONTENT)
  @Describe({ summary: 'Set my password; my other sessions end', body: NewPassword })
  async setPassword(
    @Body(zodBody(NewPassword)) { current, password }: z.infer<typeof NewPassword>,
    @WhoAsks() asker: Identity,
    @Req() request: Request,
  ): Promise<void> {
    await this.account.setPassword(personOf(asker), current, password, addressOf(request));
  }

  @Post('totp')
  @Describe({ summary: 'Ask for a secret for an authenticator', body: WithPassword, reply: TotpBegun })
  beginTotp(
    @Body(zodBody(WithPassword)) { password }: z.infer<typeof WithPassword>,
    @WhoAsks() asker: Identity,
    @Req() request: Request,
  ): Promise<TotpBegun> {
    return this.account.beginTotp(personOf(asker), password, addressOf(request));
  }

  @Post('totp/confirm')
  @HttpCode(HttpStatus.OK)
  @Describe({
    summary: 'Show a code of it: from now on it is asked for. Recovery codes are shown this once',
    body: TotpCode,
    reply: RecoveryCodes,
  })
  async confirmTotp(
    @Body(zodBody(TotpCode)) { code }: z.infer<typeof TotpCode>,
    @WhoAsks() asker: Identity,
    @Req() request: Request,
  ): Promise<RecoveryCodes> {
    return { recoveryCodes: await this.account.confirmTotp(personOf(asker), code, addressOf(request)) };
  }

  @Post('totp/remove')
  @HttpCode(HttpStatus.NO_CONTENT)
  @Describe({ summary: 'Do without one-time codes', body: WithPassword })
  async removeTotp(
    @Body(zodBody(WithPassword)) { password }: z.infer<typeof WithPassword>,
    @WhoAsks() asker: Identity,
    @Req() request: Request,
  ): Promise<void> {
    await this.account.removeTotp(personOf(asker), password, addressOf(request));
  }

  @Get('sessions')
  @Describe({ summary: 'Where I am signed in', reply: page(SessionItem) })
  async mine(@WhoAsks() asker: Identity): Promise<Page<SessionItem>> {
    const { sessionId, personId } = personOf(asker);
    return { items: await this.list.sessions(sessionId, personId), nextCursor: null };
  }

  @Delete('sessions/:id')
  @Takes()
  @HttpCode(HttpStatus.NO_CONTENT)
  @Describe({ summary: 'End one of my sessions, at once and everywhere' })
  async end(@Param('id') id: string, @WhoAsks() asker: Identity, @Req() request: Request): Promise<void> {
    const me = personOf(asker);
    const session = (await this.list.sessions(me.sessionId)).find((one) => one.id === id);
    // Somebody else's is not there, as far as the asker is told.
    if (!session || !mayOn(me, 'account.own', { personId: session.person.id })) throw noSuch('session');
    await this.sessions.revoke(id, actorOf(asker), addressOf(request));
  }
}

/** Programs with a read token have no account; their role is not allowed here, so this is for the types. */
function personOf(asker: Identity): PersonIdentity {
  if (asker.kind !== 'person') throw notSignedIn();
  return asker;
}
