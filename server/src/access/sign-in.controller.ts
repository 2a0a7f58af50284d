import { homeOf } from '@rearguard/shared';
import { Controller, Get, HttpCode, HttpStatus, Inject, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { CONFIG, type Config } from '../config/config.js';
import { Describe } from '../platform/http/openapi.js';
import { isHttps } from '../platform/http/security-headers.js';
import { addressOf } from './auth.guard.js';
import { Open } from './decorators.js';
import { RateLimits } from './rate-limits.js';
import { sessionCookie, sessionCookieOf } from './session-cookie.js';
import { Sessions } from './sessions.js';
import { SIGN_IN_PAGE_POLICY, signInPage } from './sign-in-page.js';

/** The link that a person opens. */
@Controller('sign-in')
export class SignInController {
  constructor(
    private readonly sessions: Sessions,
    private readonly limits: RateLimits,
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
    const begun = await this.sessions.signIn(code, address, sessionCookieOf(request.headers));
    if (typeof begun === 'string') {
      await this.limits.wrongCode(address);
      const page = signInPage(begun);
      response.setHeader('Content-Security-Policy', SIGN_IN_PAGE_POLICY);
      response.status(page.status).type('html').send(page.html);
      return;
    }
    response.setHeader('Set-Cookie', sessionCookie(begun.secret, isHttps(this.config) || request.secure));
    response.redirect(HttpStatus.SEE_OTHER, homeOf(begun.identity.role));
  }
}

/** Chat programs and browsers look at links before a person does; that must not use the link up. */
function isOnlyALook(request: Request): boolean {
  const purpose = `${String(request.headers['sec-purpose'] ?? '')} ${String(request.headers['purpose'] ?? '')}`;
  return request.method === 'HEAD' || purpose.includes('prefetch');
}
