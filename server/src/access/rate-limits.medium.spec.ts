// Real: PostgreSQL, HTTP, the limits and their counting behind a trusted proxy.
import { type AccessRoom, openAccessRoom } from '../testing/access-room.js';
import { AccessTokens } from './access-tokens.js';
import { MOST_REQUESTS, MOST_WRONG_CODES, MOST_WRONG_CREDENTIALS, RateLimits } from './rate-limits.js';
import { SignInLinks } from './sign-in-links.js';

let room: AccessRoom;
beforeAll(async () => {
  room = await openAccessRoom({ TRUST_PROXY: 'true' });
});
afterAll(() => room.close());

const from = (address: string, path: string, headers: Record<string, string> = {}) =>
  fetch(`${room.url}${path}`, { redirect: 'manual', headers: { 'X-Forwarded-For': address, ...headers } });

async function repeatedly(times: number, ask: () => Promise<Response>): Promise<Response> {
  for (let time = 1; time < times; time += 1) await (await ask()).text();
  return ask();
}

it('stops listening to an address that guesses at codes, and to no other', async () => {
  const guess = () => from('203.0.113.1', '/sign-in/guess');
  expect((await repeatedly(MOST_WRONG_CODES, guess)).status).toBe(404);
  const refused = await guess();
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  const { path } = await room.get(SignInLinks).create('watch-officer');
  expect((await from('203.0.113.1', path)).status).toBe(429);
  expect((await from('203.0.113.2', path)).status).toBe(303);
});

it('still hears who was known before, when others fail from the same address', async () => {
  const { secret } = await room.get(AccessTokens).createForReading('wall');
  const wall = { Authorization: `Bearer ${secret}` };
  expect((await from('203.0.113.3', '/api/things', wall)).status).toBe(200);
  const wrong = () => from('203.0.113.3', '/api/things', { Authorization: `Bearer ${'x'.repeat(43)}` });
  expect((await repeatedly(MOST_WRONG_CREDENTIALS, wrong)).status).toBe(401);
  expect((await wrong()).status).toBe(429);
  room.time.set(room.time.now() + 60_000); // what was remembered is asked for again
  expect((await from('203.0.113.3', '/api/things', wall)).status).toBe(200);
  // Nobody is counted who shows nothing at all.
  expect((await from('203.0.113.3', '/api/things')).status).toBe(401);
});

it('lets one session ask as often as is promised, and not without end', async () => {
  const limits = new RateLimits();
  for (let asked = 0; asked < MOST_REQUESTS.count; asked += 1) await limits.request('session');
  await expect(limits.request('session')).rejects.toMatchObject({
    status: 429,
    retryAfterS: expect.any(Number) as number,
  });
  await limits.request('another');
  expect(MOST_REQUESTS.count / MOST_REQUESTS.seconds).toBeGreaterThanOrEqual(100);
});
