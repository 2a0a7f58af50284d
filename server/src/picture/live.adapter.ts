import { type INestApplicationContext, Logger } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { createAdapter } from '@socket.io/redis-adapter';
import type { Server, ServerOptions } from 'socket.io';
import { endRedisClient, type RedisClient, redisClient } from '../platform/redis/redis-client.js';

/** Together under ten seconds, so that both ends notice a dead link in time. */
const PING_EVERY_MS = 3_000;
const PONG_WITHIN_MS = 4_000;
/** Clients send a few words; nobody needs more. */
const LARGEST_MESSAGE_BYTES = 64 * 1024;

/**
 * The sockets of this process and, with Redis, the way to those of all others. Each process folds the change log itself
 * and serves its own clients, so what is told many times a second stays local; what concerns one client wherever it is,
 * such as that its session has ended, goes to all processes.
 */
export class LiveAdapter extends IoAdapter {
  readonly #log = new Logger('live');
  readonly #clients: RedisClient[] = [];

  constructor(app: INestApplicationContext, redisUrl: string | null) {
    super(app);
    if (redisUrl === null) return;
    const onError = (cause: Error) => this.#log.warn(`Redis: ${cause.message}`);
    const [speaking, listening] = [redisClient(redisUrl, onError), redisClient(redisUrl, onError)];
    // The adapter does not wait for what it says; a word that is lost while Redis is away is made up for by each
    // process's own look at the sessions.
    const publish = speaking.publish.bind(speaking);
    Object.assign(speaking, {
      publish: (...said: Parameters<typeof publish>) =>
        publish(...said).catch((cause: unknown) => this.#log.warn(`other processes were not told: ${String(cause)}`)),
    });
    this.#clients.push(speaking, listening);
  }

  /** To be called before the application is initialised. */
  async connect(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.connect()));
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
    const [speaking, listening] = this.#clients;
    if (speaking && listening) server.adapter(createAdapter(speaking, listening, { key: 'rearguard:sockets' }));
    // Nobody has business outside the namespace of the picture.
    server.of('/').use((_socket, next) => next(new Error('not-signed-in')));
    return server;
  }

  override async dispose(): Promise<void> {
    await super.dispose();
    for (const client of this.#clients) endRedisClient(client);
  }
}
