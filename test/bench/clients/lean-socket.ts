import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

/** What a client hears. `wireBytes` is what it cost on the line, websocket framing included. */
export interface Listener {
  text(payload: Buffer, wireBytes: number): void;
  binary(payload: Buffer, wireBytes: number): void;
  closed(why: string): void;
}

const TEXT = 1;
const BINARY = 2;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

/**
 * A websocket that costs its process as little as may be, so that thousands fit beside the server that they measure, and
 * that knows what each message cost on the line. Just enough for socket.io's: no fragments, no extensions.
 */
export class LeanSocket {
  readonly #socket: Socket;
  #rest: Buffer | null = null;
  #open = false;

  constructor(
    url: string,
    path: string,
    private readonly listener: Listener,
  ) {
    const { hostname, port, host } = new URL(url);
    this.#socket = connect({ host: hostname, port: Number(port), noDelay: true });
    const key = randomBytes(16).toString('base64');
    this.#socket.write(
      `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
    );
    this.#socket.on('data', (bytes: Buffer) => this.#take(bytes));
    this.#socket.on('error', (cause) => listener.closed(cause.message));
    this.#socket.on('close', () => listener.closed('the line was closed'));
  }

  send(text: string): void {
    this.#write(TEXT, Buffer.from(text));
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** Clients must mask what they send; a mask of zeros is one. */
  #write(kind: number, payload: Buffer): void {
    const head =
      payload.length < 126
        ? Buffer.from([0x80 | kind, 0x80 | payload.length, 0, 0, 0, 0])
        : Buffer.from([0x80 | kind, 0x80 | 126, payload.length >> 8, payload.length & 255, 0, 0, 0, 0]);
    this.#socket.write(Buffer.concat([head, payload]));
  }

  #take(bytes: Buffer): void {
    let buffer = this.#rest === null ? bytes : Buffer.concat([this.#rest, bytes]);
    this.#rest = null;
    if (!this.#open) {
      const end = buffer.indexOf('\r\n\r\n');
      if (end < 0) {
        this.#rest = buffer;
        return;
      }
      const status = buffer.toString('latin1', 0, buffer.indexOf('\r\n'));
      if (!status.startsWith('HTTP/1.1 101')) {
        this.destroy();
        return this.listener.closed(`no websocket: ${status}`);
      }
      this.#open = true;
      buffer = buffer.subarray(end + 4);
    }
    let at = 0;
    for (;;) {
      const message = readMessage(buffer, at);
      if (message === null) break;
      at = message.end;
      this.#hear(message.kind, buffer.subarray(message.start, message.end), message.wireBytes);
    }
    if (at < buffer.length) this.#rest = buffer.subarray(at);
  }

  #hear(kind: number, payload: Buffer, wireBytes: number): void {
    if (kind === TEXT) this.listener.text(payload, wireBytes);
    else if (kind === BINARY) this.listener.binary(payload, wireBytes);
    else if (kind === PING) this.#write(PONG, payload);
    else if (kind === CLOSE) this.destroy();
  }
}

/** The next whole message, or null when more bytes must come first. */
function readMessage(
  buffer: Buffer,
  at: number,
): { kind: number; start: number; end: number; wireBytes: number } | null {
  if (buffer.length < at + 2) return null;
  const short = buffer[at + 1]! & 0x7f;
  const headBytes = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (buffer.length < at + headBytes) return null;
  const length =
    short < 126 ? short : short === 126 ? buffer.readUInt16BE(at + 2) : Number(buffer.readBigUInt64BE(at + 2));
  const start = at + headBytes;
  if (buffer.length < start + length) return null;
  return { kind: buffer[at]! & 0x0f, start, end: start + length, wireBytes: headBytes + length };
}
