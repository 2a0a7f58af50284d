import { Injectable } from '@nestjs/common';
import type { EpochMs } from '@rearguard/shared';
import type { RoomTransaction } from '../changes/change-log.js';
import { DossiersRepository } from './dossiers.repository.js';

/** Takes every dossier out of the room, for a new run of an exercise. Each leaves by a change of its own. */
@Injectable()
export class ClearDossiers {
  constructor(private readonly dossiers: DossiersRepository) {}

  async clear(tx: RoomTransaction, at: EpochMs): Promise<void> {
    const shown: { kind: 'flight-request' | 'consignment' | 'restriction'; id: string; version: number }[] =
      await tx.manager.query(
        `SELECT kind, id, version FROM picture_state
          WHERE kind IN ('flight-request', 'consignment', 'restriction') AND body IS NOT NULL ORDER BY seq`,
      );
    for (const { kind, id, version } of shown) {
      tx.change({ kind, id, version: version + 1, at, observedAt: at, op: 'remove', body: { id } });
    }
    await tx.manager.query(`DELETE FROM deadline WHERE kind IN ('dossier', 'dossier-away')`);
    await this.dossiers.clear(tx.manager);
  }
}
