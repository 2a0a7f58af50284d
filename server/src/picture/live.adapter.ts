import type { INestApplicationContext } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import type { Server, ServerOptions } from 'socket.io';

/** Together under ten seconds, so that both ends notice a dead link in time. */
const PING_EVERY_MS = 3_000;
const PONG_WITHIN_MS = 4_000;
/** Clients send a few words; nobody needs more. */
const LARGEST_MESSAGE_BYTES = 64 * 1024;

export class LiveAdapter extends IoAdapter {
  constructor(app: INestApplicationContext) {
    super(app);
  }

  override createIOServer(port: number, options?: ServerOptions): Server {
    const server = super.createIOServer(port, {
      ...options,
      path: '/socket.io',
      serveClient: false,
      // Frames are packed already; deflating them costs more than it saves.
      perMessageDeflate: false,
      pingInterval: PING_EVERY_MS,
      pingTimeout: PONG_WITHIN_MS,
      maxHttpBufferSize: LARGEST_MESSAGE_BYTES,
    } as ServerOptions);
    // Nobody has business outside the namespace of the picture.
    server.of('/').use((_socket, next) => next(new Error('not-signed-in')));
    return server;
  }
}
