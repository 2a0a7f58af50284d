import type { IncomingHttpHeaders } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.js';
import { Problem } from '../platform/http/problem.js';
import { Credentials } from './credentials.js';
import { isOwnOrigin } from './domain/origin.js';
import type { Identity } from './identity.js';
import { sessionCookieOf } from './session-cookie.js';

/** The parts of a socket's handshake that say who is there; socket.io's `socket.handshake` fits. */
export interface Handshake {
  headers: IncomingHttpHeaders;
  auth: unknown;
  address: string;
  secure?: boolean;
}

/** Says who opens a socket. */
@Injectable()
export class Handshakes {
  constructor(
    private readonly credentials: Credentials,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * A read token in `auth.token`, or else the session cookie. Browsers name the page that opens a socket in `Origin`,
   * so that a foreign page cannot use the cookie; programs send none.
   * @returns null for whoever is not known and must be refused
   */
  async identify(handshake: Handshake): Promise<Identity | null> {
    try {
      const token = tokenIn(handshake.auth);
      if (token !== null) return await this.#reader(token, handshake.address);
      const cookie = sessionCookieOf(handshake.headers);
      if (cookie === null || this.#isForeign(handshake)) return null;
      return (await this.credentials.session(cookie, handshake.address))?.identity ?? null;
    } catch (cause) {
      if (cause instanceof Problem) return null; // too many failures: refused like any other
      throw cause;
    }
  }

  async #reader(secret: string, address: string): Promise<Identity | null> {
    const token = await this.credentials.token(secret, address);
    if (token?.kind !== 'read') return null;
    return { kind: 'reader', tokenId: token.id, name: token.name, role: 'wall' };
  }

  #isForeign({ headers, secure }: Handshake): boolean {
    return headers.origin !== undefined && !isOwnOrigin(headers.origin, headers, secure ?? false, this.config.http);
  }
}

function tokenIn(auth: unknown): string | null {
  if (typeof auth !== 'object' || auth === null || !('token' in auth)) return null;
  return typeof auth.token === 'string' && auth.token !== '' ? auth.token : null;
}
