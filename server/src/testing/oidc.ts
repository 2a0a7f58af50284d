import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type Provider from 'oidc-provider';
import { type Answer, Page } from './page.js';

/** What an organisation says of somebody. */
export interface Vouching {
  name?: string;
  groups?: string[];
}

/** A real OpenID provider on loopback, which asks who somebody is and believes it. */
export interface TestProvider {
  readonly issuer: string;
  /** Who is who, by login; may be changed while it runs. */
  readonly people: Map<string, Vouching>;
  /** Begins to answer, for this room alone. */
  open(roomUrl: string): void;
  close(): Promise<void>;
}

export const CLIENT = { id: 'rearguard', secret: 'a-secret-of-the-tests-that-is-long' };

export async function startProvider(): Promise<TestProvider> {
  const { default: OidcProvider } = await import('oidc-provider');
  let answer: ReturnType<Provider['callback']> | null = null;
  const server = createServer((request, response) => {
    if (answer) return void answer(request, response);
    response.statusCode = 503;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const people = new Map<string, Vouching>();
  return {
    issuer,
    people,
    open(roomUrl) {
      const provider = new OidcProvider(issuer, {
        clients: [
          {
            client_id: CLIENT.id,
            client_secret: CLIENT.secret,
            redirect_uris: [`${roomUrl}/sign-in/provider/return`],
            response_types: ['code'],
            grant_types: ['authorization_code'],
          },
        ],
        pkce: { required: () => true },
        scopes: ['openid', 'profile', 'groups'],
        claims: { openid: ['sub'], profile: ['name'], groups: ['groups'] },
        cookies: { keys: ['of the tests'] },
        findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, ...people.get(id) }) }),
      });
      answer = provider.callback();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What a person does at the provider, from the room's button to the address at which the provider sends them back. */
export async function throughProvider(room: Page, issuer: string, login: string): Promise<string> {
  const begun = await room.get('/sign-in/provider');
  const provider = new Page(issuer);
  let at = begun.headers.get('location')!;
  for (let step = 0; step < 10; step += 1) {
    if (!at.startsWith(issuer)) return at;
    let shown = await provider.get(at);
    const form = /<form[^>]+action="([^"]+)"[\s\S]*?name="prompt" value="(\w+)"/.exec(shown.text);
    if (form) shown = await posted(provider, form[1]!, { prompt: form[2]!, login, password: 'any' });
    at = new URL(shown.headers.get('location') ?? '', issuer).href;
  }
  throw new Error('the provider does not come to an end');
}

async function posted(provider: Page, action: string, fields: Record<string, string>): Promise<Answer> {
  return provider.ask('POST', action, new URLSearchParams(fields));
}
