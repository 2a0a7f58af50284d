// Real: PostgreSQL, HTTP, the guard and its order. Stand-ins: the features behind it, and the wall time.
import { type AccessRoom, openAccessRoom } from '../testing/access-room.js';
import { MachineDeadlines } from '../platform/deadlines/deadlines.js';
import { ENDED_KEPT_MS } from './access-housekeeping.js';
import { AccessNews } from './access-events.js';
import { AccessTokens } from './access-tokens.js';
import { COMMAND_LINE, SYSTEM } from './actor.js';
import { AuditLog } from './audit-log.js';
import { REMEMBERED_MS } from './credentials.js';
import { SESSION_IDLE_MS, SESSION_MOST_MS } from './domain/session-life.js';
import { Handshakes } from './handshakes.js';
import { LiveAccess } from './live-access.js';
import { SignInLinks } from './sign-in-links.js';
import { DataSource } from 'typeorm';

let room: AccessRoom;
beforeAll(async () => {
  room = await openAccessRoom();
});
afterAll(() => room.close());

interface Ask {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
}
const ask = ({ path, ...rest }: Ask) => fetch(`${room.url}${path}`, { redirect: 'manual', ...rest });
const codeOf = async (reply: Response) => ((await reply.json()) as { code: string }).code;
const bearer = (secret: string) => ({ Authorization: `Bearer ${secret}` });
const JSON_TYPE = { 'Content-Type': 'application/json' };
const link = () => room.get(SignInLinks).create('watch-officer', 'A. Sow');
const feedToken = async (feed: 'positions' | 'customs' | 'medevac') =>
  (await room.get(AccessTokens).createForFeed(feed, 'radio')).secret;
const cookieIn = (reply: Response) => reply.headers.getSetCookie()[0]!.split(';')[0]!;
const signedIn = async (role: Parameters<SignInLinks['create']>[0] = 'watch-officer', name?: string) =>
  cookieIn(await ask({ path: (await room.get(SignInLinks).create(role, name)).path }));

