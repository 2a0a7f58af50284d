import { Injectable } from '@nestjs/common';
import type { RoomSettings, RoomSettingsAmendment, UnknownUnits } from '@rearguard/shared';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../access/actor.js';
import { AuditLog } from '../access/audit-log.js';

/** Who changes a setting, as the audit record keeps it. */
export interface Changer {
  who: Actor;
  /** Network address; null for what was done on the machine itself. */
  from: string | null;
}

interface Row {
  settings_version: number;
  unknown_units: UnknownUnits;
}

/** The settings of the room in its database, and the record of who changed them. */
@Injectable()
export class SettingsStore {
  constructor(
    private readonly database: DataSource,
    private readonly audit: AuditLog,
  ) {}

  async read(manager: EntityManager = this.database.manager): Promise<RoomSettings> {
    const [row]: Row[] = await manager.query(`SELECT settings_version, unknown_units FROM room`);
    return { id: 'room', version: row?.settings_version ?? 1, unknownUnits: row?.unknown_units ?? 'accept' };
  }

  /**
   * Changes settings; what is so already is no change.
   * @param amendment without a version: whatever they are now
   * @returns the settings as they are then, and whether they were changed; null when they are of another version
   */
  async change(
    amendment: Omit<RoomSettingsAmendment, 'version'> & { version?: number },
    { who, from }: Changer,
  ): Promise<{ settings: RoomSettings; changed: boolean } | null> {
    return this.database.transaction(async (manager) => {
      await manager.query(`SELECT 1 FROM room FOR UPDATE`);
      const before = await this.read(manager);
      if (amendment.version !== undefined && amendment.version !== before.version) return null;
      const unknownUnits = amendment.unknownUnits ?? before.unknownUnits;
      if (unknownUnits === before.unknownUnits) return { settings: before, changed: false };
      await manager.query(`UPDATE room SET unknown_units = $1, settings_version = settings_version + 1`, [
        unknownUnits,
      ]);
      const detail = { unknownUnits, before: { unknownUnits: before.unknownUnits } };
      await this.audit.record({ who, action: 'settings.change', subject: 'room', detail, from }, manager);
      return { settings: await this.read(manager), changed: true };
    });
  }
}
