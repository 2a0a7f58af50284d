import { Injectable } from '@nestjs/common';
import type { EpochMs } from '@rearguard/shared';
import type { RoomTransaction } from '../changes/change-log.js';
import { holdLanes } from './hold-lanes.js';
import { STALE_DEADLINE } from './units/unit-book.js';

interface Shown {
  kind: 'unit' | 'convoy';
  id: string;
  version: number;
}

/**
 * Takes every unit and convoy out of the room, for a new run of an exercise. Each leaves by a change of its own, so that
 * numbers go on without a gap; positions of the old run stay in history under the numbers of its units.
 */
@Injectable()
export class ClearMovements {
  async clear(tx: RoomTransaction, at: EpochMs): Promise<void> {
    await holdLanes(tx.manager);
    const shown: Shown[] = await tx.manager.query(
      `SELECT kind, id, version FROM picture_state WHERE kind IN ('unit', 'convoy') AND body IS NOT NULL ORDER BY seq`,
    );
    for (const { kind, id, version } of shown) {
      tx.change({ kind, id, version: version + 1, at, observedAt: at, op: 'remove', body: { id } });
    }
    await tx.manager.query(`DELETE FROM deadline WHERE kind = $1`, [STALE_DEADLINE]);
    await tx.manager.query(`DELETE FROM convoy`);
    await tx.manager.query(`DELETE FROM unit`);
    await tx.manager.query(`DELETE FROM report_identity`);
  }
}
