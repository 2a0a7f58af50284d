// Real: PostgreSQL, HTTP, Argon2id, the guard. Stand-ins: the features behind it, and the wall time.
import type { Role, SessionItem, User } from '@rearguard/shared';
import { Secret, TOTP } from 'otpauth';
import { DataSource } from 'typeorm';
import { type AccessRoom, openAccessRoom } from '../testing/access-room.js';
import { Page } from '../testing/page.js';
import { eventually } from '../testing/room.js';
import { LiveAccess } from './live-access.js';
import { Handshakes } from './handshakes.js';
import { FREE_FROM_STRANGERS } from './sign-in-attempts.js';
import { SignInLinks } from './sign-in-links.js';

const PASSWORD = 'three lorries leave at dawn';
const ANOTHER = 'the well at the crossroads';

let room: AccessRoom;
let administrator: Page;
beforeAll(async () => {
  room = await openAccessRoom({ TRUST_PROXY: 'true' });
  administrator = page();
  await administrator.get((await room.get(SignInLinks).create('administrator')).path);
});
afterAll(() => room.close());
/** Whatever an address did in the minute before is forgotten by the limits of this process. */
let addresses = 0;
const page = (address = `192.0.2.${(addresses += 1)}`) => new Page(room.url, address);
const later = (ms: number) => room.time.set(room.time.now() + ms);

/** A user who has set a password, in the browser in which they did. */
async function account(name: string, role: Role = 'duty-officer'): Promise<{ user: User; browser: Page }> {
  const made = await administrator.post('/api/users', { name, role });
  expect(made.status).toBe(201);
  const { user, link } = made.body as unknown as { user: User; link: { url: string } };
  const browser = page();
  await browser.get(new URL(link.url).pathname);
  expect((await browser.ask('PUT', '/api/account/password', { password: PASSWORD })).status).toBe(204);
  return { user: (await one(user.id))!, browser };
}
const one = async (id: string) => {
  const { body } = await administrator.get('/api/users?limit=5000');
  return (body['items'] as User[]).find((user) => user.id === id);
};
const signIn = (browser: Page, name: string, password: string, totp?: string) =>
  browser.post('/api/sessions', { name, password, ...(totp !== undefined && { totp }) });
const isIn = async (browser: Page) => (await browser.get('/api/things')).status === 200;

