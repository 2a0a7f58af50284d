import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../config/config.js';

/** What this database is for. It is of one mode for good: real and exercised events never share one. */
@Injectable()
export class RoomService {
  constructor(
    private readonly database: DataSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Records the mode at the first start and holds every later one to it.
   * @throws Error in a sentence when the database is of the other mode.
   */
  async open(): Promise<void> {
    const mode = this.config.exercise ?? 'live';
    await this.database.query(`INSERT INTO room (mode) VALUES ($1) ON CONFLICT DO NOTHING`, [mode]);
    const [room]: { mode: string }[] = await this.database.query(`SELECT mode FROM room`);
    if (room!.mode === mode) return;
    const word = (of: string) => (of === 'live' ? 'a live room' : `the exercise ${of}`);
    throw new Error(
      `This database holds ${word(room!.mode)} and cannot serve ${word(mode)}. Start it with ` +
        `EXERCISE=${room!.mode === 'live' ? 'none' : room!.mode}, or give the other room a database of its own (DATA_DIR or DATABASE_URL).`,
    );
  }

  /** True for the one caller that may print the live room's administrator link: at its first start, and never again. */
  async claimAdministratorLink(): Promise<boolean> {
    const [rows] = await this.database.query<[unknown[], number]>(
      `UPDATE room SET administrator_link_given = true WHERE NOT administrator_link_given RETURNING mode`,
    );
    return rows.length > 0;
  }
}
