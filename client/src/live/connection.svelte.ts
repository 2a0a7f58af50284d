import type { EpochMs } from '@rearguard/shared';

/** The room's heartbeat comes about once a second; this long without one is a dead link. */
export const SILENCE_MS = 5_000;

export type Link =
  | { state: 'connecting' }
  | { state: 'live' }
  /** `since`: room time of the last sign of life; null when there never was one. */
  | { state: 'cut'; since: EpochMs | null };

/** Whether what is on the screen is still being told to us, by the heartbeat and not by what the socket believes. */
export class Connection {
  link = $state.raw<Link>({ state: 'connecting' });
  #heardRoomAt: EpochMs | null = null;
  #waitingSince: number;

  constructor(private readonly monotonic: () => number = () => performance.now()) {
    this.#waitingSince = monotonic();
  }

  /** A sign of life from the room, which said what time it is there. */
  heard(roomAt: EpochMs): void {
    this.#waitingSince = this.monotonic();
    this.#heardRoomAt = roomAt;
    if (this.link.state !== 'live') this.link = { state: 'live' };
  }

  /** The socket says that the link is gone. */
  lost(): void {
    if (this.link.state === 'live') this.link = { state: 'cut', since: this.#heardRoomAt };
  }

  /**
   * To be called about once a second. True when nothing was heard for {@link SILENCE_MS}, and then once more for each
   * further such time: the socket may believe that it is open, and should be opened anew.
   */
  check(): boolean {
    if (this.monotonic() - this.#waitingSince < SILENCE_MS) return false;
    this.#waitingSince = this.monotonic();
    if (this.link.state !== 'cut') this.link = { state: 'cut', since: this.#heardRoomAt };
    return true;
  }
}
