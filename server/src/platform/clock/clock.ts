import type { EpochMs } from '@rearguard/shared';

/** The time of the room. Everything asks it, so that exercises, replay and tests need no waiting. Also its DI token. */
export abstract class Clock {
  abstract now(): EpochMs;
}

/** The machine's own time. */
export class SystemClock extends Clock {
  now(): EpochMs {
    return Date.now();
  }
}

/** A clock that stands until it is set: exercises and tests. */
export class SettableClock extends Clock {
  constructor(private at: EpochMs) {
    super();
  }

  now(): EpochMs {
    return this.at;
  }

  set(at: EpochMs): void {
    this.at = at;
  }
}
