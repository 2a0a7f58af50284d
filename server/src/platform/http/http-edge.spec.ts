// Real: Nest, express and HTTP on loopback. No database.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Body, Controller, Get, Header, Logger, Module, Post } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { jest } from '@jest/globals';
import { z } from 'zod';
import { readConfig } from '../../config/config.js';
import { AtMost, Takes } from './body-kinds.js';
import { configureHttp } from './configure-http.js';
import { Describe } from './openapi.js';
import { HttpModule } from './http.module.js';
import { Problem } from './problem.js';
import { serveClient } from './serve-client.js';
import { zodBody } from './zod-pipe.js';

const Batch = z.object({ reports: z.array(z.object({ 'a/b': z.number() })) });

@Controller('api')
class Things {
  @Post('batches')
  @Describe({ summary: 'Takes a batch', body: Batch, reply: z.object({ count: z.int() }) })
  take(@Body(zodBody(Batch)) { reports }: z.infer<typeof Batch>) {
    return { count: reports.length };
  }

  @Post('tables')
  @Takes('text/csv', 'application/x-www-form-urlencoded')
  table(@Body() body: Buffer | Record<string, string>) {
    return Buffer.isBuffer(body) ? { csv: body.toString() } : { form: body };
  }

  @Post('notes')
  @AtMost(100)
  note() {
    return {};
  }

  @Post('nothing')
  nothing() {
    return {};
  }

  @Get('faults')
  fault(): never {
    throw new Error('secret of the inside', { cause: new Error('deeper') });
  }

  @Get('away')
  away(): never {
    throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
  }

  @Get('busy')
  busy(): never {
    throw new Problem(429, { code: 'too-many-requests', message: 'Slowly.' }, 1.2);
  }

  @Get('cached')
  @Header('Cache-Control', 'max-age=5')
  cached() {
    return {};
  }
}

@Module({ imports: [HttpModule], controllers: [Things] })
class Application {}

const folder = mkdtempSync(join(tmpdir(), 'client-'));
let app: NestExpressApplication;
let url: string;

async function start(environment: Record<string, string>): Promise<NestExpressApplication> {
  const config = readConfig(environment);
  // The module under test stands behind another, as in the application.
  const module = await Test.createTestingModule({ imports: [Application] }).compile();
  const started = module.createNestApplication<NestExpressApplication>({ bodyParser: false });
  configureHttp(started, config);
  serveClient(started, folder);
  await started.listen(0, '127.0.0.1');
  return started;
}
const urlOf = (one: NestExpressApplication) =>
  `http://127.0.0.1:${(one.getHttpServer().address() as AddressInfo).port}`;

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>wall</title>');
  writeFileSync(join(folder, 'assets', 'app-3f2a.js'), 'export {}');
  app = await start({});
  url = urlOf(app);
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

const utf16 = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'));
const post = (path: string, body: BodyInit, type: string | null = 'application/json', more = {}) =>
  fetch(`${url}${path}`, { method: 'POST', body, headers: { ...(type && { 'Content-Type': type }), ...more } });
const get = (path: string, accept = '*/*') => fetch(`${url}${path}`, { headers: { Accept: accept } });

describe('a body', () => {
  it('is read as JSON and its kin, also compressed', async () => {
    const batch = '{"reports":[]}';
    expect(await (await post('/api/batches', batch)).json()).toEqual({ count: 0 });
    expect((await post('/api/batches', batch, 'application/geo+json; charset=utf-8')).status).toBe(201);
    const packed = await post('/api/batches', gzipSync(batch), 'application/json', { 'Content-Encoding': 'gzip' });
    expect(packed.status).toBe(201);
  });

  it.each([
    ['broken JSON', '{"reports":', 'application/json', 400, 'broken-json'],
    ['NaN, which JSON does not have', '{"reports":[NaN]}', 'application/json', 400, 'broken-json'],
    ['a type that is not read', 'a,b', 'text/csv', 415, 'wrong-content-type'],
    ['an empty type', new Uint8Array([1]), null, 415, 'wrong-content-type'],
    ['a foreign character set', '{}', 'application/json; charset=ebcdic', 415, 'wrong-content-encoding'],
    ['UTF-16 as it says', utf16('{}'), 'application/json; charset=utf-16le', 415, 'wrong-content-encoding'],
    ['UTF-16 with its mark', utf16('\uFEFF{}'), 'application/json', 415, 'wrong-content-encoding'],
    ['UTF-16 without a word', utf16('{"reports":[]}'), 'application/json', 415, 'wrong-content-encoding'],
    ['null', 'null', 'application/json', 400, 'not-readable'],
    ['a number', '7', 'application/json', 400, 'not-readable'],
    ['6 MB', `{"reports":"${'x'.repeat(6_000_000)}"}`, 'application/json', 413, 'body-too-large'],
  ])('that is %s is refused', async (_, body, type, status, code) => {
    const reply = await post('/api/batches', body, type);
    expect([reply.status, await reply.json()]).toEqual([status, expect.objectContaining({ code })]);
  });

  it('that swells beyond the limit when it is unpacked is refused', async () => {
    const bomb = gzipSync(`"${'x'.repeat(20_000_000)}"`);
    const reply = await post('/api/batches', bomb, 'application/json', { 'Content-Encoding': 'gzip' });
    expect(reply.status).toBe(413);
  });

  it('that is longer than its handler reads is refused, also when it does not say how long it is', async () => {
    const note = (length: number) => JSON.stringify({ text: 'x'.repeat(length - 11) });
    expect((await post('/api/notes', note(100))).status).toBe(201);
    expect((await post('/api/notes', note(101))).status).toBe(413);
    const unsaid = { body: new Blob([note(101)]).stream(), duplex: 'half' };
    const streamed = { method: 'POST', headers: { 'Content-Type': 'application/json' }, ...unsaid };
    expect((await fetch(`${url}/api/notes`, streamed)).status).toBe(413);
  });

  it('that is not what its compression says is refused', async () => {
    const reply = await post('/api/batches', 'plain', 'application/json', { 'Content-Encoding': 'gzip' });
    expect([reply.status, await reply.json()]).toEqual([400, expect.objectContaining({ code: 'broken-body' })]);
  });

  it('that does not fit says where, as a JSON Pointer', async () => {
    const reply = await post('/api/batches', '{"reports":[{"a/b":1},{"a/b":"x"}]}');
    expect([reply.status, await reply.json()]).toEqual([400, expect.objectContaining({ path: '/reports/1/a~1b' })]);
  });

  it('may be of the types that a handler names', async () => {
    expect(await (await post('/api/tables', 'a,b', 'text/csv')).json()).toEqual({ csv: 'a,b' });
    const form = await post('/api/tables', 'id=7&lat=1', 'application/x-www-form-urlencoded');
    expect(await form.json()).toEqual({ form: { id: '7', lat: '1' } });
    expect((await post('/api/tables', '{}')).status).toBe(415);
  });

  it('is not asked for where there is none', async () => {
    expect((await fetch(`${url}/api/nothing`, { method: 'POST' })).status).toBe(201);
  });
});