describe('a user', () => {
  it('comes by a link once, sets a password, and signs in with it, however the name is written', async () => {
    const made = await administrator.post('/api/users', { name: 'Adama Koné', role: 'duty-officer' });
    const { url } = (made.body as { link: { url: string } }).link;
    const first = page();
    const came = await first.get(new URL(url).pathname);
    expect([came.status, came.headers.get('location')]).toEqual([303, '/account']);
    expect((await page().get(new URL(url).pathname)).status).toBe(410);
    const set = (password: string, current?: string) =>
      first.ask('PUT', '/api/account/password', { password, ...(current && { current }) });
    expect(await set('adama koné 2023')).toMatchObject({ status: 422, body: { code: 'password-guessable' } });
    expect(await set('short')).toMatchObject({ status: 422, body: { code: 'password-too-short', path: '/password' } });
    expect((await set(PASSWORD)).status).toBe(204);
    expect(await set(ANOTHER)).toMatchObject({ status: 422, body: { code: 'wrong-password', path: '/current' } });
    const second = page();
    const begun = await signIn(second, ' ADAMA  koné', PASSWORD);
    expect(begun).toMatchObject({ status: 201, body: { person: { name: 'Adama Koné' }, role: 'duty-officer' } });
    expect(await isIn(second)).toBe(true);
  });

  it('is one of its name', async () => {
    await account('Only One');
    const again = await administrator.post('/api/users', { name: 'only  ONE', role: 'wall' });
    expect(again).toMatchObject({ status: 409, body: { code: 'name-taken', path: '/name' } });
    expect(await administrator.post('/api/users', { name: ' ', role: 'wall' })).toMatchObject({ status: 400 });
  });

  it('who changes the password stays where it was changed, and is out everywhere else', async () => {
    const { browser } = await account('Changes');
    const elsewhere = page();
    await signIn(elsewhere, 'Changes', PASSWORD);
    const changed = await browser.ask('PUT', '/api/account/password', { current: PASSWORD, password: ANOTHER });
    expect(changed.status).toBe(204);
    expect([await isIn(browser), await isIn(elsewhere)]).toEqual([true, false]);
    expect((await signIn(elsewhere, 'Changes', PASSWORD)).status).toBe(401);
    expect((await signIn(elsewhere, 'Changes', ANOTHER)).status).toBe(201);
  });

  it.each([
    ['is disabled', 'disable', {}],
    ['is reset', 'reset', {}],
  ])('who %s is out at once, sockets too, and the password is worth nothing', async (_, act) => {
    const { user, browser } = await account(`Out by ${act}`);
    const identity = await room
      .get(Handshakes)
      .identify({ headers: { cookie: browser.cookie }, auth: {}, address: '127.0.0.1' });
    const socketEnded = new Promise<void>((ended) => room.get(LiveAccess).watch(identity!, ended));
    expect((await administrator.post(`/api/users/${user.id}/${act}`, { version: user.version })).status).toBe(200);
    await socketEnded;
    expect(await isIn(browser)).toBe(false);
    const { status, body } = await signIn(page(), user.name, PASSWORD);
    expect([status, body['code']]).toEqual([401, act === 'disable' ? 'disabled' : 'not-accepted']);
  });

  it('who was disabled comes in again once enabled', async () => {
    const { user } = await account('Back again');
    await administrator.post(`/api/users/${user.id}/disable`, { version: user.version });
    expect((await administrator.post(`/api/users/${user.id}/enable`, { version: user.version + 1 })).status).toBe(200);
    expect((await signIn(page(), 'Back again', PASSWORD)).status).toBe(201);
  });

  it('whose role changes signs in anew, with the new one; the second to change it is told', async () => {
    const { user, browser } = await account('Promoted');
    const change = (role: Role) => administrator.ask('PATCH', `/api/users/${user.id}`, { version: user.version, role });
    expect(await change('commander')).toMatchObject({ status: 200, body: { role: 'commander' } });
    expect(await change('wall')).toMatchObject({ status: 409, body: { current: { role: 'commander' } } });
    expect(await isIn(browser)).toBe(false);
    expect(await signIn(browser, 'Promoted', PASSWORD)).toMatchObject({ status: 201, body: { role: 'commander' } });
  });

  it('is never shut out when the last administrator', async () => {
    const { user } = await account('Head of IT', 'administrator');
    const refused = await administrator.post(`/api/users/${user.id}/disable`, { version: user.version });
    expect(refused).toMatchObject({ status: 422, body: { code: 'last-administrator' } });
    const { user: second } = await account('Deputy of IT', 'administrator');
    expect((await administrator.post(`/api/users/${user.id}/disable`, { version: user.version })).status).toBe(200);
    const wish = { version: second.version, role: 'wall' };
    expect((await administrator.ask('PATCH', `/api/users/${second.id}`, wish)).status).toBe(422);
  });

  it('is unknown under another id', async () => {
    for (const id of ['nobody', '00000000-0000-4000-8000-000000000000']) {
      expect((await administrator.post(`/api/users/${id}/disable`, { version: 1 })).status).toBe(404);
    }
  });
});

