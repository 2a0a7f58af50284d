import { createRequire } from 'node:module';
import type * as redis from 'redis';

/** Loaded when a Redis is given: a room without one need not hold its twenty megabytes. */
export const redisLibrary = (): typeof redis => createRequire(import.meta.url)('redis') as typeof redis;

/** Longest that opening a connection may take. */
const CONNECT_WITHIN_MS = 3_000;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/** A client of ours, not connected yet. */
export type RedisClient = ReturnType<typeof redisClient>;

/**
 * A client that comes back by itself after its connection was lost. Until it is back every command fails at once: who
 * waits at the door is told so, instead of being kept in a queue that nobody sees.
 */
export function redisClient(url: string, onError: (cause: Error) => void) {
  const client = redisLibrary().createClient({
    url,
    disableOfflineQueue: true,
    socket: {
      connectTimeout: CONNECT_WITHIN_MS,
      reconnectStrategy: (tries) => Math.min(FIRST_PAUSE_MS * 2 ** Math.min(tries, 10), LONGEST_PAUSE_MS),
    },
  });
  // An outage is told once, not with every try to end it.
  let away = false;
  client.on('error', (cause: Error) => {
    if (!away) onError(cause);
    away = true;
  });
  client.on('ready', () => (away = false));
  return client;
}

/** Ends a client whatever state it is in. */
export function endRedisClient(client: RedisClient | null): void {
  if (client?.isOpen) client.destroy();
}

/** Where a Redis is, without what is secret in its address. */
export function placeOf(url: string): string {
  const { hostname, port } = new URL(url);
  return `${hostname}:${port || 6379}`;
}
