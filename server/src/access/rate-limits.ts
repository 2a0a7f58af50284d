import { Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { tooMany } from './refusals.js';

/** Wrong codes of sign-in links, from one address in a minute. */
export const MOST_WRONG_CODES = 20;
/**
 * Cookies and tokens that do not hold, from one address in a minute. A secret of 256 bits cannot be guessed at any rate;
 * this spares the database, and must not shut out a site whose many screens share one address and one ended session.
 */
export const MOST_WRONG_CREDENTIALS = 300;
/**
 * Requests of one feed token in a second: more than one process answers when each carries a single report, so that only
 * a source that has lost its mind meets it.
 */
export const MOST_FEED_REQUESTS = 5_000;
/** Requests of one session or read token: 200 a second, in bursts of up to three seconds' worth. 100 are promised. */
export const MOST_REQUESTS = { count: 600, seconds: 3 };

/** How much is too much, counted in this process. Every refusal says when to come back. */
@Injectable()
export class RateLimits {
  readonly #codes = new RateLimiterMemory({ keyPrefix: 'code', points: MOST_WRONG_CODES, duration: 60 });
  readonly #credentials = new RateLimiterMemory({ keyPrefix: 'cred', points: MOST_WRONG_CREDENTIALS, duration: 60 });
  readonly #feeds = new RateLimiterMemory({ keyPrefix: 'feed', points: MOST_FEED_REQUESTS, duration: 1 });
  readonly #requests = new RateLimiterMemory({
    keyPrefix: 'asks',
    points: MOST_REQUESTS.count,
    duration: MOST_REQUESTS.seconds,
  });

  /** @throws Problem 429 when this address has sent too many wrong codes to be heard now */
  async mayTryCode(address: string): Promise<void> {
    await refuseWhenSpent(this.#codes, address, MOST_WRONG_CODES);
  }

  /** @throws Problem 429 */
  async wrongCode(address: string): Promise<void> {
    await spend(this.#codes, address, 'Too many wrong sign-in codes from this address.');
  }

  /** @throws Problem 429 when this address has sent too many bad credentials for an unknown one to be looked up now */
  async mayTryCredential(address: string): Promise<void> {
    await refuseWhenSpent(this.#credentials, address, MOST_WRONG_CREDENTIALS);
  }

  /** @throws Problem 429 */
  async wrongCredential(address: string): Promise<void> {
    await spend(this.#credentials, address, 'Too many requests with a wrong cookie or token from this address.');
  }

  /** @throws Problem 429 */
  async feedRequest(tokenId: string): Promise<void> {
    await spend(this.#feeds, tokenId, `A feed token may send ${MOST_FEED_REQUESTS} requests a second; send batches.`);
  }

  /** @throws Problem 429 */
  async request(sessionOrTokenId: string): Promise<void> {
    await spend(this.#requests, sessionOrTokenId, 'Too many requests; 100 a second are always allowed.');
  }
}

async function spend(limiter: RateLimiterMemory, key: string, message: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (spent) {
    if (spent instanceof RateLimiterRes) throw tooMany(message, spent.msBeforeNext / 1_000);
    throw spent;
  }
}

async function refuseWhenSpent(limiter: RateLimiterMemory, key: string, most: number): Promise<void> {
  const spent = await limiter.get(key);
  if (spent !== null && spent.consumedPoints > most) {
    throw tooMany('Too many attempts from this address.', spent.msBeforeNext / 1_000);
  }
}
