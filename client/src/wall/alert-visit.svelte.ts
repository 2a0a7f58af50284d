import type { Alert } from '@rearguard/shared';
import type { Room } from './room.svelte.js';

/** Whoever touched the wall is left alone this long. */
const LEFT_ALONE_MS = 30_000;
const STAYS_MS = 20_000;

const keyOf = (alert: Alert): string => `${alert.id} ${alert.lastRaisedAt}`;

/** Takes the wall's map to a critical alert that nobody has taken, once for each time that it is raised, and back. */
export class AlertVisit {
  /** The alert that the map is at now. */
  at = $state.raw<Alert | null>(null);
  readonly #been: Record<string, true> = {};
  #until = 0;
  #touchedAt = -Infinity;

  constructor(
    private readonly room: Room,
    private readonly monotonic: () => number = () => performance.now(),
  ) {}

  /** A person is at the wall: the map is theirs. Where it went by itself it stays until they move it. */
  touched(): void {
    this.#touchedAt = this.monotonic();
    if (this.at !== null) this.#leave();
  }

  /** To be called about once a second. */
  look(): void {
    const now = this.monotonic();
    const { critical } = this.room.alertStack;
    if (this.at !== null) {
      const { id } = this.at;
      const waits = critical.some((alert) => alert.id === id);
      if (waits && now < this.#until) return;
      this.#leave();
      this.room.focus();
    }
    if (this.room.selectedId !== null || now - this.#touchedAt < LEFT_ALONE_MS) return;
    for (const alert of critical) {
      const place = this.#been[keyOf(alert)] ? null : this.room.placeOf(alert);
      if (place === null) continue;
      this.#been[keyOf(alert)] = true;
      this.#until = now + STAYS_MS;
      this.at = alert;
      this.room.event = { ...place, alertId: alert.id };
      this.room.focus();
      return;
    }
  }

  end(): void {
    if (this.at !== null) this.#leave();
  }

  #leave(): void {
    this.at = null;
    this.room.event = null;
  }
}