describe('one-time codes', () => {
  const codeOf = (secret: string) => TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: room.time.now() });

  /** A user with one-time codes. */
  async function withCodes(name: string) {
    const { user, browser } = await account(name);
    const begun = await browser.post('/api/account/totp', { password: PASSWORD });
    expect(begun.status).toBe(201);
    const secret = begun.body['secret'] as string;
    expect((await browser.post('/api/account/totp/confirm', { code: '000000' })).status).toBe(422);
    const confirmed = await browser.post('/api/account/totp/confirm', { code: codeOf(secret) });
    expect(confirmed.status).toBe(200);
    return { user, browser, secret, recoveryCodes: confirmed.body['recoveryCodes'] as string[] };
  }

  it('are asked for once they are set up, and each is good once', async () => {
    const { secret } = await withCodes('With codes');
    const browser = page();
    expect(await signIn(browser, 'With codes', PASSWORD)).toMatchObject({ status: 401, body: { code: 'totp-needed' } });
    const used = await signIn(browser, 'With codes', PASSWORD, codeOf(secret));
    expect(used).toMatchObject({ status: 401, body: { code: 'totp-not-accepted' } });
    later(30_000);
    const code = codeOf(secret);
    const both = await Promise.all([
      signIn(page(), 'With codes', PASSWORD, code),
      signIn(page(), 'With codes', PASSWORD, code),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 401]);
  });

  it('can be done without by a recovery code, each good once', async () => {
    const { recoveryCodes, browser } = await withCodes('Lost the telephone');
    expect(recoveryCodes).toHaveLength(10);
    const typed = recoveryCodes[0]!.toUpperCase();
    expect((await signIn(page(), 'Lost the telephone', PASSWORD, typed)).status).toBe(201);
    expect((await signIn(page(), 'Lost the telephone', PASSWORD, typed)).status).toBe(401);
    expect((await browser.get('/api/account')).body).toMatchObject({ hasTotp: true, recoveryCodesLeft: 9 });
  });

  it('are removed with the password alone', async () => {
    const { browser } = await withCodes('Removes codes');
    expect((await browser.post('/api/account/totp/remove', { password: 'wrong' })).status).toBe(422);
    expect((await browser.post('/api/account/totp/remove', { password: PASSWORD })).status).toBe(204);
    expect((await signIn(page(), 'Removes codes', PASSWORD)).status).toBe(201);
  });
});

describe('whoever guesses', () => {
  it('waits longer and longer, at that account and from that address alone; who is in stays in', async () => {
    const { browser } = await account('Guessed at');
    const thief = page('198.51.100.7');
    const guesses = [];
    for (let guess = 0; guess < 6; guess += 1)
      guesses.push((await signIn(thief, 'Guessed at', `wrong ${guess}`)).status);
    expect(guesses).toEqual([401, 401, 401, 401, 401, 429]);
    const right = await signIn(thief, 'guessed AT', PASSWORD);
    expect([right.status, Number(right.headers.get('retry-after'))]).toEqual([429, 15]);
    later(15_000);
    expect((await signIn(thief, 'Guessed at', 'wrong')).status).toBe(401);
    expect((await signIn(thief, 'Guessed at', 'wrong')).headers.get('retry-after')).toBe('30');
    expect(await isIn(browser)).toBe(true);
    expect((await signIn(page(), 'Guessed at', PASSWORD)).status).toBe(201);
    later(30_000);
    expect((await signIn(thief, 'Guessed at', PASSWORD)).status).toBe(201);
  });

  it('from many addresses at once makes strangers wait, and not the owner where they work', async () => {
    await account('Widely known');
    const home = page('203.0.113.50');
    expect((await signIn(home, 'Widely known', PASSWORD)).status).toBe(201);
    const statuses = await Promise.all(
      Array.from({ length: FREE_FROM_STRANGERS + 5 }, (_, i) =>
        signIn(page(`198.51.100.${100 + i}`), 'Widely known', 'guess').then(({ status }) => status),
      ),
    );
    expect(statuses.filter((status) => status === 401)).toHaveLength(FREE_FROM_STRANGERS);
    expect((await signIn(page('198.51.100.99'), 'Widely known', PASSWORD)).status).toBe(429);
    expect((await signIn(page('203.0.113.50'), 'Widely known', PASSWORD)).status).toBe(201);
  });

  it('learns neither from the answer nor from the record which accounts exist', async () => {
    const [unknown, wrong] = [await signIn(page(), 'No such person', 'x'), await signIn(page(), 'Guessed at', 'x')];
    expect(unknown.body).toEqual(wrong.body);
    const rows = await room
      .get(DataSource)
      .query<{ action: string }[]>(`SELECT action FROM audit_entry WHERE detail::text ILIKE '%no such person%'`);
    expect(rows).toEqual([]);
  });
});

