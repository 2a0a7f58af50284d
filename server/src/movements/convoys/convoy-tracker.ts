import { Injectable } from '@nestjs/common';
import type { Convoy, EpochMs } from '@rearguard/shared';
import type { RoomTransaction } from '../../changes/change-log.js';
import { routeOf } from '../../theatre/index.js';
import { convoyOf, trackConvoy } from '../domain/convoy.js';
import type { NewReport } from '../positions/sort-out.js';
import { type ConvoyRow, ConvoysRepository } from './convoys.repository.js';
import { lineOf } from './lines.js';

/** Moves convoys on by the reports of their units, inside the transaction that stores these. */
@Injectable()
export class ConvoyTracker {
  constructor(private readonly convoys: ConvoysRepository) {}

  async track(tx: RoomTransaction, moving: readonly NewReport[], revived: ReadonlySet<string>): Promise<void> {
    const ids = new Set(moving.flatMap(({ convoyId }) => convoyId ?? []));
    if (ids.size === 0) return;
    const rows = new Map((await this.convoys.hold(tx.manager, [...ids])).map((row) => [row.id, row]));
    if (rows.size === 0) return;
    for (const { report, point, convoyId } of moving) {
      const row = rows.get(convoyId ?? '');
      if (!row) continue;
      const { memory, changed } = trackConvoy(row.memory, row.plan, lineOf(row.plan), {
        unitId: report.unitId,
        lat: point.lat,
        lon: point.lon,
        observedAt: point.observedAt,
        speedKmh: point.speedKmh,
      });
      row.memory = memory;
      const seenAgain = row.stale && revived.has(report.unitId) && toConvoy(row).headUnitId === report.unitId;
      if (seenAgain) row.stale = false;
      if (changed || seenAgain) tell(tx, row, point.receivedAt, point.observedAt);
    }
    await this.convoys.save(tx.manager, [...rows.values()]);
  }
}

/** Gives a convoy its next version and makes the change. The row has still to be saved. */
export function tell(tx: RoomTransaction, row: ConvoyRow, at: EpochMs, observedAt: EpochMs): void {
  row.version += 1;
  tx.change({ kind: 'convoy', id: row.id, version: row.version, at, observedAt, op: 'put', body: toConvoy(row) });
}

export function toConvoy(row: ConvoyRow): Convoy {
  return { ...convoyOf(row.memory, row.plan, routeOf(row.plan.routeId)), version: row.version, stale: row.stale };
}