describe('a sign-in link', () => {
  it('sets a cookie that scripts cannot read and goes to the page of the role', async () => {
    const reply = await ask({ path: (await link()).path });
    expect(reply.status).toBe(303);
    expect(reply.headers.get('location')).toBe('/wall');
    expect(reply.headers.getSetCookie()[0]).toMatch(
      /^rearguard_session=[\w-]{43}; Max-Age=86400; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    const me = await ask({ path: '/api/sessions/current', headers: { Cookie: cookieIn(reply) } });
    expect(await me.json()).toMatchObject({
      person: { name: 'A. Sow' },
      role: 'watch-officer',
      expiresAt: '2023-08-13T21:00:00.000Z',
      room: { exercise: 'mali-2023', missionTimeZone: 'Africa/Bamako', mapboxAccessToken: null, ownBaseMap: false },
    });
  });

  it('lets exactly one in when several open it at once', async () => {
    const { path } = await link();
    const replies = await Promise.all(Array.from({ length: 8 }, () => ask({ path })));
    expect(replies.map((reply) => reply.status).sort()).toEqual([303, ...Array<number>(7).fill(410)]);
  });

  it('says what to do next, in three languages, when it is used, run out or unknown', async () => {
    const used = await link();
    await ask({ path: used.path });
    const second = await ask({ path: used.path });
    expect(second.status).toBe(410);
    expect(second.headers.getSetCookie()).toEqual([]);
    const page = await second.text();
    for (const sentence of ['Ask for a new one', 'Demandez-en un nouveau', '请索取新的链接']) {
      expect(page).toContain(sentence);
    }
    expect(page).not.toContain(used.code);
    const late = await link();
    room.time.set(late.expiresAt);
    expect((await ask({ path: late.path })).status).toBe(410);
    expect((await ask({ path: '/sign-in/nothing' })).status).toBe(404);
  });

  it('is not used up by a program that only looks at it', async () => {
    const { path } = await link();
    expect((await ask({ path, method: 'HEAD' })).status).toBe(204);
    expect((await ask({ path })).status).toBe(303);
  });

  it('signs in by JSON too, and refuses all bad codes alike', async () => {
    const { code } = await link();
    const post = (body: object) =>
      ask({ path: '/api/sessions', method: 'POST', headers: JSON_TYPE, body: JSON.stringify(body) });
    expect((await post({ code })).status).toBe(201);
    const again = await post({ code });
    expect(again.status).toBe(401);
    const unknown = await post({ code: 'x'.repeat(43) });
    expect(await unknown.json()).toEqual(await again.json());
    expect((await post({})).status).toBe(400);
  });

  it('makes two names two people, and the same name the same person', async () => {
    const who = async (name?: string) => {
      const me = await ask({
        path: '/api/sessions/current',
        headers: { Cookie: await signedIn('duty-officer', name) },
      });
      return ((await me.json()) as { person: { id: string; name: string } }).person;
    };
    const [one, same, other, unnamed] = [await who('One'), await who('One'), await who('Other'), await who()];
    expect(same.id).toBe(one.id);
    expect(other.id).not.toBe(one.id);
    expect(unnamed.name).toBe('Duty officer');
  });
});

describe('a session', () => {
  const status = async (cookie: string) => (await ask({ path: '/api/things', headers: { Cookie: cookie } })).status;

  it('lasts while it is used, at most a day', async () => {
    const cookie = await signedIn();
    const began = room.time.now();
    room.time.set(began + SESSION_IDLE_MS - 1);
    expect(await status(cookie)).toBe(200);
    room.time.set(began + SESSION_MOST_MS - 2);
    expect(await status(cookie)).toBe(200);
    room.time.set(began + SESSION_MOST_MS);
    expect(await status(cookie)).toBe(401);
  });

  it('ends when nobody used it for a shift', async () => {
    const cookie = await signedIn();
    room.time.set(room.time.now() + SESSION_IDLE_MS);
    expect(await status(cookie)).toBe(401);
  });

  it('ends at once by signing out, for its sockets too', async () => {
    const cookie = await signedIn();
    const identity = await room
      .get(Handshakes)
      .identify({ headers: { cookie, host: 'x' }, auth: {}, address: '127.0.0.1' });
    const ended = new Promise<void>((done) => room.get(LiveAccess).watch(identity!, done));
    const out = await ask({
      path: '/api/sessions/current',
      method: 'DELETE',
      headers: { Cookie: cookie, Origin: room.url },
    });
    expect(out.status).toBe(204);
    expect(out.headers.getSetCookie()[0]).toContain('Max-Age=0');
    await ended;
    expect(await status(cookie)).toBe(401);
  });

  it('replaces the one that the browser had before', async () => {
    const before = await signedIn();
    const after = cookieIn(await ask({ path: (await link()).path, headers: { Cookie: before } }));
    expect([await status(before), await status(after)]).toEqual([401, 200]);
  });

  it('tells that a screen signed in', async () => {
    const told: string[] = [];
    const stop = room.get(AccessNews).on('PersonSignedIn', ({ name }) => told.push(name));
    await ask({ path: '/sign-in/unknown' });
    await signedIn('commander', 'General');
    stop();
    expect(told).toEqual(['General']);
  });

  it('is followed by open sockets when another process ends it', async () => {
    const cookie = await signedIn();
    const [standing, ending] = await Promise.all(
      [await signedIn(), cookie].map((held) =>
        room.get(Handshakes).identify({ headers: { cookie: held }, auth: {}, address: '127.0.0.1' }),
      ),
    );
    const ended: string[] = [];
    const live = room.get(LiveAccess);
    const leave = live.watch(standing!, () => ended.push('standing'));
    live.watch(ending!, () => ended.push('ending'));
    await room
      .get(DataSource)
      .query('UPDATE session SET revoked_at = now() WHERE id = $1', [
        ending!.kind === 'person' ? ending!.sessionId : null,
      ]);
    await live.look();
    leave();
    expect(ended).toEqual(['ending']);
  });

  it('is kept alive by an open socket, but not beyond a day', async () => {
    const cookie = await signedIn();
    const began = room.time.now();
    const identity = await room.get(Handshakes).identify({ headers: { cookie }, auth: {}, address: '127.0.0.1' });
    const leave = room.get(LiveAccess).watch(identity!, () => undefined);
    room.time.set(began + SESSION_IDLE_MS - 1);
    await room.get(LiveAccess).look();
    room.time.set(began + SESSION_IDLE_MS + 1);
    expect(await status(cookie)).toBe(200);
    room.time.set(began + SESSION_MOST_MS);
    await room.get(LiveAccess).look();
    leave();
    expect(await status(cookie)).toBe(401);
  });
});

describe('a route', () => {
  it('refuses in order: 401, 403, 404, 400', async () => {
    const things = { path: '/api/things', method: 'POST', body: '{', headers: JSON_TYPE };
    expect(await codeOf(await ask(things))).toBe('not-signed-in');
    const cookie = await signedIn();
    const foreign = { ...things.headers, Cookie: cookie, Origin: 'http://elsewhere.example' };
    expect(await codeOf(await ask({ ...things, headers: foreign }))).toBe('foreign-origin');
    const own = { ...things.headers, Cookie: cookie, Origin: room.url };
    expect(await codeOf(await ask({ ...things, path: '/api/nothing', headers: own }))).toBe('not-found');
    expect(await codeOf(await ask({ ...things, headers: own }))).toBe('broken-json');
  });

  it('wants an Origin with every write by cookie', async () => {
    const headers = { ...JSON_TYPE, Cookie: await signedIn() };
    const write = { path: '/api/things', method: 'POST', body: '{"text":"x"}' };
    expect((await ask({ ...write, headers })).status).toBe(403);
    expect((await ask({ ...write, headers: { ...headers, Origin: room.url } })).status).toBe(201);
  });

  it('follows the table of permissions', async () => {
    const remove = { path: '/api/exercise', method: 'DELETE' };
    const as = async (role: 'air-operations' | 'duty-officer') =>
      ask({ ...remove, headers: { Cookie: await signedIn(role), Origin: room.url } });
    expect((await as('air-operations')).status).toBe(403);
    expect((await as('duty-officer')).status).toBe(200);
  });

  it('tells nobody who is not signed in what exists', async () => {
    expect((await ask({ path: '/api/nothing' })).status).toBe(401);
    expect((await ask({ path: '/api/openapi.json' })).status).toBe(401);
    expect((await ask({ path: '/health/live' })).status).toBe(200);
  });

  it('reads with a read token, and only reads', async () => {
    const { secret } = await room.get(AccessTokens).createForReading('wall 2');
    const headers = bearer(secret);
    const read = await ask({ path: '/api/things', headers });
    expect(await read.json()).toMatchObject({ asker: { kind: 'reader', name: 'wall 2', role: 'wall' } });
    expect((await ask({ path: '/api/things', method: 'POST', headers })).status).toBe(403);
    expect((await ask({ path: '/api/things', headers: { Authorization: 'Basic eDp5' } })).status).toBe(401);
    expect((await ask({ path: '/api/things', headers: bearer(await feedToken('positions')) })).status).toBe(403);
  });

  it('describes itself', async () => {
    const reply = await ask({ path: '/api/openapi.json', headers: { Cookie: await signedIn() } });
    const { paths } = (await reply.json()) as { paths: Record<string, Record<string, { security: object[] }>> };
    expect(paths['/api/feeds/{feed}/reports']!['post']!.security).toEqual([{ feedToken: [] }]);
    expect(paths['/health/live']!['get']!.security).toEqual([]);
    expect(Object.keys(paths['/api/sessions/current']!).sort()).toEqual(['delete', 'get']);
  });
});

describe('the door of a feed', () => {
  const send = (feed: string, headers: Record<string, string>, body = '{"text":"x"}') =>
    ask({ path: `/api/feeds/${feed}/reports`, method: 'POST', headers: { ...JSON_TYPE, ...headers }, body });

  it('asks in order: token, feed, whose token, whether it is built, and only then the body', async () => {
    const positions = bearer(await feedToken('positions'));
    const customs = bearer(await feedToken('customs'));
    expect((await send('unheard-of', {})).status).toBe(401);
    expect((await send('positions', bearer('x'.repeat(43)))).status).toBe(401);
    expect((await send('positions', { Cookie: await signedIn() })).status).toBe(401);
    expect((await send('unheard-of', positions)).status).toBe(404);
    expect((await send('customs', positions)).status).toBe(403);
    expect((await send('positions', customs)).status).toBe(403);
    expect((await send('medevac', bearer(await feedToken('medevac')), '{')).status).toBe(501);
    expect((await send('positions', positions, '{')).status).toBe(400);
    expect((await send('positions', positions)).status).toBe(201);
  });

  it('takes the token in the path from clients that cannot send headers', async () => {
    const osmand = (secret: string) => ask({ path: `/ingest/osmand/${secret}`, method: 'POST' });
    expect((await osmand(await feedToken('positions'))).status).toBe(201);
    expect((await osmand(await feedToken('customs'))).status).toBe(403);
    expect((await osmand('wrong')).status).toBe(401);
  });

  it('takes a token no longer once its revocation was committed and the moment of memory is over', async () => {
    const secret = await feedToken('positions');
    expect((await send('positions', bearer(secret))).status).toBe(201);
    const revoked = await room.get(AccessTokens).revoke('feed', 'radio', COMMAND_LINE);
    expect(revoked.length).toBeGreaterThan(0);
    room.time.set(room.time.now() + REMEMBERED_MS);
    expect((await send('positions', bearer(secret))).status).toBe(401);
  });

  it('keeps no secret that could be used', async () => {
    const secret = await feedToken('positions');
    const cookie = await signedIn();
    const { code } = await link();
    const rows: unknown = await room.get(DataSource).query(
      `SELECT (SELECT json_agg(t) FROM access_token t)::text || (SELECT json_agg(s) FROM session s)::text ||
              (SELECT json_agg(l) FROM sign_in_link l)::text || (SELECT json_agg(a) FROM audit_entry a)::text AS all`,
    );
    const everything = JSON.stringify(rows);
    expect(everything).toContain('secret_hash');
    for (const kept of [secret, cookie.split('=')[1]!, code]) expect(everything).not.toContain(kept);
  });
});

describe('a socket', () => {
  const identify = (headers: Record<string, string>, auth: unknown = {}) =>
    room.get(Handshakes).identify({ headers, auth, address: '127.0.0.1' });

  it('is opened by a session from our own page, or by a read token', async () => {
    const cookie = await signedIn();
    const host = new URL(room.url).host;
    expect(await identify({ cookie, host, origin: room.url })).toMatchObject({ kind: 'person' });
    expect(await identify({ cookie, host, origin: 'http://elsewhere.example' })).toBeNull();
    expect(await identify({ host })).toBeNull();
    const { secret } = await room.get(AccessTokens).createForReading('monitor');
    expect(await identify({ host }, { token: secret })).toMatchObject({ kind: 'reader', name: 'monitor' });
    expect(await identify({ cookie, host }, { token: await feedToken('positions') })).toBeNull();
  });
});

describe('the audit record', () => {
  it('is read page by page by whoever may, newest first', async () => {
    await signedIn('commander', 'Somebody');
    const cookie = await signedIn('administrator', 'Auditor');
    const read = (query: string) => ask({ path: `/api/audit${query}`, headers: { Cookie: cookie } });
    const first = (await (await read('?action=session.begin&limit=1')).json()) as Listed;
    expect(first.items).toMatchObject([{ action: 'session.begin', who: { kind: 'person', name: 'Auditor' } }]);
    const next = (await (await read(`?action=session.begin&limit=1&cursor=${first.nextCursor}`)).json()) as Listed;
    expect(next.items).toMatchObject([{ who: { name: 'Somebody' } }]);
    expect(await codeOf(await read('?cursor=made-up'))).toBe('bad-cursor');
    expect((await read('?limit=5001')).status).toBe(400);
    expect((await ask({ path: '/api/audit', headers: { Cookie: await signedIn() } })).status).toBe(403);
  });

  it('cannot be changed or removed', async () => {
    const database = room.get(DataSource);
    await expect(database.query(`UPDATE audit_entry SET who_name = 'nobody'`)).rejects.toThrow('only ever added');
    await expect(database.query('DELETE FROM audit_entry')).rejects.toThrow('only ever added');
  });

  it('stands or falls with the act', async () => {
    const who = COMMAND_LINE;
    const act = room.get(DataSource).transaction(async (manager) => {
      await room.get(AuditLog).record({ who, action: 'never.done' }, manager);
      throw new Error('undone');
    });
    await expect(act).rejects.toThrow('undone');
    expect(await room.get(AuditLog).list({ action: 'never.done' }, 10)).toEqual([]);
  });
});

interface Listed {
  items: object[];
  nextCursor: string;
}

describe('what has ended', () => {
  const rows = async (table: string): Promise<number> => {
    const [row]: { count: string }[] = await room.get(DataSource).query(`SELECT count(*) FROM ${table}`);
    return Number(row!.count);
  };
  const DAY_MS = 86_400_000;

  it('is deleted a week later, by a deadline of every day, and what stands is not; the audit record keeps all', async () => {
    const deadlines = room.get(MachineDeadlines);
    // Begins with nothing left of the tests before, so that everything is counted.
    room.time.set(room.time.now() + 2 * ENDED_KEPT_MS);
    await deadlines.runDue(room.time.now());
    const tokens = await rows('access_token');
    expect([await rows('session'), await rows('sign_in_link')]).toEqual([0, 0]);
    await signedIn();
    await link();
    const { id, secret } = await room.get(AccessTokens).createForReading('wall');
    await room.get(AccessTokens).createForReading('monitor');
    await room.get(AccessTokens).revoke('read', id, SYSTEM);
    const audited = await rows('audit_entry');
    const left = async () => [await rows('session'), await rows('sign_in_link'), (await rows('access_token')) - tokens];

    room.time.set(room.time.now() + ENDED_KEPT_MS);
    await deadlines.runDue(room.time.now());
    expect(await left()).toEqual([1, 2, 2]);
    const late = await link();
    room.time.set(room.time.now() + DAY_MS);
    await deadlines.runDue(room.time.now());
    expect(await left()).toEqual([0, 1, 1]);
    expect((await ask({ path: late.path })).status).toBe(410);
    expect((await ask({ path: '/api/things', headers: bearer(secret) })).status).toBe(401);
    expect(await rows('audit_entry')).toBe(audited + 1);
    expect(await deadlines.earliestDueAt()).toBe(room.time.now() + DAY_MS);
  });
});
