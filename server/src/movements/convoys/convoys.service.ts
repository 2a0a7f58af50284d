import { Injectable } from '@nestjs/common';
import type { Convoy, ConvoyPlan, EpochMs } from '@rearguard/shared';
import type { EntityManager } from 'typeorm';
import { ChangeLog, type RoomTransaction } from '../../changes/change-log.js';
import { Bus } from '../../platform/bus/bus.js';
import { Clock } from '../../platform/clock/clock.js';
import { Problem } from '../../platform/http/problem.js';
import { ROUTES } from '../../theatre/index.js';
import { NEW_CONVOY } from '../domain/convoy.js';
import { staleAfterS } from '../domain/staleness.js';
import { holdLanes } from '../hold-lanes.js';
import { toUnitFacts, type UnitRow } from '../units/unit-book.js';
import { tell, toConvoy } from './convoy-tracker.js';
import { ConvoysRepository } from './convoys.repository.js';

const UNITS_IN_A_MESSAGE = 25;

/** Convoys as people plan them. What their units report moves them on, see ConvoyTracker. */
@Injectable()
export class ConvoysService {
  constructor(
    private readonly changes: ChangeLog,
    private readonly convoys: ConvoysRepository,
    private readonly clock: Clock,
    private readonly bus: Bus,
  ) {}

  /**
   * Enters a convoy, and its units as registered ones. A unit whose convoy is under way is not taken from it: with
   * `refuse` the plan is refused, with `leave` the unit comes over when it first reports for the new one.
   * @throws Problem 409 when the id is taken or a unit is under way, 422 when the theatre has no such route.
   */
  async plan(
    plan: ConvoyPlan,
    also: (manager: EntityManager) => Promise<void> = () => Promise.resolve(),
    underWay: 'refuse' | 'leave' = 'refuse',
  ): Promise<Convoy> {
    const at = this.clock.now();
    const { result } = await this.changes.write(async (tx) => {
      await holdLanes(tx.manager, plan.unitIds);
      // Two who plan the same convoy at once: the second waits here and then finds it.
      await tx.manager.query(`SELECT pg_advisory_xact_lock(hashtext('convoy ' || $1))`, [plan.id]);
      const [taken] = await this.convoys.hold(tx.manager, [plan.id]);
      if (taken) {
        throw new Problem(409, {
          code: 'convoy-exists',
          message: `convoy ${plan.id} was entered before`,
          path: '/id',
          current: toConvoy(taken),
        });
      }
      const busy = await this.#unitsUnderWay(tx, plan.unitIds);
      if (busy.size > 0 && underWay === 'refuse') {
        const [[unitId, convoy]] = busy as unknown as [[string, Convoy]];
        throw new Problem(409, {
          code: 'unit-under-way',
          message: `unit ${unitId} is under way with convoy ${convoy.id}`,
          path: `/unitIds/${plan.unitIds.indexOf(unitId)}`,
          current: convoy,
        });
      }
      if (!ROUTES.some((route) => route.id === plan.routeId)) {
        throw new Problem(422, {
          code: 'unknown-route',
          message: `there is no route ${plan.routeId}`,
          path: '/routeId',
          allowed: ROUTES.map((route) => route.id),
        });
      }
      const row = { id: plan.id, version: 0, plan, memory: NEW_CONVOY, stale: false };
      tell(tx, row, at, at);
      await this.convoys.save(tx.manager, [row]);
      await registerUnits(
        tx,
        plan.id,
        plan.unitIds.filter((id) => !busy.has(id)),
        at,
      );
      await also(tx.manager);
      return toConvoy(row);
    });
    // In parts: a message of the bus holds some thousands of bytes.
    for (let first = 0; first < plan.unitIds.length; first += UNITS_IN_A_MESSAGE) {
      this.bus.publish('units:changed', { unitIds: plan.unitIds.slice(first, first + UNITS_IN_A_MESSAGE) });
    }
    return result;
  }

  /**
   * Those of these units whose convoy is on the road, with it. The units are locked before their convoys, as by a lane
   * and by a sweep: the other way round, planning and a sweep would wait for each other.
   */
  async #unitsUnderWay(tx: RoomTransaction, unitIds: readonly string[]): Promise<Map<string, Convoy>> {
    const units: { id: string; convoy_id: string | null }[] = await tx.manager.query(
      `SELECT id, convoy_id FROM unit WHERE id = ANY($1) ORDER BY id FOR UPDATE`,
      [unitIds],
    );
    const rows = units.flatMap(({ id, convoy_id }) => (convoy_id === null ? [] : [{ id, convoy_id }]));
    const held = await this.convoys.hold(tx.manager, [...new Set(rows.map((row) => row.convoy_id))]);
    const departed = new Map(held.map(toConvoy).flatMap((one) => (one.state === 'departed' ? [[one.id, one]] : [])));
    return new Map(
      rows.flatMap((row) => (departed.has(row.convoy_id) ? [[row.id, departed.get(row.convoy_id)!]] : [])),
    );
  }
}

async function registerUnits(
  tx: RoomTransaction,
  convoyId: string,
  unitIds: readonly string[],
  at: EpochMs,
): Promise<void> {
  if (unitIds.length === 0) return;
  const rows: UnitRow[] = await tx.manager.query(
    `INSERT INTO unit (id, convoy_id, registered, stale_after_s) SELECT id, $2, true, $3 FROM unnest($1::text[]) AS id
     ON CONFLICT (id) DO UPDATE SET convoy_id = excluded.convoy_id, registered = true, version = unit.version + 1
     RETURNING *`,
    [unitIds, convoyId, staleAfterS(null)],
  );
  for (const row of rows) {
    tx.change({
      kind: 'unit',
      id: row.id,
      version: row.version,
      at,
      observedAt: at,
      op: 'put',
      body: toUnitFacts(row),
    });
  }
}
