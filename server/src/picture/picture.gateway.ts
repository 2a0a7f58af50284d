import { Logger } from '@nestjs/common';
import {
  Ack,
  ConnectedSocket,
  MessageBody,
  type OnGatewayConnection,
  type OnGatewayDisconnect,
  type OnGatewayInit,
  SubscribeMessage,
  WebSocketGateway,
} from '@nestjs/websockets';
import { may, PROTOCOL_VERSION, type PictureCommands, Watch } from '@rearguard/shared';
import { AccessNews } from '../access/access-events.js';
import { Allow } from '../access/decorators.js';
import { Handshakes } from '../access/handshakes.js';
import type { Identity } from '../access/identity.js';
import { LiveAccess } from '../access/live-access.js';
import { LivePicture } from './live-picture.js';
import { RoomTime } from './room-time.js';
import { type PictureNamespace, type PictureSocket, Watchers } from './watchers.js';

type WatchReply = Parameters<PictureCommands['picture:watch']>[1];

/** The door of the live picture: who may come in, and what they ask for. */
@WebSocketGateway({ namespace: '/picture' })
export class PictureGateway implements OnGatewayInit, OnGatewayConnection, OnGatewayDisconnect {
  readonly #log = new Logger('live');
  readonly #admitted = new WeakMap<PictureSocket, Identity>();

  constructor(
    private readonly handshakes: Handshakes,
    private readonly access: LiveAccess,
    private readonly news: AccessNews,
    private readonly picture: LivePicture,
    private readonly time: RoomTime,
    private readonly watchers: Watchers,
  ) {}

  afterInit(server: PictureNamespace): void {
    server.use((socket, next) => {
      this.handshakes
        .identify(socket.handshake)
        .then((identity) => {
          if (identity) this.#admitted.set(socket, identity);
          next(identity ? undefined : new Error('not-signed-in'));
        })
        .catch((cause: unknown) => {
          this.#log.error(`a client could not be checked: ${String(cause)}`);
          next(new Error('not-ready'));
        });
    });
    // At whatever process its sockets are; this one's hear of it from their watch, too.
    this.news.on('SessionRevoked', ({ sessionId }) => server.in(roomOf(sessionId)).disconnectSockets(true));
    this.watchers.serve(server);
  }

  handleConnection(socket: PictureSocket): void {
    const identity = this.#admitted.get(socket);
    if (!identity) return void socket.disconnect(true);
    const stop = this.access.watch(identity, () => socket.disconnect(true));
    socket.once('disconnect', stop);
    if (identity.kind === 'person') void socket.join(roomOf(identity.sessionId));
    socket.emit('clock', this.time.clock());
  }

  handleDisconnect(socket: PictureSocket): void {
    this.watchers.leave(socket);
  }

  @Allow('picture.read')
  @SubscribeMessage<keyof PictureCommands>('picture:watch')
  watch(@MessageBody() body: unknown, @ConnectedSocket() socket: PictureSocket, @Ack() reply?: WatchReply): void {
    const answer: WatchReply = typeof reply === 'function' ? reply : () => undefined;
    const identity = this.#admitted.get(socket);
    if (!identity || !may(identity.role, 'picture.read')) return answer({ ok: false, reason: 'not-allowed' });
    const protocol = (body as { protocol?: unknown } | null)?.protocol;
    if (typeof protocol === 'number' && protocol !== PROTOCOL_VERSION)
      return answer({ ok: false, reason: 'wrong-protocol' });
    const watch = Watch.safeParse(body);
    if (!watch.success) return answer({ ok: false, reason: 'bad-payload' });
    if (!this.picture.ready) return answer({ ok: false, reason: 'not-ready' });
    answer({ ok: true, value: { seq: this.picture.seq, clock: this.time.clock() } });
    this.watchers.watch(socket, watch.data, may(identity.role, 'people.read'));
  }
}

/** Every socket of one session, to end them together. */
function roomOf(sessionId: string): string {
  return `session ${sessionId}`;
}
