import type { OnModuleDestroy, OnModuleInit } from '@nestjs/common';
import { endRedisClient, type RedisClient, redisClient } from '../redis/redis-client.js';
import { type Envelope, RoomwideBus } from './roomwide-bus.js';

const CHANNEL = 'rearguard:bus';

/** The bus on Redis's publish and subscribe. Subscriptions come back by themselves after a cut. */
export class RedisBus extends RoomwideBus implements OnModuleInit, OnModuleDestroy {
  readonly #speaking: RedisClient;
  readonly #listening: RedisClient;
  #heardByOthers = true;

  constructor(url: string) {
    super();
    const onError = (cause: Error) => this.log.warn(`Redis: ${cause.message}`);
    this.#speaking = redisClient(url, onError);
    this.#listening = redisClient(url, onError);
  }

  async onModuleInit(): Promise<void> {
    await Promise.all([this.#speaking.connect(), this.#listening.connect()]);
    await this.#listening.subscribe(CHANNEL, (text) => this.arrived(text));
  }

  async onModuleDestroy(): Promise<void> {
    endRedisClient(this.#speaking);
    endRedisClient(this.#listening);
  }

  override get alone(): boolean {
    return !this.#heardByOthers;
  }

  protected override carry(envelope: Envelope): void {
    this.#speaking.publish(CHANNEL, JSON.stringify(envelope)).then(
      // Who hears is counted with the answer, and we hear ourselves.
      (ears) => (this.#heardByOthers = ears > 1),
      (cause: unknown) => this.log.warn(`a hint on ${envelope.topic} was not sent: ${String(cause)}`),
    );
  }
}
