import { FrameDecoder, type PictureCommands, type PictureEvents, PROTOCOL_VERSION } from '@rearguard/shared';
import { io, type Socket } from 'socket.io-client';
import type { Chance } from './chance.js';
import { Fold } from './fold.js';

/** Where a unit is, as track frames tell it. */
export interface Place {
  lat: number;
  lon: number;
  observedAt: number;
}

/** A room says something every second: a line over which nothing came for so long is dead. */
const SILENT_FOR_MS = 3_500;
const LOOK_EVERY_MS = 100;

/** A socket client: it folds what it is told, and goes on at another api process when its own is gone. */
export class Screen {
  readonly fold = new Fold();
  /** Places by number of unit. */
  readonly places = new Map<number, Place>();
  /** Connections made, the first included. */
  connections = 0;
  #socket: Socket<PictureEvents, PictureCommands> | null = null;
  #decoder = new FrameDecoder();
  #heardAt = 0;
  readonly #watch: NodeJS.Timeout;

  constructor(
    private readonly doors: readonly string[],
    private readonly token: string,
    private readonly chance: Chance,
    private readonly complain: (what: string) => void,
  ) {
    this.#connect();
    this.#watch = setInterval(() => {
      if (performance.now() - this.#heardAt > SILENT_FOR_MS) this.#connect();
    }, LOOK_EVERY_MS);
  }

  leave(): void {
    clearInterval(this.#watch);
    this.#socket?.removeAllListeners();
    this.#socket?.disconnect();
  }

  #connect(): void {
    this.#socket?.removeAllListeners();
    this.#socket?.disconnect();
    this.#heardAt = performance.now();
    this.#decoder = new FrameDecoder();
    const socket: Socket<PictureEvents, PictureCommands> = io(`${this.chance.one(this.doors)}/picture`, {
      transports: ['websocket'],
      auth: { token: this.token },
      forceNew: true,
      reconnection: false,
    });
    this.#socket = socket;
    const again = () => {
      // Not at once: a door that is shut answers in no time.
      this.#heardAt = performance.now() - SILENT_FOR_MS + LOOK_EVERY_MS;
    };
    socket.on('disconnect', again);
    socket.on('connect_error', again);
    socket.on('connect', () => {
      this.connections += 1;
      socket.emit('picture:watch', { protocol: PROTOCOL_VERSION, after: this.fold.seq }, (reply) => {
        if (reply.ok) return;
        // It has only just started: it will be.
        if (reply.reason === 'not-ready') again();
        else this.complain(`a screen was refused the picture: ${reply.reason}`);
      });
    });
    socket.onAny(() => (this.#heardAt = performance.now()));
    socket.on('picture:snapshot', ({ seq }) => {
      this.complain(`a screen at ${this.fold.seq} was given a picture of ${seq} instead of the changes`);
    });
    socket.on('picture:changes', ({ from, to, changes }) => {
      try {
        for (const change of changes) this.fold.take(change);
        if (this.fold.seq !== to) throw new Error(`the last is ${this.fold.seq}`);
      } catch (cause) {
        this.complain(`a screen was told changes ${from} to ${to}: ${String(cause)}`);
        this.leave();
      }
    });
    socket.on('tracks:frame', (frame) => this.#frame(new Uint8Array(frame)));
  }

  #frame(frame: Uint8Array): void {
    const told: (Place & { no: number })[] = [];
    const head = this.#decoder.read(frame, ({ no, lat, lon, observedAt }) => told.push({ no, lat, lon, observedAt }));
    if (head?.keyframe) this.places.clear();
    for (const { no, ...place } of told) this.places.set(no, place);
  }
}
