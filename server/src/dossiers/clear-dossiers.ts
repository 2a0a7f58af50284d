import { Injectable } from '@nestjs/common';
import { DOSSIER_KINDS, type DossierKind, type EpochMs } from '@rearguard/shared';
import type { RoomTransaction } from '../changes/change-log.js';
import { DossiersRepository } from './dossiers.repository.js';

/** Takes every dossier out of the room, for a new run of an exercise. Each leaves by a change of its own. */
@Injectable()
export class ClearDossiers {
  constructor(private readonly dossiers: DossiersRepository) {}

  async clear(tx: RoomTransaction, at: EpochMs): Promise<void> {
    const shown: { kind: DossierKind; id: string; version: number }[] = await tx.manager.query(
      `SELECT kind, id, version FROM picture_state WHERE kind = ANY($1) AND body IS NOT NULL ORDER BY seq`,
      [DOSSIER_KINDS],
    );
    for (const { kind, id, version } of shown) {
      tx.change({ kind, id, version: version + 1, at, observedAt: at, op: 'remove', body: { id } });
    }
    await tx.manager.query(`DELETE FROM deadline WHERE kind IN ('dossier', 'dossier-away')`);
    await this.dossiers.clear(tx.manager);
  }
}