describe('a fault', () => {
  it('shows nothing of the inside, and is logged once under the number that it gives out', async () => {
    const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    const reply = await get('/api/faults');
    const body = (await reply.json()) as { code: string; hint: string };
    expect([reply.status, body.code]).toEqual([500, 'internal']);
    expect(JSON.stringify(body)).not.toMatch(/secret|deeper|at /);
    const id = /[0-9a-f-]{36}/.exec(body.hint)![0];
    expect(logged).toHaveBeenCalledTimes(1);
    const [line, detail] = logged.mock.calls[0] as [string, string];
    expect(line).toContain(id);
    expect(detail).toMatch(/secret of the inside[\s\S]*caused by[\s\S]*deeper/);
    logged.mockRestore();
  });

  it('of a database that is away asks to come back', async () => {
    const quiet = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const reply = await get('/api/away');
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([503, '1']);
    quiet.mockRestore();
  });

  it('that is a refusal goes out as it is, with its time to wait in whole seconds', async () => {
    const reply = await get('/api/busy');
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([429, '2']);
    expect(await reply.json()).toEqual({ code: 'too-many-requests', message: 'Slowly.' });
  });

  it('in the path is a refusal like any other', async () => {
    expect([(await get('/api/%zz')).status, (await get('/metrics/none')).status]).toEqual([400, 404]);
    expect(await (await get('/metrics/none')).json()).toMatchObject({ code: 'not-found' });
  });
});

describe('an answer', () => {
  it('admits nothing from outside and is kept nowhere', async () => {
    const { headers } = await get('/api/openapi.json');
    const policy = headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('permissions-policy')).toContain('camera=()');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('strict-transport-security')).toBeNull();
    expect((await get('/api/cached')).headers.get('cache-control')).toBe('max-age=5');
  });

  it('admits Mapbox only with a token of the operator, and demands https only where it is spoken', async () => {
    const other = await start({ MAPBOX_ACCESS_TOKEN: 'pk.mine', PUBLIC_URL: 'https://room.example' });
    const { headers } = await fetch(`${urlOf(other)}/`);
    await other.close();
    expect(headers.get('content-security-policy')).toContain(
      "connect-src 'self' https://api.mapbox.com https://events.mapbox.com",
    );
    expect(headers.get('strict-transport-security')).toContain('max-age=');
  });
});

describe('the client', () => {
  it('has its page at every address that a person may type', async () => {
    for (const path of ['/', '/wall', '/convoys/ber-2023']) {
      const reply = await get(path, 'text/html');
      expect([path, reply.headers.get('cache-control'), await reply.text()]).toEqual([
        path,
        'no-store',
        expect.stringContaining('<title>wall'),
      ]);
    }
  });

  it('keeps for ever what carries its hash in its name', async () => {
    const asset = await get('/assets/app-3f2a.js');
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(asset.headers.get('content-type')).toContain('javascript');
  });

  it('gives no page for a file that is missing or an address of the server', async () => {
    for (const path of ['/assets/gone.js', '/api/gone', '/api']) {
      const reply = await get(path, 'text/html');
      expect([path, reply.status, await reply.json()]).toEqual([
        path,
        404,
        expect.objectContaining({ code: 'not-found' }),
      ]);
    }
  });
});

it('describes its routes from what they are', async () => {
  const document = (await (await get('/api/openapi.json')).json()) as { paths: Record<string, unknown> };
  expect(document.paths['/api/batches']).toMatchObject({
    post: {
      summary: 'Takes a batch',
      requestBody: { content: { 'application/json': { schema: { type: 'object', required: ['reports'] } } } },
      responses: {
        201: { content: { 'application/json': { schema: { properties: { count: { type: 'integer' } } } } } },
      },
    },
  });
  expect(Object.keys(document.paths)).toContain('/api/openapi.json');
  expect(Object.keys(document.paths)).not.toContain('/api');
});
