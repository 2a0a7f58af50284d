import { Injectable } from '@nestjs/common';
import type { EpochMs } from '@rearguard/shared';
import { Bus } from '../platform/bus/bus.js';
import { SystemClock } from '../platform/clock/clock.js';
import { RoomSettingsService } from '../room/room-settings.js';

/** A unit that was taken off the register is noticed this much later at the most, also when the hint was lost. */
const KNOWN_FOR_MS = 10_000;
const MOST_KNOWN = 200_000;

/** Answers which of these units are registered. */
export type RegisterLookUp = (unitIds: readonly string[]) => Promise<Iterable<string>>;

/**
 * The register of units as the door asks it, in a room that refuses reports of others. Registered units are remembered
 * for a moment, so that a batch of them costs no question; others are asked about again, so that a registration holds at
 * once.
 */
@Injectable()
export class RegisteredUnits {
  readonly #knownUntil = new Map<string, EpochMs>();
  #lookUp: RegisterLookUp | null = null;

  constructor(
    private readonly settings: RoomSettingsService,
    private readonly wall: SystemClock,
    bus: Bus,
  ) {
    bus.subscribe('units:changed', ({ unitIds }) => unitIds.forEach((id) => this.#knownUntil.delete(id)));
  }

  /** Set by who keeps the register. */
  readFrom(lookUp: RegisterLookUp): void {
    this.#lookUp = lookUp;
  }

  /** Whether the room takes reports of registered units alone; while it does not, nobody need ask who is one. */
  get required(): boolean {
    return this.settings.now.unknownUnits === 'refuse';
  }

  /** Those of these units that are not registered. */
  async missingAmong(unitIds: Iterable<string>): Promise<Set<string>> {
    const now = this.wall.now();
    const asked = new Set<string>();
    for (const id of unitIds) if (!((this.#knownUntil.get(id) ?? 0) > now)) asked.add(id);
    if (asked.size === 0) return asked;
    if (!this.#lookUp) throw new Error('nobody keeps the register of units');
    const found = await this.#lookUp([...asked]);
    if (this.#knownUntil.size > MOST_KNOWN) this.#knownUntil.clear();
    for (const id of found) {
      this.#knownUntil.set(id, now + KNOWN_FOR_MS);
      asked.delete(id);
    }
    return asked;
  }
}
