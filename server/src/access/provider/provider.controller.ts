import { homeOf, SignInMethods } from '@rearguard/shared';
import { Controller, Get, HttpCode, HttpStatus, Inject, Logger, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { CONFIG, type Config } from '../../config/config.js';
import { Describe } from '../../platform/http/openapi.js';
import { Problem } from '../../platform/http/problem.js';
import { isHttps } from '../../platform/http/security-headers.js';
import { addressOf } from '../auth.guard.js';
import { Open } from '../decorators.js';
import { homeUrl } from '../home-url.js';
import { arrivalOf } from '../page-arrival.js';
import { RateLimits } from '../rate-limits.js';
import { sessionCookie } from '../session-cookie.js';
import { Sessions } from '../sessions.js';
import { sendSignInPage } from '../sign-in-page.js';
import { attemptCookie, attemptOf, endedAttemptCookie } from './attempt-cookie.js';
import { Provider, type Vouched } from './provider.js';
import { ProviderUsers } from './provider-users.js';

/** The way to the organisation's own sign-in and back. */
@Controller('sign-in')
export class ProviderController {
  readonly #log = new Logger('access');

  constructor(
    private readonly provider: Provider,
    private readonly users: ProviderUsers,
    private readonly sessions: Sessions,
    private readonly limits: RateLimits,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('methods')
  @Open()
  @Describe({ summary: 'How one can sign in here', reply: SignInMethods })
  methods(): SignInMethods {
    return { provider: this.provider.label };
  }

  @Get('provider')
  @Open()
  @HttpCode(HttpStatus.SEE_OTHER)
  @Describe({ summary: 'Goes to the organisation’s own sign-in' })
  async begin(@Req() request: Request, @Res() response: Response): Promise<void> {
    this.#mustBeThere();
    await this.limits.mayTryCode(addressOf(request));
    const returnTo = `${homeUrl(request, this.config)}/sign-in/provider/return`;
    const begun = await this.provider.begin(returnTo).catch((cause: unknown) => {
      this.#log.error(`the organisation's sign-in is not to be reached: ${wordsOf(cause)}`);
      return null;
    });
    if (begun === null) return sendSignInPage(response, 'provider-away');
    response.setHeader('Set-Cookie', attemptCookie(begun.attempt, this.#isSecure(request)));
    response.redirect(HttpStatus.SEE_OTHER, begun.url);
  }

  @Get('provider/return')
  @Open()
  @HttpCode(HttpStatus.SEE_OTHER)
  @Describe({ summary: 'Comes back from it: sets the session cookie and goes to the page of the role' })
  async finish(@Req() request: Request, @Res() response: Response): Promise<void> {
    this.#mustBeThere();
    const address = addressOf(request);
    await this.limits.mayTryCode(address);
    response.setHeader('Set-Cookie', endedAttemptCookie(this.#isSecure(request)));
    const vouched = await this.#vouched(request);
    if (vouched === null) {
      await this.limits.wrongCode(address);
      return sendSignInPage(response, 'provider-refused');
    }
    const { subject, name, role } = vouched;
    if (role === null) {
      this.#log.warn(`${subject} was vouched for and has no role here`);
      return sendSignInPage(response, 'no-role');
    }
    let ended: string[] = [];
    const arrival = arrivalOf(request);
    const begun = await this.sessions.admit<never>('provider', arrival, async (manager) => {
      const kept = await this.users.keep(subject, name, role, arrival.from, manager);
      ended = kept.ended;
      return kept.person;
    });
    this.sessions.tellEnded(ended);
    if (typeof begun === 'string') return sendSignInPage(response, begun);
    const secure = this.#isSecure(request);
    response.setHeader('Set-Cookie', [sessionCookie(begun.secret, secure), endedAttemptCookie(secure)]);
    response.redirect(HttpStatus.SEE_OTHER, homeOf(role));
  }

  async #vouched(request: Request): Promise<Vouched | null> {
    const attempt = attemptOf(request.headers);
    if (attempt === null) return null;
    try {
      return await this.provider.finish(new URL(request.originalUrl, 'http://here').search, attempt);
    } catch (cause) {
      this.#log.warn(`a sign-in by the organisation was not finished: ${wordsOf(cause)}`);
      return null;
    }
  }

  #mustBeThere(): void {
    if (this.provider.label !== null) return;
    throw new Problem(404, {
      code: 'not-found',
      message: 'No sign-in of an organisation is set up here (OIDC_ISSUER).',
    });
  }

  #isSecure(request: Request): boolean {
    return isHttps(this.config) || request.secure;
  }
}

/** Code and sentence; the rest of it can hold tokens. */
function wordsOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'unknown fault';
  const { code, message } = cause as Error & { code?: string };
  return code === undefined ? message : `${code}: ${message}`;
}
