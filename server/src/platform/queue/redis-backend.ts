import { randomUUID } from 'node:crypto';
import { createNodeRedisClient, createRedisBackend, Queue, Worker } from 'bullmq';
import { demandDurable } from '../redis/check-redis.js';
import { endRedisClient, placeOf, type RedisClient, redisClient } from '../redis/redis-client.js';
import { LaneTaker } from './lane-taker.js';
import { caught, FEW_EVENTS, type LaneQueue, type QueueBackend } from './queue-backend.js';

const PREFIX = 'rearguard';
/** Made once in a Redis: one that has no mark, or another, is not the one that we gave jobs to. */
const MARK_KEY = `${PREFIX}:mark`;

const LOST =
  'reports that were accepted and not yet stored are lost, unless it is started again on the data that it had';

type SharedClient = ReturnType<typeof createNodeRedisClient>;

/** Queues repeat what the client that they share has told already. */
const toldByClient = () => undefined;

/** Lanes on Redis. A process has one connection for all of them; only who waits for jobs has one of its own. */
export class RedisBackend implements QueueBackend {
  #client: RedisClient | null = null;
  #connecting: Promise<SharedClient> | null = null;
  #fit: Promise<void> | null = null;
  #mark: string | null = null;

  constructor(
    private readonly url: string,
    private readonly onError: (cause: Error) => void,
  ) {}

  /** A Redis that came back is looked at again: it may keep less than it did, or be another. */
  fit(): Promise<void> {
    this.#fit ??= this.#look().catch((cause: unknown) => {
      this.#fit = null;
      throw cause;
    });
    return this.#fit;
  }

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
    client.on('ready', () => (this.#fit = null));
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

  async #look(): Promise<void> {
    await this.#connected();
    const client = this.#client!;
    await demandDurable(client, placeOf(this.url));
    const own = randomUUID();
    const mark = (await client.set(MARK_KEY, own, { condition: 'NX', GET: true })) ?? own;
    if (this.#mark !== null && this.#mark !== mark) {
      this.onError(new Error(`the Redis at ${placeOf(this.url)} came back without its data: ${LOST}`));
    }
    this.#mark = mark;
  }
}
