import { Injectable } from '@nestjs/common';
import type { EpochMs } from '@rearguard/shared';
import type { RoomTransaction } from '../changes/change-log.js';
import { SHIFT_DEADLINES } from './shift-keeper.js';

/**
 * Takes every shift and line of the log out of the room, for a new run of an exercise. Each leaves by a change of its
 * own; the history of shifts and the lines of the old run stay.
 */
@Injectable()
export class ClearShifts {
  async clear(tx: RoomTransaction, at: EpochMs): Promise<void> {
    const shown: { kind: 'shift' | 'log'; id: string; version: number }[] = await tx.manager.query(
      `SELECT kind, id, version FROM picture_state WHERE kind IN ('shift', 'log') AND body IS NOT NULL ORDER BY seq, id`,
    );
    for (const { kind, id, version } of shown) {
      tx.change({ kind, id, version: version + 1, at, observedAt: at, op: 'remove', body: { id } });
    }
    await tx.manager.query(`DELETE FROM deadline WHERE kind = ANY($1)`, [SHIFT_DEADLINES]);
    await tx.manager.query(`DELETE FROM shift`);
  }
}
