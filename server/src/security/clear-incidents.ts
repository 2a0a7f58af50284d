import { Injectable } from '@nestjs/common';
import type { EpochMs } from '@rearguard/shared';
import { RuleWatch } from '../alerts/rules/rule-watch.js';
import type { RoomTransaction } from '../changes/change-log.js';

/**
 * Takes every incident and alert out of the room, for a new run of an exercise. Each leaves by a change of its own; the
 * history of alerts stays, and the log of changes keeps the rest.
 */
@Injectable()
export class ClearIncidents {
  constructor(private readonly rules: RuleWatch) {}

  async clear(tx: RoomTransaction, at: EpochMs): Promise<void> {
    const shown: { kind: 'incident' | 'alert'; id: string; version: number }[] = await tx.manager.query(
      `SELECT kind, id, version FROM picture_state
        WHERE kind IN ('incident', 'alert') AND body IS NOT NULL ORDER BY seq`,
    );
    for (const { kind, id, version } of shown) {
      tx.change({ kind, id, version: version + 1, at, observedAt: at, op: 'remove', body: { id } });
    }
    await tx.manager.query(`DELETE FROM deadline WHERE kind IN ('alert', 'alert-away', 'incident-away', 'rule')`);
    await this.rules.lookAtEverything(tx.manager, at);
    await tx.manager.query(`DELETE FROM rule_finding`);
    await tx.manager.query(`DELETE FROM alert`);
    await tx.manager.query(`DELETE FROM incident_source`);
    await tx.manager.query(`DELETE FROM incident`);
  }
}
