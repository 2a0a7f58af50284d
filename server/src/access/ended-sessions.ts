import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Bus } from '../platform/bus/bus.js';
import { AccessNews } from './access-events.js';

/** Carries the end of a session to every process, so that its cookie and its sockets end everywhere at once. */
@Injectable()
export class EndedSessions implements OnModuleInit {
  constructor(
    private readonly bus: Bus,
    private readonly news: AccessNews,
  ) {}

  onModuleInit(): void {
    this.news.on('SessionsEndedHere', (ended) => this.bus.publish('sessions:ended', ended));
    this.bus.subscribe('sessions:ended', ({ sessionIds }) => {
      for (const sessionId of sessionIds) this.news.tell('SessionRevoked', { sessionId });
    });
  }
}
