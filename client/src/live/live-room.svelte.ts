import type { FeedHealth, PictureCommands, PictureEvents, Refusal, Watch } from '@rearguard/shared';
import type { Socket } from 'socket.io-client';
import { Connection } from './connection.svelte.js';
import { LivePicture } from './live-picture.svelte.js';
import { LiveTracks } from './live-tracks.js';
import { RoomTime } from './room-time.svelte.js';

export type RoomSocket = Socket<PictureEvents, PictureCommands>;

/** How often the shown clock is renewed and the link looked at. */
const TICK_MS = 250;
const BEAT_MS = 1_000;
/** A beat may come this early to fall together with a new second: the page then reckons once and not twice. */
const EARLY_MS = 300;
const ANSWER_MS = 5_000;
const RETRY_MS = 1_000;
/** A missed frame is repaired by the next keyframe; when none comes for this long we ask for one. */
const KEYFRAME_PATIENCE_MS = 3_000;

/** Everything live that the page shows, and the one place that listens to the socket. */
export class LiveRoom {
  readonly time: RoomTime;
  readonly connection: Connection;
  readonly picture: LivePicture;
  readonly tracks = new LiveTracks();
  /** Goes up once a second, for what is reckoned anew even when nothing arrives: ages. */
  beat = $state(0);
  feeds = $state.raw<readonly FeedHealth[]>([]);
  /** Set when the server will not speak with this page; the page is then too old or not allowed. */
  refused = $state<Refusal | null>(null);
  #socket: RoomSocket | null = null;
  #asking = false;
  #beatAt = 0;
  #behindSince: number | null = null;

  constructor(private readonly monotonic: () => number = () => performance.now()) {
    this.time = new RoomTime(monotonic);
    this.connection = new Connection(monotonic);
    this.picture = new LivePicture((clock) => this.time.set(clock));
  }

  /** Listens to a socket until the returned function is called. */
  open(socket: RoomSocket): () => void {
    this.#socket = socket;
    socket.on('connect', () => this.#watch());
    socket.on('disconnect', () => {
      this.#asking = false;
      this.connection.lost();
    });
    socket.on('clock', (clock) => {
      this.time.set(clock);
      this.connection.heard(Date.parse(clock.at));
    });
    socket.on('picture:snapshot', (picture) => this.picture.load(picture));
    socket.on('picture:changes', (run) => {
      if (this.picture.apply(run) === 'gap') this.#watch();
    });
    // The browser hands binary over as an ArrayBuffer, whatever the server sent.
    socket.on('tracks:frame', (frame) => this.tracks.read(new Uint8Array(frame)));
    socket.on('feeds:health', (feeds) => (this.feeds = feeds));
    const ticking = setInterval(() => this.#tick(), TICK_MS);
    if (socket.connected) this.#watch();
    return () => {
      clearInterval(ticking);
      socket.removeAllListeners();
      socket.disconnect();
      this.#socket = null;
    };
  }

  #tick(): void {
    const second = this.time.now;
    this.time.tick();
    this.picture.tick();
    const since = this.monotonic() - this.#beatAt;
    if (since >= BEAT_MS || (since >= BEAT_MS - EARLY_MS && this.time.now !== second)) {
      this.#beatAt = this.monotonic();
      this.beat += 1;
    }
    const socket = this.#socket;
    // A link can be dead without the socket knowing; opening a new one is the only way to find out.
    if (this.connection.check() && socket?.connected) socket.disconnect().connect();
    if (!this.tracks.behind) this.#behindSince = null;
    else this.#behindSince ??= this.monotonic();
    if (this.#behindSince !== null && this.monotonic() - this.#behindSince > KEYFRAME_PATIENCE_MS) {
      this.#behindSince = null;
      this.#watch();
    }
  }

  /** Asks for what is missing: the changes after ours, or a snapshot when we have nothing. */
  #watch(): void {
    const socket = this.#socket;
    if (this.#asking || !socket?.connected) return;
    this.#asking = true;
    const watch: Watch = { protocol: 1 };
    if (this.picture.seq >= 0) watch.after = this.picture.seq;
    socket.timeout(ANSWER_MS).emit('picture:watch', watch, (late, reply) => {
      this.#asking = false;
      if (late) return this.#watchAgain();
      if (!reply.ok) {
        if (reply.reason === 'not-ready') this.#watchAgain();
        else this.refused = reply.reason;
        return;
      }
      this.refused = null;
      // An answer is no heartbeat: live is what goes on telling the time.
      this.time.set(reply.value.clock);
    });
  }

  #watchAgain(): void {
    setTimeout(() => this.#watch(), RETRY_MS);
  }
}
