import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import pg from 'pg';
import { Bus, type BusTopic, type BusTopics } from './bus.js';

const CHANNEL = 'rearguard_bus';
const RECONNECT_MS = 500;
/** Hints that may wait for the database; with more, the oldest are lost, as hints may be. */
const MOST_WAITING = 1_000;

interface Envelope {
  from: string;
  topic: BusTopic;
  message: unknown;
}

/** The bus on LISTEN and NOTIFY. This process hears itself directly; others hear it through the database. */
export class PostgresBus extends Bus implements OnModuleInit, OnModuleDestroy {
  readonly #self = randomUUID();
  readonly #heard = new EventEmitter().setMaxListeners(0);
  readonly #log = new Logger('bus');
  readonly #url: string;
  #client: pg.Client | null = null;
  readonly #waiting: Envelope[] = [];
  #sending = false;
  #closing = false;
  #reconnect: NodeJS.Timeout | null = null;

  constructor(url: string) {
    super();
    this.#url = url;
  }

  async onModuleInit(): Promise<void> {
    await this.#connect();
  }

  async onModuleDestroy(): Promise<void> {
    this.#closing = true;
    if (this.#reconnect) clearTimeout(this.#reconnect);
    await this.#client?.end().catch(() => undefined);
  }

  publish<Topic extends BusTopic>(topic: Topic, message: BusTopics[Topic]): void {
    this.#hear(topic, message);
    this.#waiting.push({ from: this.#self, topic, message });
    if (this.#waiting.length > MOST_WAITING) this.#waiting.shift();
    if (!this.#sending) void this.#send();
  }

  subscribe<Topic extends BusTopic>(topic: Topic, listener: (message: BusTopics[Topic]) => void): () => void {
    this.#heard.on(topic, listener);
    return () => this.#heard.off(topic, listener);
  }

  /** One statement at a time: a connection of pg takes no second one while the first runs. */
  async #send(): Promise<void> {
    this.#sending = true;
    for (let envelope = this.#waiting.shift(); envelope; envelope = this.#waiting.shift()) {
      try {
        await this.#client?.query('SELECT pg_notify($1, $2)', [CHANNEL, JSON.stringify(envelope)]);
      } catch (cause) {
        this.#log.warn(`a hint on ${envelope.topic} was not sent: ${String(cause)}`);
      }
    }
    this.#sending = false;
  }

  /** A listener that fails is its own fault: it must not reach who publishes, often after a commit. */
  #hear(topic: BusTopic, message: unknown): void {
    for (const listener of this.#heard.listeners(topic) as ((message: unknown) => void)[]) {
      try {
        listener(message);
      } catch (cause) {
        this.#log.error(`a listener to ${topic} failed: ${String(cause)}`);
      }
    }
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({ connectionString: this.#url, application_name: 'rearguard bus' });
    client.on('error', () => this.#lost(client));
    client.on('end', () => this.#lost(client));
    client.on('notification', ({ payload }) => {
      const envelope = JSON.parse(payload ?? '{}') as Envelope;
      if (envelope.from !== this.#self) this.#hear(envelope.topic, envelope.message);
    });
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      if (this.#closing) throw new Error('the bus is closed');
      this.#client = client;
    } catch (cause) {
      await client.end().catch(() => undefined);
      throw cause;
    }
  }

  #lost(client: pg.Client): void {
    if (this.#client !== client) return;
    this.#client = null;
    this.#retry();
  }

  #retry(): void {
    if (this.#closing || this.#reconnect) return;
    this.#reconnect = setTimeout(() => {
      this.#reconnect = null;
      this.#connect().catch(() => this.#retry());
    }, RECONNECT_MS);
  }
}
