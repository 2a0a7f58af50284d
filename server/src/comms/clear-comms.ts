import { Injectable } from '@nestjs/common';
import type { EpochMs } from '@rearguard/shared';
import type { RoomTransaction } from '../changes/change-log.js';
import { CHECK_DEADLINE } from './comms-book.js';

/** Takes every radio check out of the room, for a new run of an exercise. Each leaves by a change; the history stays. */
@Injectable()
export class ClearComms {
  async clear(tx: RoomTransaction, at: EpochMs): Promise<void> {
    const shown: { id: string; version: number }[] = await tx.manager.query(
      `SELECT id, version FROM picture_state WHERE kind = 'comms' AND body IS NOT NULL ORDER BY seq, id`,
    );
    for (const { id, version } of shown) {
      tx.change({ kind: 'comms', id, version: version + 1, at, observedAt: at, op: 'remove', body: { id } });
    }
    await tx.manager.query(`DELETE FROM deadline WHERE kind = $1`, [CHECK_DEADLINE]);
    await tx.manager.query(`DELETE FROM comms`);
  }
}
