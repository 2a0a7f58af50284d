import { createNodeRedisClient, createRedisBackend, Queue, Worker } from 'bullmq';
import { endRedisClient, type RedisClient, redisClient } from '../redis/redis-client.js';
import { LaneTaker } from './lane-taker.js';
import { caught, FEW_EVENTS, type LaneQueue, type QueueBackend } from './queue-backend.js';

const PREFIX = 'rearguard';

type SharedClient = ReturnType<typeof createNodeRedisClient>;

/** Queues repeat what the client that they share has told already. */
const toldByClient = () => undefined;

/** Lanes on Redis. A process has one connection for all of them; only who waits for jobs has one of its own. */
export class RedisBackend implements QueueBackend {
  #client: RedisClient | null = null;
  #connecting: Promise<SharedClient> | null = null;

  constructor(
    private readonly url: string,
    private readonly onError: (cause: Error) => void,
  ) {}

  async open(name: string): Promise<LaneQueue> {
    const options = { connection: await this.#connected(), prefix: PREFIX, streams: FEW_EVENTS };
    const queue = new Queue(name, options);
    queue.on('error', toldByClient);
    await queue.waitUntilReady();
    return queue;
  }

  async take(name: string): Promise<LaneTaker> {
    const connection = await this.#connected();
    const box = caught(createRedisBackend);
    const worker = new Worker(name, null, { connection, prefix: PREFIX, autorun: false }, box.make);
    worker.on('error', toldByClient);
    await worker.waitUntilReady();
    return new LaneTaker(worker, box.backend!);
  }

  async close(): Promise<void> {
    await this.#connecting?.catch(() => undefined);
    endRedisClient(this.#client);
  }

  #connected(): Promise<SharedClient> {
    this.#connecting ??= this.#connect().catch((cause: unknown) => {
      this.#connecting = null;
      throw cause;
    });
    return this.#connecting;
  }

  async #connect(): Promise<SharedClient> {
    const client = redisClient(this.url, this.onError);
    this.#client = client;
    try {
      await client.connect();
    } catch (cause) {
      endRedisClient(client);
      throw cause;
    }
    const shared = createNodeRedisClient(client);
    // BullMQ stops listening when a queue is closed, and an error that nobody listens to would end the process.
    shared.on('error', toldByClient);
    return shared;
  }
}
