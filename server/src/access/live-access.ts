import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { DataSource, In, IsNull, MoreThan, Or } from 'typeorm';
import { SystemClock } from '../platform/clock/clock.js';
import { AccessNews } from './access-events.js';
import { AccessTokenEntity } from './access-token.entity.js';
import { SEEN_EVERY_MS, SESSION_IDLE_MS, SESSION_MOST_MS } from './domain/session-life.js';
import type { Identity } from './identity.js';
import { SessionEntity } from './session.entity.js';

const LOOK_EVERY_MS = 2_000;

interface Watched {
  identity: Identity;
  onEnd: () => void;
}

/**
 * Tells a socket that lasts when its session or token has ended: at once when it ended in this process, within two
 * seconds when it ran out or another process ended it. An open socket counts as use of its session.
 */
@Injectable()
export class LiveAccess implements OnModuleDestroy {
  readonly #watched = new Set<Watched>();
  readonly #log = new Logger('access');
  #timer: NodeJS.Timeout | null = null;
  #noteAfter = 0;

  constructor(
    private readonly database: DataSource,
    private readonly time: SystemClock,
    news: AccessNews,
  ) {
    news.on('SessionRevoked', ({ sessionId }) => this.#end((id) => id === sessionId));
  }

  /**
   * @param onEnd called once, when this identity may no longer look on
   * @returns the way to stop watching, for when the socket closes by itself
   */
  watch(identity: Identity, onEnd: () => void): () => void {
    const watched = { identity, onEnd };
    this.#watched.add(watched);
    this.#timer ??= setInterval(() => void this.#round(), LOOK_EVERY_MS).unref();
    return () => this.#leave(watched);
  }

  onModuleDestroy(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    this.#watched.clear();
  }

  /** Looks once whether all watched still stand. */
  async look(): Promise<void> {
    const asked = new Set([...this.#watched].map(({ identity }) => idOf(identity)));
    if (asked.size === 0) return;
    await this.#noteUse();
    const standing = await this.#standing([...asked]);
    this.#end((id) => asked.has(id) && !standing.has(id));
  }

  async #round(): Promise<void> {
    try {
      await this.look();
    } catch (cause) {
      // The next round looks again; nobody is cut off because the database was away for a moment.
      this.#log.warn(`open sockets could not be checked: ${String(cause)}`);
    }
  }

  async #standing(ids: string[]): Promise<Set<string>> {
    const now = new Date(this.time.now());
    const [sessions, tokens] = await Promise.all([
      this.database.getRepository(SessionEntity).find({
        select: { id: true },
        where: { id: In(ids), revokedAt: IsNull(), expiresAt: MoreThan(now), person: { disabledAt: IsNull() } },
      }),
      this.database.getRepository(AccessTokenEntity).find({
        select: { id: true },
        where: { id: In(ids), revokedAt: IsNull(), expiresAt: Or(IsNull(), MoreThan(now)) },
      }),
    ]);
    return new Set([...sessions, ...tokens].map(({ id }) => id));
  }

  async #noteUse(): Promise<void> {
    const now = this.time.now();
    if (now < this.#noteAfter) return;
    this.#noteAfter = now + SEEN_EVERY_MS;
    const sessions = [...this.#watched].flatMap(({ identity }) =>
      identity.kind === 'person' ? [identity.sessionId] : [],
    );
    await this.database
      .createQueryBuilder()
      .update(SessionEntity)
      .set({
        lastSeenAt: new Date(now),
        expiresAt: () => `least(created_at + :most * interval '1 millisecond', :idleEnd::timestamptz)`,
      })
      .where('id = ANY(:sessions) AND revoked_at IS NULL AND expires_at > :now', { sessions, now: new Date(now) })
      .setParameters({ most: SESSION_MOST_MS, idleEnd: new Date(now + SESSION_IDLE_MS) })
      .execute();
  }

  #end(isMeant: (id: string) => boolean): void {
    for (const watched of [...this.#watched]) {
      if (!isMeant(idOf(watched.identity))) continue;
      this.#leave(watched);
      watched.onEnd();
    }
  }

  #leave(watched: Watched): void {
    this.#watched.delete(watched);
    if (this.#watched.size > 0 || this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
  }
}

function idOf(identity: Identity): string {
  return identity.kind === 'person' ? identity.sessionId : identity.tokenId;
}
