import { Inject, Injectable } from '@nestjs/common';
import * as client from 'openid-client';
import { CONFIG, type Config } from '../../config/config.js';
import { rolesIn } from '../domain/provider-claims.js';
import type { Role } from '@rearguard/shared';

/** What must be the same when the browser comes back. It stays with the browser, in a cookie. */
export interface Attempt {
  state: string;
  nonce: string;
  verifier: string;
  returnTo: string;
}

/** Whom the organisation vouches for. */
export interface Vouched {
  /** Issuer and subject, which never change. */
  subject: string;
  name: string;
  /** Null: the organisation gives this person no role here. */
  role: Role | null;
}

const ANSWER_WITHIN_S = 10;

/** The organisation's own sign-in, by OpenID Connect: code flow with PKCE, state and nonce. */
@Injectable()
export class Provider {
  #known: Promise<client.Configuration> | null = null;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  get label(): string | null {
    return this.config.oidc?.label ?? null;
  }

  /** @returns where to send the browser, and what it must bring back */
  async begin(returnTo: string): Promise<{ url: string; attempt: Attempt }> {
    const attempt: Attempt = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
      returnTo,
    };
    const url = client.buildAuthorizationUrl(await this.#discovered(), {
      redirect_uri: returnTo,
      scope: this.#settings.scope,
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(attempt.verifier),
      code_challenge_method: 'S256',
    });
    return { url: url.href, attempt };
  }

  /**
   * Takes what the browser brought back.
   * @param query the query string of its return
   * @throws Error of the library when it does not belong to the attempt, or the provider refuses
   */
  async finish(query: string, { state, nonce, verifier, returnTo }: Attempt): Promise<Vouched> {
    const known = await this.#discovered();
    const url = new URL(returnTo);
    url.search = query;
    const tokens = await client.authorizationCodeGrant(known, url, {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: verifier,
      idTokenExpected: true,
    });
    const { roleClaim, nameClaim, roleMap } = this.#settings;
    let claims: Record<string, unknown> = { ...tokens.claims() };
    const { sub, iss } = tokens.claims()!;
    if (
      (claims[roleClaim] === undefined || claims[nameClaim] === undefined) &&
      known.serverMetadata().userinfo_endpoint
    ) {
      claims = { ...(await client.fetchUserInfo(known, tokens.access_token, sub)), ...claims };
    }
    const named = [nameClaim, 'name', 'preferred_username', 'email'].map((claim) => claims[claim]);
    const name = named.find((one): one is string => typeof one === 'string' && one.trim() !== '') ?? sub;
    return {
      subject: `${iss} ${sub}`,
      name: name.trim().slice(0, 80),
      role: rolesIn(claims[roleClaim], roleMap)[0] ?? null,
    };
  }

  get #settings() {
    const { oidc } = this.config;
    if (oidc === null) throw new Error('OpenID Connect is not configured');
    return oidc;
  }

  /** Asked once; a failure is not remembered. */
  #discovered(): Promise<client.Configuration> {
    this.#known ??= this.#discover().catch((cause: unknown) => {
      this.#known = null;
      throw cause;
    });
    return this.#known;
  }

  #discover(): Promise<client.Configuration> {
    const { issuer, clientId, clientSecret } = this.#settings;
    const url = new URL(issuer);
    // Plain http is admitted by the configuration on this machine alone.
    const insecure = url.protocol === 'http:' ? { execute: [client.allowInsecureRequests] } : {};
    const secret = clientSecret === null ? client.None() : client.ClientSecretBasic(clientSecret);
    return client.discovery(url, clientId, undefined, secret, { timeout: ANSWER_WITHIN_S, ...insecure });
  }
}
