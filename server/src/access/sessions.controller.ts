import { Session, SignIn, toInstantOut, type EpochMs } from '@rearguard/shared';
import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Inject, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { CONFIG, type Config } from '../config/config.js';
import { SystemClock } from '../platform/clock/clock.js';
import { AtMost } from '../platform/http/body-kinds.js';
import { Describe } from '../platform/http/openapi.js';
import { Problem } from '../platform/http/problem.js';
import { isHttps } from '../platform/http/security-headers.js';
import { zodBody } from '../platform/http/zod-pipe.js';
import { actorOf } from './actor.js';
import { addressOf } from './auth.guard.js';
import { Credentials } from './credentials.js';
import { Allow, Open, WhoAsks } from './decorators.js';
import { SESSION_MOST_MS } from './domain/session-life.js';
import type { Identity } from './identity.js';
import { arrivalOf } from './page-arrival.js';
import { PasswordSignIn } from './password-sign-in.js';
import { RateLimits } from './rate-limits.js';
import { notSignedIn } from './refusals.js';
import { PageSettings } from './page-settings.js';
import { endedSessionCookie, sessionCookie, sessionCookieOf } from './session-cookie.js';
import { type BegunSession, Sessions } from './sessions.js';

/** Anybody may send one, so nobody may make us read five megabytes. */
const SIGN_IN_BYTES = 16_384;

/** Signing in and out for programs and pages. */
@Controller('api/sessions')
export class SessionsController {
  constructor(
    private readonly sessions: Sessions,
    private readonly passwords: PasswordSignIn,
    private readonly credentials: Credentials,
    private readonly limits: RateLimits,
    private readonly room: PageSettings,
    private readonly time: SystemClock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post()
  @Open()
  @AtMost(SIGN_IN_BYTES)
  @Describe({
    summary: 'Signs in with the code of a sign-in link, or with name and password',
    body: SignIn,
    reply: Session,
  })
  async signIn(
    @Body(zodBody(SignIn)) given: SignIn,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Session> {
    const address = addressOf(request);
    await this.limits.mayTryCode(address);
    const begun = await this.#begun(given, request).catch(async (cause: unknown) => {
      if (cause instanceof Problem && cause.status === 401) await this.limits.wrongCode(address);
      throw cause;
    });
    response.setHeader('Set-Cookie', sessionCookie(begun.secret, this.#isSecure(request)));
    return this.#shown(begun.identity, begun.expiresAt);
  }

  @Get('current')
  @Allow('session.own')
  @Describe({ summary: 'Who am I', reply: Session })
  async current(@WhoAsks() asker: Identity, @Req() request: Request): Promise<Session> {
    if (asker.kind === 'reader') return this.#shown(asker, this.time.now() + SESSION_MOST_MS);
    const standing = await this.credentials.session(sessionCookieOf(request.headers) ?? '', addressOf(request));
    if (standing === null) throw notSignedIn(); // it ended between guard and handler
    return this.#shown(standing.identity, standing.expiresAt);
  }

  @Delete('current')
  @Allow('session.own')
  @HttpCode(HttpStatus.NO_CONTENT)
  @Describe({ summary: 'Signs out' })
  async signOut(
    @WhoAsks() asker: Identity,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    if (asker.kind === 'person') await this.sessions.revoke(asker.sessionId, actorOf(asker), addressOf(request));
    response.setHeader('Set-Cookie', endedSessionCookie(this.#isSecure(request)));
  }

  async #begun(given: SignIn, request: Request): Promise<BegunSession> {
    if (!('code' in given)) return this.passwords.signIn(given, arrivalOf(request));
    const begun = await this.sessions.signIn(given.code, arrivalOf(request));
    if (typeof begun !== 'string') return begun;
    throw new Problem(401, {
      code: 'code-not-accepted',
      message: 'This code does not sign in: it is unknown, used or has run out.',
      path: '/code',
      hint: 'Ask for a new sign-in link.',
    });
  }

  async #shown(who: Identity, expiresAt: EpochMs): Promise<Session> {
    const id = who.kind === 'person' ? who.personId : who.tokenId;
    const room = await this.room.read();
    return { person: { id, name: who.name }, role: who.role, expiresAt: toInstantOut(expiresAt), room };
  }

  #isSecure(request: Request): boolean {
    return isHttps(this.config) || request.secure;
  }
}
