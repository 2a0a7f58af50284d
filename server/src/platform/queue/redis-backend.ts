import { createRedisBackend, Queue, Worker } from 'bullmq';
import { endRedisClient, type RedisClient, redisClient } from '../redis/redis-client.js';
import { LaneTaker } from './lane-taker.js';
import { caught, FEW_EVENTS, type LaneQueue, type QueueBackend } from './queue-backend.js';

const PREFIX = 'rearguard';

/** Lanes on Redis. Queues and takers share one connection; only who waits for jobs has one of its own. */
export class RedisBackend implements QueueBackend {
  #client: Promise<RedisClient> | null = null;

  constructor(
    private readonly url: string,
    private readonly onError: (cause: Error) => void,
  ) {}

  async open(name: string): Promise<LaneQueue> {
    const options = { connection: await this.#connected(), prefix: PREFIX, streams: FEW_EVENTS };
    const queue = new Queue(name, options);
    queue.on('error', this.onError);
    await queue.waitUntilReady();
    return queue;
  }

  async take(name: string): Promise<LaneTaker> {
    const connection = await this.#connected();
    const box = caught(createRedisBackend);
    const worker = new Worker(name, null, { connection, prefix: PREFIX, autorun: false }, box.make);
    worker.on('error', this.onError);
    await worker.waitUntilReady();
    return new LaneTaker(worker, box.backend!);
  }

  async close(): Promise<void> {
    endRedisClient((await this.#client?.catch(() => null)) ?? null);
  }

  #connected(): Promise<RedisClient> {
    this.#client ??= (async () => {
      const client = redisClient(this.url, this.onError);
      try {
        await client.connect();
        return client;
      } catch (cause) {
        this.#client = null;
        endRedisClient(client);
        throw cause;
      }
    })();
    return this.#client;
  }
}
