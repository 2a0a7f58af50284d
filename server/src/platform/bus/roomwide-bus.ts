import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { Logger } from '@nestjs/common';
import { Bus, type BusTopic, type BusTopics } from './bus.js';

/** A message on its way between processes. */
export interface Envelope {
  from: string;
  topic: BusTopic;
  message: unknown;
}

/** What every kind of bus does alike: this process hears itself directly, and others through what carries envelopes. */
export abstract class RoomwideBus extends Bus {
  protected readonly self = randomUUID();
  protected readonly log = new Logger('bus');
  readonly #heard = new EventEmitter().setMaxListeners(0);

  publish<Topic extends BusTopic>(topic: Topic, message: BusTopics[Topic]): void {
    this.#hear(topic, message);
    this.publishToOthers(topic, message);
  }

  publishToOthers<Topic extends BusTopic>(topic: Topic, message: BusTopics[Topic]): void {
    this.carry(this.envelope(topic, message));
  }

  subscribe<Topic extends BusTopic>(topic: Topic, listener: (message: BusTopics[Topic]) => void): () => void {
    this.#heard.on(topic, listener);
    return () => this.#heard.off(topic, listener);
  }

  protected envelope<Topic extends BusTopic>(topic: Topic, message: BusTopics[Topic]): Envelope {
    return { from: this.self, topic, message };
  }

  /** Takes an envelope to the other processes, if it can. */
  protected abstract carry(envelope: Envelope): void;

  protected arrived(text: string): void {
    const envelope = JSON.parse(text) as Envelope;
    if (envelope.from !== this.self) this.#hear(envelope.topic, envelope.message);
  }

  /** A listener that fails is its own fault: it must not reach who publishes, often after a commit. */
  #hear(topic: BusTopic, message: unknown): void {
    for (const listener of this.#heard.listeners(topic) as ((message: unknown) => void)[]) {
      try {
        listener(message);
      } catch (cause) {
        this.log.error(`a listener to ${topic} failed: ${String(cause)}`);
      }
    }
  }
}
