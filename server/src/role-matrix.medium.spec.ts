// Real: the whole server with its database. Every route and every event of the socket that it has, tried with every role.
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { MESSAGE_METADATA } from '@nestjs/websockets/constants.js';
import { type Action, may, ROLES } from '@rearguard/shared';
import { AccessTokens } from './access/access-tokens.js';
import { ALLOW, FOR_FEED, OPEN } from './access/decorators.js';
import { ANY_CALLER } from './platform/http/openapi.js';
import { openRoom, type TestRoom } from './testing/room.js';

interface Route {
  method: string;
  path: string;
  action: Action | undefined;
  open: boolean;
  feed: boolean;
  anyCaller: boolean;
}

let room: TestRoom;
let routes: Route[];
beforeAll(async () => {
  room = await openRoom();
  routes = routesOf(room);
});
afterAll(() => room.close());

type Handler = (...given: unknown[]) => unknown;

/** The handlers of all these classes that carry a mark, with their class. */
function marked(wrappers: { metatype: unknown }[], mark: string): { type: object; handler: Handler }[] {
  const scanner = room.app.get(MetadataScanner, { strict: false });
  return wrappers.flatMap(({ metatype }) => {
    if (typeof metatype !== 'function') return [];
    const prototype = (metatype.prototype ?? {}) as Record<string, Handler>;
    const names = scanner.getAllMethodNames(prototype);
    return names
      .map((name) => ({ type: metatype, handler: prototype[name]! }))
      .filter(({ handler }) => Reflect.hasMetadata(mark, handler));
  });
}

/** Every route that Nest really has. */
function routesOf({ app }: TestRoom): Route[] {
  return marked(app.get(DiscoveryService, { strict: false }).getControllers(), METHOD_METADATA).flatMap(
    ({ type, handler }) => {
      const said = <Value>(key: string) =>
        (Reflect.getMetadata(key, handler) ?? Reflect.getMetadata(key, type)) as Value | undefined;
      const ownPaths = [Reflect.getMetadata(PATH_METADATA, handler) as string | string[]].flat();
      return ownPaths.map((own) => ({
        method: RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod],
        path: `/${String(Reflect.getMetadata(PATH_METADATA, type))}/${own}`
          .replace(/\/+/g, '/')
          .replace(/(.)\/$/, '$1'),
        action: said<Action>(ALLOW),
        open: said<boolean>(OPEN) === true,
        feed: said(FOR_FEED) !== undefined,
        anyCaller: said<boolean>(ANY_CALLER) === true,
      }));
    },
  );
}

const named = ({ method, path }: Route) => `${method} ${path}`;

/** Asks with parameters that stand for nothing and a body without content, so that what is allowed changes nothing. */
async function tried({ method, path }: Route, headers: Record<string, string>) {
  const address = path.replace(':kind', 'convoys').replace(':feed', 'positions').replace(/:\w+/g, 'none');
  const body = method === 'GET' ? {} : { body: '{}', headers: { ...headers, 'content-type': 'application/json' } };
  const reply = await fetch(`${room.url}${address}`, { method, headers, redirect: 'manual', ...body });
  const text = await reply.text();
  return { status: reply.status, code: reply.status === 403 ? (JSON.parse(text) as { code: string }).code : null };
}

it('says of every route who may call it, and leaves open only what the contract leaves open', () => {
  const ruleless = routes.filter(({ action, open, feed, anyCaller }) => !action && !open && !feed && !anyCaller);
  expect(ruleless.map(named)).toEqual([]);
  const open = routes.filter((route) => route.open).map(named);
  expect(open.filter((route) => !/^GET \/(health|sign-in)\/|^POST \/api\/sessions$/.test(route))).toEqual([]);
  const anyCaller = routes.filter((route) => route.anyCaller).map(named);
  expect(anyCaller).toEqual(['GET /api/openapi.json', 'ALL /api', 'ALL /api/*rest']);
  expect(routes.length).toBeGreaterThan(50);
});

