import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ChangeLog, type RoomTransaction } from '../../changes/change-log.js';
import { type Claim, type Deadline, Deadlines } from '../../platform/deadlines/deadlines.js';
import { tell, toConvoy } from '../convoys/convoy-tracker.js';
import { ConvoysRepository } from '../convoys/convoys.repository.js';
import { routeOf } from '../../theatre/index.js';
import { retold } from '../domain/convoy.js';
import { PositionStore } from '../positions/position-store.js';
import { STALE_DEADLINE, toUnitFacts, type UnitRow } from './unit-book.js';

/** Marks a unit as stale, and the convoy that it heads, when its position has passed its limit. */
@Injectable()
export class StaleUnits implements OnModuleInit {
  constructor(
    private readonly deadlines: Deadlines,
    private readonly changes: ChangeLog,
    private readonly positions: PositionStore,
    private readonly convoys: ConvoysRepository,
  ) {}

  onModuleInit(): void {
    this.deadlines.handle(STALE_DEADLINE, (deadline, claim) => this.#due(deadline, claim));
  }

  async #due({ subject, dueAt }: Deadline, claim: Claim): Promise<void> {
    await this.changes.write(async (tx) => {
      if (!(await claim(tx.manager))) return;
      const [unit]: UnitRow[] = await tx.manager.query(`SELECT * FROM unit WHERE id = $1 FOR UPDATE`, [subject]);
      if (!unit || unit.stale) return;
      const newest = (await this.positions.newest(tx.manager, [unit.no])).get(unit.no);
      if (!newest) return;
      const limitAt = newest.observedAt + unit.stale_after_s * 1000;
      if (limitAt > dueAt) {
        await this.deadlines.set(tx.manager, [{ kind: STALE_DEADLINE, subject, dueAt: limitAt }]);
        return;
      }
      const [rows] = await tx.manager.query<[UnitRow[], number]>(
        `UPDATE unit SET stale = true, version = version + 1 WHERE no = $1 RETURNING *`,
        [unit.no],
      );
      const body = toUnitFacts(rows[0]!);
      tx.change({ kind: 'unit', id: unit.id, version: body.version, at: dueAt, observedAt: dueAt, op: 'put', body });
      if (unit.convoy_id) await this.#markConvoy(tx, unit.convoy_id, unit.id, dueAt);
    });
  }

  async #markConvoy(tx: RoomTransaction, convoyId: string, unitId: string, at: number): Promise<void> {
    const rows = await this.convoys.hold(tx.manager, [convoyId]);
    const led = rows.filter((row) => toConvoy(row).headUnitId === unitId && toConvoy(row).state === 'departed');
    for (const row of led) {
      row.stale = true;
      row.memory = retold(row.memory, row.plan, routeOf(row.plan.routeId).lengthKm);
      tell(tx, row, at, at);
    }
    await this.convoys.save(tx.manager, led);
  }
}
