import { type ChangeRun, PROTOCOL_VERSION, type Watch } from '@rearguard/shared';
import { type Head, readHead } from './frame-head.js';
import { LeanSocket } from './lean-socket.js';

/** What a client was sent since somebody last asked. */
export interface Tally {
  frames: number;
  keyframes: number;
  /** Position updates in frames; those in keyframes repeat what was told and do not count. */
  updates: number;
  /** Bytes on the line of track frames: keyframes, websocket framing and socket.io's own message included. */
  frameBytes: number;
  /** Bytes on the line of everything. */
  bytes: number;
  /** Frames whose number was not the next, and runs of changes that did not begin after the last. */
  gaps: number;
}

export const noTally = (): Tally => ({ frames: 0, keyframes: 0, updates: 0, frameBytes: 0, bytes: 0, gaps: 0 });

/** Whoever wants more than the tally. */
export interface Watching {
  onFrame?(frame: Buffer, head: Head, at: number): void;
  onChanges?(run: ChangeRun): void;
  onClosed(why: string): void;
}

const RUN_HEAD = /^42\/picture,\["picture:changes",\{"from":(\d+),"to":(\d+)/;
const SNAPSHOT_HEAD = /^42\/picture,\["picture:snapshot",\{"seq":(\d+)/;
const ANSWER = /^43\/picture,0\[(.*)\]$/s;
/** Enough of a message to know what it is. */
const HEAD_BYTES = 96;

/** A socket client that watches the picture as the contract says, and keeps count of what it is sent. */
export class PictureClient {
  tally = noTally();
  /** Number of the newest change that it has; -1 before the first. */
  seq = -1;
  /** What the server's answer to `picture:watch` named as the newest change. */
  promised = -1;
  hasKeyframe = false;
  gotSnapshot = false;
  readonly ready: Promise<void>;
  readonly #socket: LeanSocket;
  #expected = -1;
  #frameMessageBytes = 0;
  #settle: { ready: () => void; failed: (cause: Error) => void } | null = null;

  constructor(
    url: string,
    private readonly token: string,
    private readonly watching: Watching,
    private readonly after?: number,
  ) {
    if (after !== undefined) this.seq = after;
    this.ready = new Promise((ready, failed) => (this.#settle = { ready, failed }));
    this.#socket = new LeanSocket(url, '/socket.io/?EIO=4&transport=websocket', {
      text: (payload, wireBytes) => this.#text(payload, wireBytes),
      binary: (payload, wireBytes) => this.#frame(payload, wireBytes),
      closed: (why) => {
        this.#settle?.failed(new Error(why));
        this.watching.onClosed(why);
      },
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #text(payload: Buffer, wireBytes: number): void {
    this.tally.bytes += wireBytes;
    const head = payload.toString('latin1', 0, HEAD_BYTES);
    if (head === '2') return this.#socket.send('3');
    if (head.startsWith('0')) return this.#socket.send(`40/picture,${JSON.stringify({ token: this.token })}`);
    if (head.startsWith('44/picture')) {
      this.#settle?.failed(new Error(`the room refused a client: ${head}`));
    } else if (head.startsWith('40/picture')) {
      const watch: Watch = { protocol: PROTOCOL_VERSION, after: this.after };
      this.#socket.send(`42/picture,0${JSON.stringify(['picture:watch', watch])}`);
    } else if (head.startsWith('451-/picture')) {
      // The positions follow in a binary message; what announces them belongs to their price.
      this.#frameMessageBytes = wireBytes;
    } else if (head.startsWith('43/picture,0')) {
      this.#answer(payload);
    } else if (head.startsWith('42/picture,["picture:')) {
      this.#picture(head, payload);
    }
  }

  #answer(payload: Buffer): void {
    const reply = JSON.parse(ANSWER.exec(payload.toString())![1]!) as { ok: boolean; value?: { seq: number } };
    if (!reply.ok) this.#settle?.failed(new Error(`the room would not show itself: ${payload.toString()}`));
    else this.promised = reply.value!.seq;
    this.#look();
  }

  #picture(head: string, payload: Buffer): void {
    const run = RUN_HEAD.exec(head);
    if (run) {
      if (this.seq >= 0 && Number(run[1]) !== this.seq + 1) this.tally.gaps += 1;
      this.seq = Number(run[2]);
      if (this.watching.onChanges) {
        const [, body] = JSON.parse(payload.toString('utf8', '42/picture,'.length)) as [string, ChangeRun];
        this.watching.onChanges(body);
      }
    }
    const snapshot = SNAPSHOT_HEAD.exec(head);
    if (snapshot) {
      this.gotSnapshot = true;
      this.seq = Number(snapshot[1]);
    }
    this.#look();
  }

  #frame(payload: Buffer, wireBytes: number): void {
    const at = Date.now();
    const head = readHead(payload);
    const { tally } = this;
    tally.frames += 1;
    tally.bytes += wireBytes;
    tally.frameBytes += wireBytes + this.#frameMessageBytes;
    if (head.keyframe) {
      tally.keyframes += 1;
      this.hasKeyframe = true;
    } else {
      if (head.frameNo !== this.#expected) tally.gaps += 1;
      tally.updates += head.count;
    }
    this.#expected = head.frameNo + 1;
    this.watching.onFrame?.(payload, head, at);
    this.#look();
  }

  /** Caught up: every change that was there when it asked, and where everybody is. */
  #look(): void {
    if (this.#settle === null || !this.hasKeyframe || this.promised < 0 || this.seq < this.promised) return;
    this.#settle.ready();
    this.#settle = null;
  }
}
