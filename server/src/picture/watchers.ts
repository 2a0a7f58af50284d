import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import {
  type AlertAttention,
  type Change,
  type PictureCommands,
  type PictureEvents,
  type Watch,
  withoutPeople,
} from '@rearguard/shared';
import type { Namespace, Socket } from 'socket.io';
import { ChangeLog } from '../changes/change-log.js';
import { FeedHealthService } from '../feeds/feed-health.service.js';
import { LivePicture, type Step } from './live-picture.js';
import { isSlow, together } from './outbound.js';
import { RoomTime } from './room-time.js';
import { snap, TrackRoom, trackRoomName } from './track-room.js';

/** Positions are merged for this long into one frame. */
const FRAME_MS = 25;
/** Sending rests for so many times as long as it took: with many clients it leaves two thirds of the process to the rest. */
const REST = 2;
const CLOCK_MS = 1_000;
/** Who is further behind gets the whole picture, which is then the smaller message. */
const LONGEST_RESUME = 20_000;
const CHANGES_AT_ONCE = 2_000;
const CHANGES_ROOM = 'changes';
const NAMELESS_ROOM = 'changes without names';

export type PictureSocket = Socket<PictureCommands, PictureEvents>;
export type PictureNamespace = Namespace<PictureCommands, PictureEvents>;

interface Watcher {
  socket: PictureSocket;
  /** Newest number sent; null until the first picture is. */
  seq: number | null;
  tracks: string | null;
  changes: boolean;
  /** May learn who did something. */
  people: boolean;
  /** In the rooms, and so sent everything at once; otherwise being caught up or too slow. */
  flowing: boolean;
  catchingUp: boolean;
}

/**
 * The clients that watch. Who keeps up shares each message with all others; who does not is taken out of the stream, and
 * when its line is free again gets every change that it missed and the newest positions, never a growing queue.
 */
@Injectable()
export class Watchers implements OnModuleInit, OnModuleDestroy {
  readonly #log = new Logger('watchers');
  readonly #watchers = new Map<string, Watcher>();
  readonly #trackRooms = new Map<string, TrackRoom>();
  readonly #stops: (() => void)[] = [];
  /** The sockets of this process alone: every other folds the log and serves its own. */
  #server: PictureNamespace['local'] | null = null;
  #untold: Change[] = [];
  #wanted: AlertAttention[] = [];

  constructor(
    private readonly picture: LivePicture,
    private readonly log: ChangeLog,
    private readonly time: RoomTime,
    private readonly feeds: FeedHealthService,
  ) {}

