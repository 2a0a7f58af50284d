// Real: PostgreSQL, HTTP, and an OpenID provider (oidc-provider) on loopback that insists on PKCE.
import { jest } from '@jest/globals';
import type { User } from '@rearguard/shared';
import { type AccessRoom, openAccessRoom } from '../../testing/access-room.js';
import { CLIENT, startProvider, type TestProvider, throughProvider } from '../../testing/oidc.js';
import { Page } from '../../testing/page.js';
import { SignInLinks } from '../sign-in-links.js';

let provider: TestProvider;
let room: AccessRoom;
beforeAll(async () => {
  // It warns at length that it is set up for tests.
  for (const level of ['warn', 'info'] as const) jest.spyOn(console, level).mockImplementation(() => undefined);
  provider = await startProvider();
  room = await openAccessRoom({
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: CLIENT.id,
    OIDC_CLIENT_SECRET: CLIENT.secret,
    OIDC_SCOPE: 'openid profile groups',
    OIDC_ROLE_CLAIM: 'groups',
    OIDC_ROLE_MAP: 'joc-chiefs=chief-joc,joc-watch=watch-officer',
    OIDC_LABEL: 'Mission account',
  });
});
afterAll(async () => {
  await room.close();
  await provider.close();
  jest.restoreAllMocks();
});

const isIn = async (browser: Page) => (await browser.get('/api/things')).status === 200;
const whoIs = async (browser: Page) => (await browser.get('/api/sessions/current')).body;
async function signIn(login: string, browser = new Page(room.url)) {
  const back = await throughProvider(browser, provider.issuer, login);
  return { browser, back, answer: await browser.get(back) };
}

it('is offered, and says so when it does not answer; that is forgotten once it does', async () => {
  const browser = new Page(room.url);
  expect((await browser.get('/sign-in/methods')).body).toEqual({ provider: 'Mission account' });
  const away = await browser.get('/sign-in/provider');
  expect([away.status, away.text]).toEqual([503, expect.stringContaining('does not answer at the moment')]);
  provider.open(room.url);
  expect((await browser.get('/sign-in/provider')).status).toBe(303);
});

it('signs in whom the organisation vouches for, with the first role of the map', async () => {
  provider.people.set('sow', { name: 'Aïssata Sow', groups: ['joc-watch', 'mail', 'joc-chiefs'] });
  const { browser, answer } = await signIn('sow');
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/wall']);
  expect(await whoIs(browser)).toMatchObject({ person: { name: 'Aïssata Sow' }, role: 'chief-joc' });
  const again = await signIn('sow');
  expect((await whoIs(again.browser))['person']).toEqual((await whoIs(browser))['person']);
});

it('refuses in a sentence whoever has no role here', async () => {
  provider.people.set('guest', { name: 'Guest', groups: ['mail'] });
  const { browser, answer } = await signIn('guest');
  expect(answer.status).toBe(403);
  for (const sentence of ['gives you no role in this room', 'aucun rôle dans cette salle', '没有给您在本室的角色']) {
    expect(answer.text).toContain(sentence);
  }
  expect(await isIn(browser)).toBe(false);
});

it('follows a role that the organisation changes, and ends the sessions of the old one', async () => {
  provider.people.set('keita', { name: 'M. Keita', groups: ['joc-watch'] });
  const before = await signIn('keita');
  expect(await whoIs(before.browser)).toMatchObject({ role: 'watch-officer' });
  provider.people.set('keita', { name: 'M. Keita', groups: ['joc-chiefs'] });
  const after = await signIn('keita');
  expect(await whoIs(after.browser)).toMatchObject({ role: 'chief-joc' });
  expect(await isIn(before.browser)).toBe(false);
});

it('does not let in whom an administrator has disabled, whose role it does not change here either', async () => {
  provider.people.set('diallo', { name: 'B. Diallo', groups: ['joc-watch'] });
  const { browser } = await signIn('diallo');
  const administrator = new Page(room.url);
  await administrator.get((await room.get(SignInLinks).create('administrator')).path);
  const { items } = (await administrator.get('/api/users?limit=1000')).body as { items: User[] };
  const { id, version, kind } = items.find(({ name }) => name === 'B. Diallo')!;
  expect(kind).toBe('provider');
  const change = await administrator.ask('PATCH', `/api/users/${id}`, { version, role: 'commander' });
  expect(change).toMatchObject({ status: 422, body: { code: 'role-from-provider' } });
  expect((await administrator.post(`/api/users/${id}/disable`, { version })).status).toBe(200);
  expect(await isIn(browser)).toBe(false);
  expect((await signIn('diallo')).answer).toMatchObject({ status: 403 });
});

it('is finished once, by the browser that began it, with what it began with', async () => {
  provider.people.set('twice', { name: 'Twice', groups: ['joc-watch'] });
  const mine = new Page(room.url);
  const back = await throughProvider(mine, provider.issuer, 'twice');
  const thief = new Page(room.url);
  expect((await thief.get(back)).status).toBe(400);
  await thief.get('/sign-in/provider');
  const stolen = await thief.get(back);
  expect([stolen.status, stolen.text]).toEqual([400, expect.stringContaining('begun in another browser')]);
  const altered = new URL(back);
  altered.searchParams.set('state', 'another');
  const other = new Page(room.url);
  await throughProvider(other, provider.issuer, 'twice');
  expect((await other.get(altered.href)).status).toBe(400);
  expect((await mine.get(back)).status).toBe(303);
  expect((await mine.get(back)).status).toBe(400);
  expect(await isIn(thief)).toBe(false);
});

it('is not there where it is not set up', async () => {
  const plain = await openAccessRoom();
  try {
    expect((await new Page(plain.url).get('/sign-in/methods')).body).toEqual({ provider: null });
    expect((await new Page(plain.url).get('/sign-in/provider')).status).toBe(404);
  } finally {
    await plain.close();
  }
});
