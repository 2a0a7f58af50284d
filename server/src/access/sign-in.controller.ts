import { homeOf } from '@rearguard/shared';
import { Controller, Get, HttpCode, HttpStatus, Inject, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { CONFIG, type Config } from '../config/config.js';
import { Describe } from '../platform/http/openapi.js';
import { isHttps } from '../platform/http/security-headers.js';
import { addressOf } from './auth.guard.js';
import { AccountService } from './account/account.service.js';
import { Open } from './decorators.js';
import type { PersonIdentity } from './identity.js';
import { arrivalOf } from './page-arrival.js';
import { RateLimits } from './rate-limits.js';
import { sessionCookie } from './session-cookie.js';
import { Sessions } from './sessions.js';
import { sendSignInPage } from './sign-in-page.js';

/** The link that a person opens. */
@Controller('sign-in')
export class SignInController {
  constructor(
    private readonly sessions: Sessions,
    private readonly limits: RateLimits,
    private readonly account: AccountService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get(':code')
  @Open()
  @HttpCode(HttpStatus.SEE_OTHER)
  @Describe({ summary: 'Signs in by link: sets the session cookie and goes to the page of the role' })
  async open(@Param('code') code: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    if (isOnlyALook(request)) {
      response.status(HttpStatus.NO_CONTENT).end();
      return;
    }
    const address = addressOf(request);
    await this.limits.mayTryCode(address);
    const begun = await this.sessions.signIn(code, arrivalOf(request));
    if (typeof begun === 'string') {
      await this.limits.wrongCode(address);
      sendSignInPage(response, begun);
      return;
    }
    response.setHeader('Set-Cookie', sessionCookie(begun.secret, isHttps(this.config) || request.secure));
    response.redirect(HttpStatus.SEE_OTHER, await this.#pageOf(begun.identity));
  }

  /** Whoever has an account and no password yet is asked for one. */
  async #pageOf(identity: PersonIdentity): Promise<string> {
    const { kind, hasPassword } = await this.account.read(identity);
    return kind === 'account' && !hasPassword ? '/account' : homeOf(identity.role);
  }
}

/** Chat programs and browsers look at links before a person does; that must not use the link up. */
function isOnlyALook(request: Request): boolean {
  const purpose = `${String(request.headers['sec-purpose'] ?? '')} ${String(request.headers['purpose'] ?? '')}`;
  return request.method === 'HEAD' || purpose.includes('prefetch');
}