  onModuleInit(): void {
    let next: NodeJS.Timeout;
    const frames = () => {
      const began = performance.now();
      this.#tick();
      const tookMs = performance.now() - began;
      next = setTimeout(frames, Math.max(FRAME_MS - tookMs, tookMs * REST));
    };
    next = setTimeout(frames, FRAME_MS);
    const clock = setInterval(() => this.#server?.emit('clock', this.time.clock()), CLOCK_MS);
    this.#stops.push(
      () => clearTimeout(next),
      () => clearInterval(clock),
      this.picture.onStep((step) => this.#step(step)),
      this.feeds.onHealth((health) => this.#server?.emit('feeds:health', health)),
    );
  }

  onModuleDestroy(): void {
    for (const stop of this.#stops) stop();
  }

  serve(server: PictureNamespace): void {
    this.#server = server.local;
  }

  get count(): number {
    return this.#watchers.size;
  }

  /**
   * Begins to send a client what it asks for; what it asked for before ends.
   * @param people it may learn who did something
   */
  watch(socket: PictureSocket, { after, layers, bounds }: Watch, people: boolean): void {
    this.#leave(socket.id);
    const room = trackRoomName(bounds);
    if (!this.#trackRooms.has(room)) this.#openTrackRoom(room, bounds);
    const watcher: Watcher = {
      socket,
      seq: after ?? null,
      tracks: !layers || layers.includes('tracks') ? room : null,
      changes: !layers || layers.includes('changes'),
      people,
      flowing: false,
      catchingUp: false,
    };
    this.#watchers.set(socket.id, watcher);
    socket.emit('feeds:health', this.feeds.health());
    void this.#catchUp(watcher);
  }

  leave(socket: PictureSocket): void {
    this.#leave(socket.id);
  }

  #leave(id: string): void {
    const watcher = this.#watchers.get(id);
    if (!watcher) return;
    this.#stopFlow(watcher);
    this.#watchers.delete(id);
    const room = watcher.tracks;
    if (room && ![...this.#watchers.values()].some((other) => other.tracks === room)) this.#trackRooms.delete(room);
  }

  #openTrackRoom(name: string, bounds: Watch['bounds']): void {
    const room = new TrackRoom(bounds && snap(bounds));
    room.offer(this.picture.tracks());
    room.frame(this.picture.seq);
    this.#trackRooms.set(name, room);
  }

  #step({ changes, moved, wanted }: Step): void {
    this.#untold.push(...changes);
    this.#wanted.push(...wanted);
    if (moved.size === 0 || this.#trackRooms.size === 0) return;
    const updates = this.picture.tracks(moved);
    for (const room of this.#trackRooms.values()) room.offer(updates);
  }

  #tick(): void {
    if (!this.picture.ready) return;
    together(this.#sockets(), () => {
      this.#tellChanges();
      for (const [name, room] of this.#trackRooms) this.#sendFrame(name, room);
    });
    for (const watcher of this.#watchers.values()) {
      const slow = isSlow(watcher.socket);
      if (watcher.flowing && slow) this.#stopFlow(watcher);
      else if (!watcher.flowing && !slow) void this.#catchUp(watcher);
    }
  }

  *#sockets(): Iterable<PictureSocket> {
    for (const { socket } of this.#watchers.values()) yield socket;
  }

  /** Every change, in order, in one message for a moment: under load batches are stored by the hundred a second. */
  #tellChanges(): void {
    const changes = this.#untold;
    if (changes.length === 0) return;
    this.#untold = [];
    const to = changes.at(-1)!.seq;
    const run = { from: changes[0]!.seq, to, changes };
    this.#server?.to(CHANGES_ROOM).emit('picture:changes', run);
    const nameless = [...this.#watchers.values()].some(({ flowing, people }) => flowing && !people);
    if (nameless) this.#server?.to(NAMELESS_ROOM).emit('picture:changes', withoutPeople(run));
    for (const watcher of this.#watchers.values()) if (watcher.flowing) watcher.seq = to;
    // After the change itself, so that who is called has something to look at.
    if (this.#wanted.length > 0) {
      this.#server?.to([CHANGES_ROOM, NAMELESS_ROOM]).emit('alerts:attention', this.#wanted.splice(0));
    }
  }

  #sendFrame(name: string, room: TrackRoom): void {
    const frame = room.frame(this.picture.seq);
    if (frame) this.#server?.to(name).emit('tracks:frame', frame);
  }

  #stopFlow(watcher: Watcher): void {
    watcher.flowing = false;
    void watcher.socket.leave(roomFor(watcher));
    if (watcher.tracks) void watcher.socket.leave(watcher.tracks);
  }

  async #catchUp(watcher: Watcher): Promise<void> {
    if (watcher.catchingUp || watcher.flowing || !this.picture.ready) return;
    watcher.catchingUp = true;
    try {
      while (this.#watchers.get(watcher.socket.id) === watcher && !isSlow(watcher.socket)) {
        // The others are told first what this one is about to read, so that the next message follows for all.
        this.#tellChanges();
        const kept = watcher.seq === null ? null : this.picture.keptAfter(watcher.seq);
        if (kept && kept.length <= CHANGES_AT_ONCE) {
          this.#send(watcher, kept);
          this.#flow(watcher);
          return;
        }
        const behind = watcher.seq === null ? Number.POSITIVE_INFINITY : this.picture.seq - watcher.seq;
        if (behind < 0 && (await this.log.head()) >= watcher.seq!) {
          // Another process told it more than this one has read yet. The next tick tries again.
          this.picture.look();
          return;
        }
        // Still behind by less than nothing: its numbers are of another database.
        if (behind > LONGEST_RESUME || behind < 0) {
          const snapshot = this.picture.snapshot();
          watcher.socket.emit('picture:snapshot', watcher.people ? snapshot : withoutPeople(snapshot));
          watcher.seq = this.picture.seq;
        } else {
          this.#send(watcher, (kept ?? (await this.log.read(watcher.seq!, CHANGES_AT_ONCE))).slice(0, CHANGES_AT_ONCE));
        }
      }
    } catch (cause) {
      this.#log.warn(`a client could not be caught up, trying again: ${String(cause)}`);
    } finally {
      watcher.catchingUp = false;
    }
  }

  #send(watcher: Watcher, changes: readonly Change[]): void {
    const first = changes[0];
    const last = changes.at(-1);
    if (!first || !last) return;
    const run = { from: first.seq, to: last.seq, changes: [...changes] };
    if (watcher.changes) watcher.socket.emit('picture:changes', watcher.people ? run : withoutPeople(run));
    watcher.seq = last.seq;
  }

  #flow(watcher: Watcher): void {
    watcher.flowing = true;
    if (watcher.changes) void watcher.socket.join(roomFor(watcher));
    if (!watcher.tracks) return;
    // What is pending goes to the others first: a keyframe repeats what the room was told, and the next frame follows it.
    const room = this.#trackRooms.get(watcher.tracks)!;
    this.#sendFrame(watcher.tracks, room);
    watcher.socket.emit('tracks:frame', room.keyframe(this.picture.seq));
    void watcher.socket.join(watcher.tracks);
  }
}

function roomFor({ people }: Watcher): string {
  return people ? CHANGES_ROOM : NAMELESS_ROOM;
}
