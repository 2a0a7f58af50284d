import { placeOf, redisLibrary } from './redis-client.js';

const ANSWER_WITHIN_MS = 3_000;

/** What makes an accepted report durable, as `redis.conf` says it. */
const NEEDED: readonly (readonly [name: string, value: string])[] = [
  ['maxmemory-policy', 'noeviction'],
  ['appendonly', 'yes'],
  ['appendfsync', 'always'],
];

/**
 * Looks whether a Redis is there, lets us in, and keeps what it is given, before anything is built upon it.
 * @throws Error in a sentence that says what is wrong and what to do.
 */
export async function checkRedis(url: string): Promise<void> {
  const place = placeOf(url);
  const client = redisLibrary().createClient({
    url,
    socket: { connectTimeout: ANSWER_WITHIN_MS, reconnectStrategy: false },
  });
  client.on('error', () => undefined); // what matters is told by the command that fails
  const late = setTimeout(() => client.destroy(), ANSWER_WITHIN_MS);
  try {
    await client.connect();
    await demandDurable(client, place);
  } catch (cause) {
    if (cause instanceof UnfitRedis) throw cause;
    throw new Error(sentenceOf(place, cause), { cause });
  } finally {
    clearTimeout(late);
    if (client.isOpen) client.destroy();
  }
}

/** @throws Error when the Redis at the other end would lose what it is given. */
export async function demandDurable(client: Asked, place: string): Promise<void> {
  const lines = missing(await settings(client));
  if (lines.length > 0) throw new UnfitRedis(place, lines);
}

interface Asked {
  configGet(name: string): Promise<Record<string, string>>;
}

class UnfitRedis extends Error {
  constructor(place: string, lines: readonly string[]) {
    super(
      `REDIS_URL: the Redis at ${place} would lose reports that were accepted. Put this into its redis.conf and start it again:\n` +
        lines.map((line) => `  ${line}`).join('\n'),
    );
  }
}

async function settings(client: Asked) {
  const given: Record<string, string> = {};
  for (const [name] of NEEDED) Object.assign(given, await client.configGet(name));
  return given;
}

function missing(given: Record<string, string>): string[] {
  return NEEDED.filter(([name, value]) => given[name] !== value).map((pair) => pair.join(' '));
}

function sentenceOf(place: string, cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  if (/WRONGPASS|NOAUTH|invalid password/i.test(message)) {
    return `REDIS_URL: the Redis at ${place} refuses the user or password in it (${message}).`;
  }
  if (/NOPERM|unknown command/i.test(message)) {
    return `REDIS_URL: the Redis at ${place} does not let us read its settings (${message}), so that nobody knows whether it keeps what it is given. Allow CONFIG GET to our user.`;
  }
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : message;
  return `REDIS_URL: no Redis answers at ${place} (${code}). Start it, correct the address, or unset REDIS_URL to run on PostgreSQL alone.`;
}
