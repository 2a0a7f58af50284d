import { request } from 'node:https';
import { jest } from '@jest/globals';
import { MAX_BODY_BYTES, type Picture, type Reply } from '@rearguard/shared';
import { io } from 'socket.io-client';
import { eventually } from '../product/eventually.js';
import { Product } from '../product/product.js';
import { Proxy } from '../product/proxy.js';

jest.setTimeout(180_000);

interface Asked {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}
interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

let proxy: Proxy;
let product: Product;
beforeAll(async () => {
  proxy = await Proxy.prepare();
  product = await Product.start({ EXERCISE: 'none', TRUST_PROXY: 'true', PUBLIC_URL: proxy.url });
  await proxy.start(new URL(product.url).host);
});
afterAll(async () => {
  await proxy?.remove();
  await product?.remove();
});

/** Asks through the proxy, as somebody outside does. */
function ask(path: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(`${proxy.url}${path}`, { method, headers, ca: proxy.certificate }, (reply) => {
      let text = '';
      reply.on('data', (chunk: Buffer) => (text += chunk.toString()));
      reply.on('end', () => resolve({ status: reply.statusCode!, headers: reply.headers, body: text }));
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

async function signIn(): Promise<string> {
  const link = await product.command('sign-in-link', 'administrator', '--name', 'Behind the proxy');
  expect(link.startsWith(`${proxy.url}/sign-in/`)).toBe(true);
  const answer = await ask(new URL(link).pathname, { headers: { 'x-forwarded-for': '203.0.113.9' } });
  expect(answer.status).toBe(303);
  expect(answer.headers['set-cookie']![0]).toMatch(/; HttpOnly; Secure/);
  expect(answer.headers['strict-transport-security']).toBe('max-age=31536000');
  return answer.headers['set-cookie']![0]!.split(';')[0]!;
}

describe('a room behind its proxy', () => {
  it('signs people in with a cookie for https alone, from pages of its own alone', async () => {
    const cookie = await signIn();
    const leave = (origin: string) => ask('/api/sessions/current', { method: 'DELETE', headers: { cookie, origin } });
    expect((await leave('https://elsewhere.example')).status).toBe(403);
    expect((await leave(proxy.url)).status).toBe(204);
    expect((await ask('/api/sessions/current', { headers: { cookie } })).status).toBe(401);
  });

  it('knows the address that a caller came from, and not the one that he made up', async () => {
    const cookie = await signIn();
    const { body } = await ask('/api/audit?limit=1', { headers: { cookie } });
    const [newest] = (JSON.parse(body) as { items: Record<string, unknown>[] }).items;
    expect(JSON.stringify(newest)).toContain('127.0.0.1');
    expect(JSON.stringify(newest)).not.toContain('203.0.113.9');
  });

  it('carries the live picture, by websocket, and reports into it', async () => {
    const cookie = await signIn();
    const token = await product.command('feed-token', 'create', 'positions', '--name', 'gateway');
    const socket = io(`${proxy.url}/picture`, {
      path: '/socket.io',
      transports: ['websocket'],
      extraHeaders: { cookie },
      ca: proxy.certificate,
      reconnection: false,
    });
    try {
      const told: Picture[] = [];
      let moved = false;
      socket.on('picture:snapshot', (picture: Picture) => told.push(picture));
      socket.on('picture:changes', () => (moved = true));
      const reply = (await socket.emitWithAck('picture:watch', { protocol: 1 })) as Reply<unknown>;
      expect(reply.ok).toBe(true);
      await eventually(() => told.length === 1, 'the picture');
      const report = { unitId: 'PROXY-1', lat: 16.8, lon: -3, observedAt: Date.now() };
      const sent = await ask('/api/feeds/positions/reports', {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ reports: [report] }),
      });
      expect([sent.status, JSON.parse(sent.body)]).toEqual([202, expect.objectContaining({ accepted: 1 })]);
      await eventually(() => moved, 'the change');
    } finally {
      socket.disconnect();
    }
  });

  it('says itself what is too large, and sends plain http to https', async () => {
    const token = await product.command('feed-token', 'create', 'positions', '--name', 'talkative');
    const large = await ask('/api/feeds/positions/reports', {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: `{"reports":["${'x'.repeat(MAX_BODY_BYTES)}"]}`,
    });
    expect([large.status, JSON.parse(large.body)]).toEqual([413, expect.objectContaining({ code: 'body-too-large' })]);
    const plain = await fetch(`http://127.0.0.1:${proxy.ports.plain}/wall`, { redirect: 'manual' });
    expect([plain.status, plain.headers.get('location')]).toEqual([308, 'https://127.0.0.1/wall']);
  });

  it('writes down who asked what, without codes and tokens', async () => {
    const link = await product.command('sign-in-link', 'commander');
    const token = await product.command('feed-token', 'create', 'positions', '--name', 'phone');
    await ask(new URL(link).pathname);
    const report = await ask(`/ingest/osmand/${token}?id=PHONE-1&lat=16&lon=-3&timestamp=${Date.now()}`);
    expect(report.status).toBe(202);
    // nginx writes the line after it has sent the answer.
    await eventually(async () => (await proxy.accessLog()).includes('/ingest/osmand/'), 'the line of the phone');
    const log = await proxy.accessLog();
    const lines = log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { uri: string; status: number });
    expect(lines).toContainEqual(expect.objectContaining({ uri: '/ingest/osmand/-', status: 202 }));
    expect(lines).toContainEqual(expect.objectContaining({ uri: '/sign-in/-', status: 303 }));
    for (const secret of [link.split('/').at(-1)!, token]) {
      expect(log).not.toContain(secret);
      expect(proxy.errors()).not.toContain(secret);
    }
  });
});
