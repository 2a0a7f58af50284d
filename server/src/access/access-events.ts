import { EventEmitter } from 'node:events';
import { Injectable, Logger } from '@nestjs/common';
import type { PersonIdentity } from './identity.js';

/** What access tells the rest of the program. */
export interface AccessEvents {
  /** A screen signed in: the exercise's clock starts with the first. */
  PersonSignedIn: PersonIdentity;
  /** Sessions were ended by this process: the others must hear of it. */
  SessionsEndedHere: { sessionIds: string[] };
  /** A session was ended, by whatever process. */
  SessionRevoked: { sessionId: string };
}

/** Tells of sign-ins and sign-outs of this process, after they are committed. */
@Injectable()
export class AccessNews {
  readonly #told = new EventEmitter().setMaxListeners(0);
  readonly #log = new Logger('access');

  /** Returns the way to stop listening. A listener that throws is logged and disturbs nobody. */
  on<Event extends keyof AccessEvents>(event: Event, listener: (told: AccessEvents[Event]) => void): () => void {
    const careful = (told: AccessEvents[Event]) => {
      try {
        listener(told);
      } catch (cause) {
        this.#log.error(`a listener of ${event} failed`, cause instanceof Error ? cause.stack : String(cause));
      }
    };
    this.#told.on(event, careful);
    return () => void this.#told.off(event, careful);
  }

  tell<Event extends keyof AccessEvents>(event: Event, told: AccessEvents[Event]): void {
    this.#told.emit(event, told);
  }
}
