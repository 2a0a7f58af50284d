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
   * Enters a convoy, and its units as registered ones.
   * @throws Problem 409 when the id is taken, 422 when the theatre has no such route.
   */
  async plan(
    plan: ConvoyPlan,
    also: (manager: EntityManager) => Promise<void> = () => Promise.resolve(),
  ): Promise<Convoy> {
    if (!ROUTES.some((route) => route.id === plan.routeId)) {
      throw new Problem(422, {
        code: 'unknown-route',
        message: `there is no route ${plan.routeId}`,
        path: '/routeId',
        allowed: ROUTES.map((route) => route.id),
      });
    }
    const at = this.clock.now();
    const { result } = await this.changes.write(async (tx) => {
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
      const row = { id: plan.id, version: 0, plan, memory: NEW_CONVOY, stale: false };
      tell(tx, row, at, at);
      await this.convoys.save(tx.manager, [row]);
      await registerUnits(tx, plan, at);
      await also(tx.manager);
      return toConvoy(row);
    });
    // In parts: a message of the bus holds some thousands of bytes.
    for (let first = 0; first < plan.unitIds.length; first += UNITS_IN_A_MESSAGE) {
      this.bus.publish('units:changed', { unitIds: plan.unitIds.slice(first, first + UNITS_IN_A_MESSAGE) });
    }
    return result;
  }
}

async function registerUnits(tx: RoomTransaction, plan: ConvoyPlan, at: EpochMs): Promise<void> {
  if (plan.unitIds.length === 0) return;
  const rows: UnitRow[] = await tx.manager.query(
    `INSERT INTO unit (id, convoy_id, registered, stale_after_s) SELECT id, $2, true, $3 FROM unnest($1::text[]) AS id
     ON CONFLICT (id) DO UPDATE SET convoy_id = excluded.convoy_id, registered = true, version = unit.version + 1
     RETURNING *`,
    [plan.unitIds, plan.id, staleAfterS(null)],
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