describe.each(ROLES)('%s', (role) => {
  it('may call exactly the routes of the table', async () => {
    const wrong: string[] = [];
    // Signing out comes last: nothing is known of the caller after it.
    const last = (route: Route) => Number(named(route) === 'DELETE /api/sessions/current');
    const headers = { cookie: await room.signIn(role), origin: room.url };
    for (const route of routes.filter(({ action }) => action).sort((a, b) => last(a) - last(b))) {
      const { status, code } = await tried(route, headers);
      const refused = status === 403 && code === 'not-allowed';
      const known = status !== 401 && (status !== 403 || refused);
      if (!known || refused === may(role, route.action!)) wrong.push(`${named(route)}: ${status} ${code ?? ''}`);
    }
    expect(wrong).toEqual([]);
  });

  it('may send exactly the events of the table', async () => {
    const socket = room.connect(await room.signIn(role));
    const asking = socket.timeout(10_000) as unknown as Asking;
    const wrong: string[] = [];
    for (const { event, action } of socketEvents()) {
      const answer = await asking.emitWithAck(event, {});
      if ((answer.reason === 'not-allowed') === may(role, action!)) wrong.push(`${event}: ${answer.reason ?? 'ok'}`);
    }
    expect(wrong).toEqual([]);
  });
});

it('lets a read token read what the wall may, and change nothing', async () => {
  const { secret } = await room.app.get(AccessTokens).createForReading('monitor');
  const wrong: string[] = [];
  for (const route of routes.filter(({ action }) => action)) {
    const { status, code } = await tried(route, { authorization: `Bearer ${secret}` });
    const expected = route.method !== 'GET' ? 'read-only' : may('wall', route.action!) ? null : 'not-allowed';
    if (status === 401 || code !== expected) wrong.push(`${named(route)}: ${status} ${code ?? ''}`);
  }
  expect(wrong).toEqual([]);
});

it('knows nobody without a session or token, nor by the token of a feed', async () => {
  const wrong: string[] = [];
  for (const route of routes.filter(({ open, method }) => !open && method !== 'ALL')) {
    if ((await tried(route, {})).status !== 401) wrong.push(`nobody: ${named(route)}`);
    if (route.feed) continue;
    const byFeed = await tried(route, { authorization: `Bearer ${room.feedToken}` });
    if (byFeed.code !== 'wrong-token') wrong.push(`feed token: ${named(route)} ${byFeed.status}`);
  }
  expect(wrong).toEqual([]);
});

it('takes reports by the token of their feed alone, whatever the role', async () => {
  const cookie = await room.signIn('administrator');
  for (const route of routes.filter(({ feed }) => feed)) {
    expect([named(route), (await tried(route, { cookie, origin: room.url })).status]).toEqual([named(route), 401]);
  }
});

it('says of every event of the socket who may send it', () => {
  expect(socketEvents().filter(({ action }) => !action)).toEqual([]);
  expect(socketEvents().map(({ event }) => event)).toContain('picture:watch');
});

it.each<[string, () => Promise<string>]>([
  ['nobody', () => Promise.resolve('')],
  ['the token of a feed', () => Promise.resolve(room.feedToken)],
])('opens no socket to %s', async (_, token) => {
  const socket = room.connect('');
  socket.auth = { token: await token() };
  socket.disconnect().connect();
  const fault = await new Promise<Error>((refused) => socket.once('connect_error', refused));
  expect(fault.message).toBe('not-signed-in');
});

function socketEvents(): { event: string; action: Action | undefined }[] {
  const providers = room.app.get(DiscoveryService, { strict: false }).getProviders();
  return marked(providers, MESSAGE_METADATA).map(({ handler }) => ({
    event: Reflect.getMetadata(MESSAGE_METADATA, handler) as string,
    action: Reflect.getMetadata(ALLOW, handler) as Action | undefined,
  }));
}

/** The socket, for events whose shape is of no interest here. */
interface Asking {
  emitWithAck(event: string, body: unknown): Promise<{ ok: boolean; reason?: string }>;
}
