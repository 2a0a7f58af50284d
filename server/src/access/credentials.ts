import { Injectable } from '@nestjs/common';
import { SystemClock } from '../platform/clock/clock.js';
import { AccessNews } from './access-events.js';
import { AccessTokens, type StandingToken } from './access-tokens.js';
import { hashOf, looksLikeSecret } from './domain/secrets.js';
import { ShortMemory } from './domain/short-memory.js';
import { RateLimits } from './rate-limits.js';
import { Sessions, type StandingSession } from './sessions.js';

/**
 * A revocation holds everywhere this long after it was committed, whichever process committed it: the command line
 * waits for it before it says that a token is revoked.
 */
export const REMEMBERED_MS = 1_000;
const MOST_REMEMBERED = 20_000;

/** Checks cookies and tokens, thousands a second, asking the database about each at most once a second. */
@Injectable()
export class Credentials {
  readonly #sessions: ShortMemory<StandingSession>;
  readonly #tokens: ShortMemory<StandingToken>;
  /** Which hash a session was found by, so that signing out forgets it at once. */
  readonly #hashOfSession = new Map<string, string>();

  constructor(
    private readonly time: SystemClock,
    private readonly sessions: Sessions,
    private readonly tokens: AccessTokens,
    private readonly limits: RateLimits,
    news: AccessNews,
  ) {
    const now = () => time.now();
    this.#sessions = new ShortMemory(now, REMEMBERED_MS, MOST_REMEMBERED);
    this.#tokens = new ShortMemory(now, REMEMBERED_MS, MOST_REMEMBERED);
    news.on('SessionRevoked', ({ sessionId }) => this.#forget(sessionId));
  }

  /**
   * The session of a cookie, or null.
   * @param address whose failures are counted
   * @throws Problem 429 for an address that has failed too often
   */
  async session(cookie: string, address: string): Promise<StandingSession | null> {
    const found = await this.#checked(this.#sessions, cookie, address, (hash) => this.sessions.find(hash));
    if (found === null || found.expiresAt <= this.time.now()) return null;
    if (this.#hashOfSession.size > MOST_REMEMBERED) this.#hashOfSession.clear();
    this.#hashOfSession.set(found.identity.sessionId, hashOf(cookie));
    return found;
  }

  /** The token of a secret, or null. @throws Problem 429 for an address that has failed too often */
  async token(secret: string, address: string): Promise<StandingToken | null> {
    return this.#checked(this.#tokens, secret, address, (hash) => this.tokens.find(hash));
  }

  async #checked<Value>(
    memory: ShortMemory<Value>,
    secret: string,
    address: string,
    lookUp: (hash: string) => Promise<Value | null>,
  ): Promise<Value | null> {
    if (looksLikeSecret(secret)) {
      const hash = hashOf(secret);
      // A secret of 256 bits cannot be guessed: who has a good one comes in, however many fail from the same address.
      const found = await memory.get(hash, () => lookUp(hash));
      if (found !== null) return found;
    }
    await this.limits.mayTryCredential(address);
    await this.limits.wrongCredential(address);
    return null;
  }

  #forget(sessionId: string): void {
    const hash = this.#hashOfSession.get(sessionId);
    this.#hashOfSession.delete(sessionId);
    if (hash !== undefined) this.#sessions.forget(hash);
    else this.#sessions.clear();
  }
}
