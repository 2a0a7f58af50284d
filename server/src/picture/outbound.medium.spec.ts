// Real: a socket.io server and client, and the connection between them.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket as Line } from 'node:net';
import { Server, type Socket } from 'socket.io';
import { io, type Socket as ClientSocket } from 'socket.io-client';
import { together } from './outbound.js';

let server: Server;
let client: ClientSocket;
let served: Socket;
const heard: [string, unknown][] = [];

beforeAll(async () => {
  const http = createServer().listen(0, '127.0.0.1');
  await once(http, 'listening');
  server = new Server(http);
  const connection = once(server, 'connection') as Promise<[Socket]>;
  client = io(`http://127.0.0.1:${(http.address() as AddressInfo).port}`, { transports: ['websocket'] });
  client.onAny((event: string, told: unknown, reply?: () => void) => {
    heard.push([event, told instanceof Uint8Array ? [...told] : told]);
    reply?.();
  });
  [served] = await connection;
});
afterAll(async () => {
  client.close();
  await server.close();
});
beforeEach(async () => {
  // Its answer shows that nothing is being written any more.
  await served.timeout(5_000).emitWithAck('begin', null);
  heard.length = 0;
});

/** Counts how often the system is asked to write to the client. */
function countWrites(): () => number {
  const { transport } = served.conn as unknown as { transport: { socket: { _socket: Line } } };
  const line = transport.socket._socket;
  let writes = 0;
  for (const name of ['_write', '_writev'] as const) {
    const write = line[name]!.bind(line) as (...given: unknown[]) => void;
    Object.assign(line, {
      [name]: (...given: unknown[]) => {
        writes += 1;
        write(...given);
      },
    });
  }
  return () => writes;
}

describe('what is said to a client at one moment', () => {
  it('is written at once, in its order', async () => {
    const writes = countWrites();
    together([served], () => {
      served.emit('changes', 1);
      served.emit('frame', Buffer.from([2, 3]));
      served.emit('changes', 4);
    });
    expect(writes()).toBe(1);
    await served.timeout(5_000).emitWithAck('end', null);
    expect(heard).toEqual([
      ['changes', 1],
      ['frame', [2, 3]],
      ['changes', 4],
      ['end', null],
    ]);
  });

  it('is written also when saying it failed in the middle, and what is said next', async () => {
    const say = () =>
      together([served], () => {
        served.emit('changes', 1);
        throw new Error('in the middle');
      });
    expect(say).toThrow('in the middle');
    await served.timeout(5_000).emitWithAck('end', null);
    expect(heard).toEqual([
      ['changes', 1],
      ['end', null],
    ]);
  });
});
