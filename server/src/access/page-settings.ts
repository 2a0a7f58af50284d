import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Session } from '@rearguard/shared';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.js';

/** What a page must know of the room before anything else. */
@Injectable()
export class PageSettings {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  async read(): Promise<Session['room']> {
    return {
      exercise: this.config.exercise,
      missionTimeZone: this.config.missionTimeZone,
      mapboxAccessToken: this.config.mapboxAccessToken,
      ownBaseMap: await this.#hasOwnBaseMap(),
    };
  }

  async #hasOwnBaseMap(): Promise<boolean> {
    try {
      const files = await readdir(join(this.config.dataDir, 'maps'));
      return files.some((file) => file.endsWith('.pmtiles'));
    } catch {
      return false; // no such folder: nobody put a map there
    }
  }
}
