import type { OnModuleDestroy, OnModuleInit } from '@nestjs/common';
import pg from 'pg';
import { type Envelope, RoomwideBus } from './roomwide-bus.js';

const CHANNEL = 'rearguard_bus';
const SESSION = 'rearguard bus';
const RECONNECT_MS = 500;
/** Hints that may wait for the database; with more, the oldest are lost, as hints may be. */
const MOST_WAITING = 1_000;
/**
 * So long nobody looks again whether other processes listen. A notice makes all transactions of the database queue up at
 * their commit, for nothing when there is nobody to hear it.
 */
const ALONE_FOR_MS = 1_000;

const OTHERS = `
  SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = '${SESSION}'
                    AND pid <> pg_backend_pid()) AS others`;

/** The bus on LISTEN and NOTIFY. */
export class PostgresBus extends RoomwideBus implements OnModuleInit, OnModuleDestroy {
  readonly #url: string;
  #client: pg.Client | null = null;
  readonly #waiting: Envelope[] = [];
  #sending = false;
  #closing = false;
  #reconnect: NodeJS.Timeout | null = null;
  #aloneUntil = 0;
  #othersUntil = 0;

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

  override get alone(): boolean {
    return performance.now() < this.#aloneUntil;
  }

  protected override carry(envelope: Envelope): void {
    if (this.alone) return;
    this.#waiting.push(envelope);
    if (this.#waiting.length > MOST_WAITING) this.#waiting.shift();
    if (!this.#sending) void this.#send();
  }

  /** One statement at a time: a connection of pg takes no second one while the first runs. */
  async #send(): Promise<void> {
    this.#sending = true;
    for (let envelope = this.#waiting.shift(); envelope; envelope = this.#waiting.shift()) {
      try {
        if (!(await this.#othersListen())) continue;
        await this.#client?.query('SELECT pg_notify($1, $2)', [CHANNEL, JSON.stringify(envelope)]);
      } catch (cause) {
        this.log.warn(`a hint on ${envelope.topic} was not sent: ${String(cause)}`);
      }
    }
    this.#sending = false;
  }

  /** As of a second ago at most. */
  async #othersListen(): Promise<boolean> {
    const now = performance.now();
    if (now < this.#othersUntil) return true;
    if (!this.#client) return false;
    const { rows } = await this.#client.query<{ others: boolean }>(OTHERS);
    if (rows[0]!.others) this.#othersUntil = now + ALONE_FOR_MS;
    else this.#aloneUntil = now + ALONE_FOR_MS;
    return rows[0]!.others;
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({ connectionString: this.#url, application_name: SESSION });
    client.on('error', () => this.#lost(client));
    client.on('end', () => this.#lost(client));
    client.on('notification', ({ payload }) => {
      // Who spoke listens too.
      this.#aloneUntil = 0;
      this.arrived(payload ?? '{}');
    });
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      // Whoever holds itself for alone learns at once that it is not.
      await client.query('SELECT pg_notify($1, $2)', [CHANNEL, JSON.stringify(this.envelope('process:listens', {}))]);
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
