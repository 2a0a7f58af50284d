import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import pg from 'pg';
import { Bus, type BusTopic, type BusTopics } from './bus.js';

const CHANNEL = 'rearguard_bus';
const RECONNECT_MS = 500;

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
    this.#heard.emit(topic, message);
    const envelope: Envelope = { from: this.#self, topic, message };
    this.#client
      ?.query('SELECT pg_notify($1, $2)', [CHANNEL, JSON.stringify(envelope)])
      .catch((cause: unknown) => this.#log.warn(`a hint on ${topic} was not sent: ${String(cause)}`));
  }

  subscribe<Topic extends BusTopic>(topic: Topic, listener: (message: BusTopics[Topic]) => void): () => void {
    this.#heard.on(topic, listener);
    return () => this.#heard.off(topic, listener);
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({ connectionString: this.#url, application_name: 'rearguard bus' });
    client.on('error', () => this.#lost(client));
    client.on('end', () => this.#lost(client));
    client.on('notification', ({ payload }) => {
      const envelope = JSON.parse(payload ?? '{}') as Envelope;
      if (envelope.from !== this.#self) this.#heard.emit(envelope.topic, envelope.message);
    });
    await client.connect();
    await client.query(`LISTEN ${CHANNEL}`);
    this.#client = client;
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
