// Real: PostgreSQL, a whole server with a certificate of its own, a socket client and the command line.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:https';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Reply } from '@rearguard/shared';
import { io } from 'socket.io-client';
import { SignInLinks } from '../../access/sign-in-links.js';
import { makeCertificate } from '../../testing/certificate.js';
import { openRoom, type TestRoom } from '../../testing/room.js';
import { callServer } from '../../cli/server-call.js';
import { readConfig } from '../../config/config.js';

const folder = mkdtempSync(join(tmpdir(), 'rearguard-tls-'));
const certificate = makeCertificate(folder);
const trusting = new Agent({ ca: readFileSync(certificate.cert) });

let room: TestRoom;
let port: number;
beforeAll(async () => {
  room = await openRoom({ TLS_CERT: certificate.cert, TLS_KEY: certificate.key });
  port = (room.app.getHttpServer().address() as AddressInfo).port;
});
afterAll(async () => {
  trusting.destroy();
  await room.close();
  rmSync(folder, { recursive: true });
});

function get(path: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request(`https://localhost:${port}${path}`, { agent: trusting }, (reply) => resolve(reply.resume()))
      .on('error', reject)
      .end();
  });
}

describe('a server with a certificate of its own', () => {
  it('hands out cookies that never travel in the clear, and tells browsers to stay with https', async () => {
    const { path } = await room.app.get(SignInLinks).create('watch-officer');
    const reply = await get(path);
    expect(reply.statusCode).toBe(303);
    expect(reply.headers['set-cookie']![0]).toMatch(/; HttpOnly; Secure; SameSite=Lax/);
    expect(reply.headers['strict-transport-security']).toBe('max-age=31536000');
  });

  it('serves the live picture over the same certificate', async () => {
    const { path } = await room.app.get(SignInLinks).create('watch-officer');
    const cookie = (await get(path)).headers['set-cookie']![0]!.split(';')[0]!;
    const socket = io(`https://localhost:${port}/picture`, {
      path: '/socket.io',
      transports: ['websocket'],
      extraHeaders: { cookie },
      ca: readFileSync(certificate.cert, 'utf8'),
      forceNew: true,
      reconnection: false,
    });
    try {
      const reply = (await socket.emitWithAck('picture:watch', { protocol: 1 })) as Reply<unknown>;
      expect(reply.ok).toBe(true);
    } finally {
      socket.disconnect();
    }
  });

  it('does not speak plain http', async () => {
    await expect(fetch(`http://127.0.0.1:${port}/health/live`)).rejects.toThrow();
  });

  it('is known to commands by this certificate, and an other one is told nothing', async () => {
    const call = { method: 'GET', headers: {} } as const;
    const url = `https://127.0.0.1:${port}/health/live`;
    const config = readConfig({ TLS_CERT: certificate.cert, TLS_KEY: certificate.key });
    expect(await callServer(config, url, call)).toEqual({ status: 200, text: '{"live":true}' });
    const other = makeCertificate(folder, 'other');
    const wrong = readConfig({ TLS_CERT: other.cert, TLS_KEY: other.key });
    await expect(callServer(wrong, url, call)).rejects.toThrow(/another certificate than that of TLS_CERT/);
  });
});
