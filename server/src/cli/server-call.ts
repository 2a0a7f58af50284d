import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { connect } from 'node:tls';
import type { Config } from '../config/config.js';

export interface Call {
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  body?: string;
  signal?: AbortSignal;
}

/**
 * Asks the running server. With a certificate of its own it is known by that very certificate and by nothing else: its
 * name is that of the room and not of this machine, and who signed it need not be known here.
 */
export async function callServer(config: Config, url: string, call: Call): Promise<{ status: number; text: string }> {
  const { tls } = config.http;
  if (tls === null || !url.startsWith('https:')) {
    const reply = await fetch(url, call);
    return { status: reply.status, text: await reply.text() };
  }
  const socket = await pinned(url, readFileSync(tls.certFile, 'utf8'));
  const { method, headers, body, signal } = call;
  const asked = request(url.replace(/^https:/, 'http:'), { method, headers, signal, createConnection: () => socket });
  asked.end(body);
  const [reply] = (await once(asked, 'response')) as [IncomingMessage];
  const said = await text(reply);
  socket.destroy();
  return { status: reply.statusCode ?? 0, text: said };
}

/** A connection on which the other side has shown the certificate, before a word of ours is said. */
async function pinned(url: string, pem: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port), rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  if (socket.getPeerX509Certificate()?.fingerprint256 === new X509Certificate(pem).fingerprint256) return socket;
  socket.destroy();
  throw new Error('another certificate than that of TLS_CERT; restart the server after changing it');
}