describe('sessions', () => {
  it('are listed for their owner, who ends one; a stranger’s is none of theirs', async () => {
    const { browser } = await account('Owner of two');
    const second = page('203.0.113.9');
    room.time.set(room.time.now() + 60_000);
    await signIn(second, 'Owner of two', PASSWORD);
    const list = async () => (await browser.get('/api/account/sessions')).body['items'] as SessionItem[];
    const listed = await list();
    expect(listed).toMatchObject([
      { means: 'password', from: '203.0.113.9', browser: 'test browser', current: false },
      { means: 'link', current: true },
    ]);
    const { browser: stranger } = await account('Stranger');
    expect((await stranger.ask('DELETE', `/api/account/sessions/${listed[0]!.id}`)).status).toBe(404);
    expect((await browser.ask('DELETE', `/api/account/sessions/${listed[0]!.id}`)).status).toBe(204);
    expect([await isIn(second), await list()]).toEqual([false, [listed[1]]]);
  });

  it('that end are over at every process, though it remembers them', async () => {
    const { user, browser } = await account('At two processes');
    const other = await openAccessRoom({ TRUST_PROXY: 'true' }, room);
    try {
      // Its time stands, so that what it remembers never grows old: only being told makes it forget.
      const there = () =>
        fetch(`${other.url}/api/things`, { headers: { cookie: browser.cookie } }).then((r) => r.status);
      expect(await there()).toBe(200);
      await administrator.post(`/api/users/${user.id}/disable`, { version: user.version });
      await eventually(async () => (await there()) === 401, 'the other process to hear of it');
    } finally {
      await other.close();
    }
  });

  it('of everybody are listed for administrators, who end any', async () => {
    const { user, browser } = await account('Watched');
    const { items } = (await administrator.get('/api/sessions')).body as { items: SessionItem[] };
    const theirs = items.find(({ person }) => person.id === user.id)!;
    expect((await administrator.ask('DELETE', `/api/sessions/${theirs.id}`)).status).toBe(204);
    expect(await isIn(browser)).toBe(false);
    expect((await administrator.ask('DELETE', `/api/sessions/${theirs.id}`)).status).toBe(404);
    expect((await browser.get('/api/sessions')).status).toBe(401);
  });
});

describe('tokens', () => {
  const read = (secret: string) =>
    fetch(`${room.url}/api/things`, { headers: { Authorization: `Bearer ${secret}` } }).then(({ status }) => status);

  it('are made, rotated with a time in which both are good, and revoked', async () => {
    const made = await administrator.post('/api/tokens', { kind: 'read', name: 'wall 7' });
    const { token, secret } = made.body as { token: { id: string }; secret: string };
    const rotated = await administrator.post(`/api/tokens/${token.id}/rotate`, { overlapHours: 2 });
    const fresh = rotated.body as { token: { id: string; name: string }; secret: string };
    expect(fresh.token.name).toBe('wall 7');
    expect([await read(secret), await read(fresh.secret)]).toEqual([200, 200]);
    later(2 * 3_600_000);
    expect([await read(secret), await read(fresh.secret)]).toEqual([401, 200]);
    expect((await administrator.post(`/api/tokens/${token.id}/rotate`, {})).status).toBe(404);
    expect((await administrator.ask('DELETE', `/api/tokens/${fresh.token.id}`)).status).toBe(204);
    later(1_000);
    expect(await read(fresh.secret)).toBe(401);
    expect(JSON.stringify((await administrator.get('/api/tokens')).body)).not.toContain('wall 7');
  });
});

it('keeps passwords as Argon2id, and no secret that could be used', async () => {
  const [{ everything }] = await room.get(DataSource).query<[{ everything: string }]>(
    `SELECT (SELECT json_agg(a)::text FROM account a) || (SELECT json_agg(e)::text FROM audit_entry e) ||
            coalesce((SELECT json_agg(r)::text FROM recovery_code r), '') AS everything`,
  );
  expect(everything).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
  for (const secret of [PASSWORD, ANOTHER]) expect(everything).not.toContain(secret);
  // A code as a whole: a hash may by chance begin as one does.
  expect(everything).not.toMatch(/"code_hash":"([a-z2-9]{4}-){5}[a-z2-9]{4}"/);
});
