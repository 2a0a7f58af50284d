import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { RoomSettings, RoomSettingsAmendment } from '@rearguard/shared';
import { Bus } from '../platform/bus/bus.js';
import { type Changer, SettingsStore } from './settings-store.js';

/**
 * A setting holds everywhere this long after it was changed, whichever process changed it: the command line, which has no
 * bus, waits for it.
 */
export const SETTINGS_HOLD_AFTER_MS = 1_500;
/** So that a change holds in time also when its hint was lost and the reading takes a moment. */
const READ_EVERY_MS = 1_000;

/** The settings of the room, at hand in every process without asking the database. */
@Injectable()
export class RoomSettingsService implements OnModuleInit, OnModuleDestroy {
  readonly #log = new Logger('settings');
  #known: RoomSettings = { id: 'room', version: 0, unknownUnits: 'accept' };
  #timer: NodeJS.Timeout | null = null;
  #deaf = false;

  constructor(
    private readonly store: SettingsStore,
    private readonly bus: Bus,
  ) {}

  async onModuleInit(): Promise<void> {
    this.#take(await this.store.read());
    this.bus.subscribe('settings:changed', () => void this.#look());
    this.#timer = setInterval(() => void this.#look(), READ_EVERY_MS);
  }

  onModuleDestroy(): void {
    if (this.#timer) clearInterval(this.#timer);
  }

  /** The settings as this process knows them. */
  get now(): RoomSettings {
    return this.#known;
  }

  /** @returns null when they have been changed meanwhile, see {@link SettingsStore.change} */
  async change(amendment: RoomSettingsAmendment, changer: Changer): Promise<RoomSettings | null> {
    const done = await this.store.change(amendment, changer);
    if (done === null) return null;
    this.#take(done.settings);
    if (done.changed) this.bus.publish('settings:changed', {});
    return done.settings;
  }

  /** The settings as they are stored at this moment. */
  async read(): Promise<RoomSettings> {
    this.#take(await this.store.read());
    return this.#known;
  }

  async #look(): Promise<void> {
    try {
      await this.read();
      this.#deaf = false;
    } catch (cause) {
      if (!this.#deaf) this.#log.warn(`the settings could not be read, the last known ones hold: ${String(cause)}`);
      this.#deaf = true;
    }
  }

  /** Readings may come in out of order; a newer one stands. */
  #take(settings: RoomSettings): void {
    if (settings.version >= this.#known.version) this.#known = settings;
  }
}
