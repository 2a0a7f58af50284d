import { BUILT_FEEDS, Feed, may, type Action } from '@rearguard/shared';
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { CONFIG, type Config } from '../config/config.js';
import { ANY_CALLER } from '../platform/http/openapi.js';
import { Problem } from '../platform/http/problem.js';
import { Credentials } from './credentials.js';
import { ALLOW, type FeedDoor, FOR_FEED, OPEN } from './decorators.js';
import { isOwnOrigin } from './domain/origin.js';
import type { FeedSource, Identity } from './identity.js';
import { RateLimits } from './rate-limits.js';
import { RefusedLog } from './refused-log.js';
import { foreignOrigin, noFeedToken, notAllowed, notSignedIn, readOnly, withoutRule, wrongToken } from './refusals.js';
import { sessionCookieOf } from './session-cookie.js';

const LOGGED: readonly number[] = [403, 429];

/**
 * Stands before every HTTP handler. Refusals come in the order of the contract: 401, then 403, then whatever the
 * handler itself finds. Sockets are asked who they are in their handshake instead.
 */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly credentials: Credentials,
    private readonly limits: RateLimits,
    private readonly refused: RefusedLog,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<Request>();
    try {
      return await this.#admit(request, context);
    } catch (cause) {
      // Who is not signed in is told so all day long, by pages whose session ended; a door tried in vain is something else.
      if (cause instanceof Problem && LOGGED.includes(cause.status))
        this.refused.note(request, addressOf(request), cause);
      throw cause;
    }
  }

  async #admit(request: Request, context: ExecutionContext): Promise<boolean> {
    const door = this.#mark<FeedDoor>(FOR_FEED, context);
    if (door !== undefined) {
      request.feedSource = await this.#source(request, door);
      return true;
    }
    if (this.#mark<boolean>(OPEN, context) === true) {
      if (request.headers.origin !== undefined && isWrite(request)) this.#refuseForeign(request);
      return true;
    }
    request.identity = await this.#asker(request);
    const action = this.#mark<Action>(ALLOW, context);
    if (action === undefined && this.#mark<boolean>(ANY_CALLER, context) !== true) throw withoutRule();
    if (action !== undefined && !may(request.identity.role, action)) throw notAllowed(request.identity.role, action);
    return true;
  }

  async #asker(request: Request): Promise<Identity> {
    const address = addressOf(request);
    const bearer = bearerOf(request);
    if (bearer !== null) return this.#reader(request, bearer, address);
    const cookie = sessionCookieOf(request.headers);
    const session = cookie === null ? null : await this.credentials.session(cookie, address);
    if (session === null) throw notSignedIn();
    if (isWrite(request)) this.#refuseForeign(request);
    await this.limits.request(session.identity.sessionId);
    return session.identity;
  }

  async #reader(request: Request, secret: string, address: string): Promise<Identity> {
    const token = await this.credentials.token(secret, address);
    if (token === null) throw notSignedIn();
    if (token.kind !== 'read') throw wrongToken('A feed token sends reports and reads nothing.');
    if (isWrite(request)) throw readOnly();
    await this.limits.request(token.id);
    return { kind: 'reader', tokenId: token.id, name: token.name, role: 'wall' };
  }

  /** The order of the door: 401 token, 404 no such feed, 403 token of another feed, 501 not built. */
  async #source(request: Request, door: FeedDoor): Promise<FeedSource> {
    const inPath = request.params['token'];
    const secret = typeof inPath === 'string' ? inPath : bearerOf(request);
    const token = secret === null ? null : await this.credentials.token(secret, addressOf(request));
    if (token === null) throw noFeedToken();
    const named = Feed.safeParse(door.feed ?? request.params['feed']);
    if (!named.success) {
      throw new Problem(404, {
        code: 'unknown-feed',
        message: `There is no feed of this name.`,
        allowed: Feed.options,
      });
    }
    const feed = named.data;
    if (token.feed !== feed) {
      throw wrongToken(`This token is ${token.feed === null ? 'for reading' : `of the feed ${token.feed}`}.`);
    }
    if (!BUILT_FEEDS.includes(feed)) {
      throw new Problem(501, { code: 'not-built', message: `This version does not take in the feed ${feed} yet.` });
    }
    await this.limits.feedRequest(token.id);
    return { tokenId: token.id, name: token.name, feed };
  }

  #refuseForeign(request: Request): void {
    if (!isOwnOrigin(request.headers.origin, request.headers, request.secure, this.config.http)) throw foreignOrigin();
  }

  #mark<Value>(key: string, context: ExecutionContext): Value | undefined {
    return this.reflector.getAllAndOverride<Value | undefined>(key, [context.getHandler(), context.getClass()]);
  }
}

/** The caller's network address, through a proxy of ours where the configuration trusts one. */
export function addressOf(request: Request): string {
  return request.ip ?? request.socket.remoteAddress ?? 'unknown';
}

function bearerOf(request: Request): string | null {
  const given = request.headers.authorization;
  if (given === undefined) return null;
  // Another scheme is a failed attempt too, and never falls back to the cookie.
  return /^Bearer +(\S+) *$/i.exec(given)?.[1] ?? '';
}

function isWrite(request: Request): boolean {
  return request.method !== 'GET' && request.method !== 'HEAD';
}
