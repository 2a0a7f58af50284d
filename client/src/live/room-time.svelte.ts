import type { EpochMs, RoomClock } from '@rearguard/shared';

/** A reading older than what was shown is held back, unless it is further behind than this many clock events. */
const HOLD_EVENTS = 3;

/**
 * The room's time between two `clock` events: in a live room it runs with ours, in an exercise with the speed that is
 * reached, and it stands while the exercise waits, is paused or has ended. When the link is cut it goes on, so that what is
 * shown ages.
 */
export class RoomTime {
  /** Newest clock of the server; null before the first. */
  clock = $state.raw<RoomClock | null>(null);
  /** Room time as of the last {@link tick}, in whole seconds, so that only a new one is news; null before the first clock. */
  now = $state<EpochMs | null>(null);
  #heardAt = 0;
  #base: EpochMs = 0;
  #shown: EpochMs = 0;

  /** @param monotonic milliseconds that never jump, such as `performance.now` */
  constructor(private readonly monotonic: () => number = () => performance.now()) {}

  /** Room milliseconds that pass in a real one; a jump makes the speed reached look far higher than the one asked for. */
  get rate(): number {
    const clock = this.clock;
    if (clock === null) return 0;
    if (clock.mode === 'live' || clock.exercise === null) return 1;
    const { state, speed, achievedSpeed } = clock.exercise;
    return state === 'running' ? Math.min(achievedSpeed, speed) : 0;
  }

  set(clock: RoomClock): void {
    const before = this.clock;
    const at = Date.parse(clock.at);
    this.clock = clock;
    const jumped =
      before?.exercise?.runId !== clock.exercise?.runId ||
      at < this.#shown - HOLD_EVENTS * 1_000 * Math.max(1, this.rate);
    this.#base = at;
    this.#heardAt = this.monotonic();
    if (before !== null && !jumped) return;
    this.#shown = at;
    this.tick();
  }

  /** Room time at this very moment; does not run backwards within a run. */
  read(): EpochMs | null {
    if (this.clock === null) return null;
    const since = this.monotonic() - this.#heardAt;
    const at = this.#base + since * this.rate;
    this.#shown = Math.max(this.#shown, at);
    return this.#shown;
  }

  /** Brings {@link now} up to date, for whoever shows it. */
  tick(): void {
    const at = this.read();
    this.now = at === null ? null : Math.floor(at / 1_000) * 1_000;
  }
}
