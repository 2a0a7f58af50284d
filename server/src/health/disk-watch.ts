import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../config/config.js';
import { FreeSpace } from './free-space.js';

const LOOK_EVERY_MS = 5_000;
const MB = 1024 * 1024;
/** Below this nothing more is taken in: what is left is for storing what was accepted, for alerts, and for people. */
const CLOSE_BELOW_BYTES = 400 * MB;
/** Not the same number again, so that the door does not open and close by the minute. */
const OPEN_ABOVE_BYTES = 600 * MB;

/**
 * Watches the disk of the embedded database: a full one stops the door before it stops the room. A database elsewhere
 * has a disk that only its own operator sees.
 */
@Injectable()
export class DiskWatch implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #log = new Logger('disk');
  #folder: string | null = null;
  #timer: NodeJS.Timeout | null = null;
  #freeBytes: number | null = null;
  #full = false;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: DataSource,
    private readonly space: FreeSpace,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (this.config.databaseUrl !== null) return;
    const [row]: { data_directory: string }[] = await this.database.query(`SHOW data_directory`);
    this.#folder = row!.data_directory;
    await this.look();
    this.#timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
  }

  onModuleDestroy(): void {
    if (this.#timer) clearInterval(this.#timer);
  }

  /** Too little is left to take anything in. */
  get full(): boolean {
    return this.#full;
  }

  /** Null: the database is elsewhere. */
  get freeBytes(): number | null {
    return this.#freeBytes;
  }

  async look(): Promise<void> {
    if (this.#folder === null) return;
    try {
      this.#freeBytes = await this.space.bytes(this.#folder);
    } catch (cause) {
      this.#log.warn(`the space on the disk of ${this.#folder} is not known: ${String(cause)}`);
      return;
    }
    const full = this.#freeBytes < (this.#full ? OPEN_ABOVE_BYTES : CLOSE_BELOW_BYTES);
    if (full === this.#full) return;
    this.#full = full;
    const left = `${Math.floor(this.#freeBytes / MB)} MB are left on the disk of ${this.#folder}`;
    this.#log.warn(full ? `the door is closed: ${left}` : `the door is open again: ${left}`);
  }
}
