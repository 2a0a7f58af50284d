import { Injectable } from '@nestjs/common';
import { type EpochMs, type RoomClock, toInstantOut } from '@rearguard/shared';
import { Clock } from '../platform/clock/clock.js';

/** What the room's clock shows, for pictures and screens. An exercise says how its clock runs. */
@Injectable()
export class RoomTime {
  #exercise: (() => RoomClock) | null = null;
  #told: RoomClock | null = null;

  constructor(private readonly roomClock: Clock) {}

  /** Set by who runs the clock in this process. */
  runBy(exercise: () => RoomClock): void {
    this.#exercise = exercise;
  }

  /** The newest word of the change log on the clock; counts where another process runs it. */
  told(clock: RoomClock): void {
    this.#told = clock;
  }

  now(): EpochMs {
    return this.roomClock.now();
  }

  clock(): RoomClock {
    return this.#exercise?.() ?? this.#told ?? { mode: 'live', at: toInstantOut(this.now()), exercise: null };
  }
}
