import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { UnitAmendment, UnitEntry, UnitFacts } from '@rearguard/shared';
import { DataSource, type EntityManager } from 'typeorm';
import { ChangeLog, type RoomTransaction } from '../../changes/change-log.js';
import { RegisteredUnits } from '../../feeds/registered-units.js';
import { Bus } from '../../platform/bus/bus.js';
import { Clock } from '../../platform/clock/clock.js';
import { Problem } from '../../platform/http/problem.js';
import { staleAfterS } from '../domain/staleness.js';
import { holdLanes } from '../hold-lanes.js';
import { toUnitFacts, type UnitRow } from '../units/unit-book.js';

type Also = (manager: EntityManager) => Promise<void>;

/** The units that somebody entered. What they report moves them, see UnitMover. */
@Injectable()
export class UnitRegister implements OnModuleInit {
  constructor(
    private readonly database: DataSource,
    private readonly changes: ChangeLog,
    private readonly clock: Clock,
    private readonly bus: Bus,
    private readonly atTheDoor: RegisteredUnits,
  ) {}

  onModuleInit(): void {
    this.atTheDoor.readFrom((unitIds) => this.#registeredAmong(unitIds));
  }

  async knows(unitId: string): Promise<boolean> {
    const rows: unknown[] = await this.database.query(`SELECT 1 FROM unit WHERE id = $1`, [unitId]);
    return rows.length > 0;
  }

  /**
   * Enters a unit, also one that has reported unasked: its track stays.
   * @param also what stands or falls with it
   * @throws Problem 409 when it is registered already
   */
  async enter(entry: UnitEntry, also: Also): Promise<UnitFacts> {
    return this.#write(entry.id, also, async (tx) => {
      const before = await hold(tx.manager, entry.id);
      if (before?.registered) {
        throw new Problem(409, {
          code: 'unit-exists',
          message: `unit ${entry.id} is registered already`,
          path: '/id',
          current: toUnitFacts(before),
        });
      }
      const [row]: UnitRow[] = await tx.manager.query(
        `INSERT INTO unit (id, callsign, symbol, registered, stale_after_s) VALUES ($1, $2, $3, true, $4)
         ON CONFLICT (id) DO UPDATE SET registered = true, version = unit.version + 1,
           callsign = coalesce(excluded.callsign, unit.callsign), symbol = coalesce(excluded.symbol, unit.symbol)
         RETURNING *`,
        [entry.id, entry.callsign, entry.symbol, staleAfterS(null)],
      );
      return row!;
    });
  }

  /** Amends a unit. @throws Problem 404 when there is none, 409 when it is of another version */
  async amend(unitId: string, amendment: UnitAmendment, also: Also): Promise<UnitFacts> {
    return this.#write(unitId, also, async (tx) => {
      const before = await hold(tx.manager, unitId);
      if (!before) throw noUnit(unitId);
      if (before.version !== amendment.version) {
        throw new Problem(409, {
          code: 'version-conflict',
          message: `unit ${unitId} has been changed meanwhile`,
          path: '/version',
          current: toUnitFacts(before),
        });
      }
      const [rows] = await tx.manager.query<[UnitRow[], number]>(
        `UPDATE unit SET version = version + 1, callsign = $2, symbol = $3, registered = $4 WHERE id = $1 RETURNING *`,
        [
          unitId,
          amendment.callsign === undefined ? before.callsign : amendment.callsign,
          amendment.symbol === undefined ? before.symbol : amendment.symbol,
          amendment.registered ?? before.registered,
        ],
      );
      return rows[0]!;
    });
  }

  async #write(unitId: string, also: Also, work: (tx: RoomTransaction) => Promise<UnitRow>): Promise<UnitFacts> {
    const at = this.clock.now();
    const { result } = await this.changes.write(async (tx) => {
      await holdLanes(tx.manager, [unitId]);
      const body = toUnitFacts(await work(tx));
      tx.change({ kind: 'unit', id: unitId, version: body.version, at, observedAt: at, op: 'put', body });
      await also(tx.manager);
      return body;
    });
    this.bus.publish('units:changed', { unitIds: [unitId] });
    return result;
  }

  async #registeredAmong(unitIds: readonly string[]): Promise<string[]> {
    const rows: { id: string }[] = await this.database.query(`SELECT id FROM unit WHERE registered AND id = ANY($1)`, [
      unitIds,
    ]);
    return rows.map(({ id }) => id);
  }
}

export function noUnit(unitId: string): Problem {
  return new Problem(404, { code: 'not-found', message: `there is no unit ${unitId}` });
}

/** Locks the row, so that of two who amend it at once the second finds its new version. */
async function hold(manager: EntityManager, unitId: string): Promise<UnitRow | null> {
  const [row]: UnitRow[] = await manager.query(`SELECT * FROM unit WHERE id = $1 FOR UPDATE`, [unitId]);
  return row ?? null;
}
