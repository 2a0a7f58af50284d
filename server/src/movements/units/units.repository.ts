import { Injectable } from '@nestjs/common';
import { type EpochMs, toInstantOut } from '@rearguard/shared';
import type { EntityManager } from 'typeorm';
import type { KnownUnit, UnitRow } from './unit-book.js';

/** The rows of the table `unit`, written in bulk by the lanes. */
@Injectable()
export class UnitsRepository {
  /** Writes what is known of these units, ends their staleness, and returns the rows with their new versions. */
  async saveFacts(manager: EntityManager, units: readonly KnownUnit[]): Promise<UnitRow[]> {
    if (units.length === 0) return [];
    const [rows] = await manager.query<[UnitRow[], number]>(
      `UPDATE unit u SET version = u.version + 1, stale = false, callsign = g.callsign, symbol = g.symbol,
              convoy_id = g.convoy_id, stale_after_s = g.stale_after_s, pace = g.pace, newest_from = g.newest_from
         FROM unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::int[], $6::jsonb[], $7::timestamptz[])
              AS g(no, callsign, symbol, convoy_id, stale_after_s, pace, newest_from)
        WHERE u.no = g.no RETURNING u.*`,
      [
        units.map((unit) => unit.no),
        units.map((unit) => unit.callsign),
        units.map((unit) => unit.symbol),
        units.map((unit) => unit.convoyId),
        units.map((unit) => unit.staleAfterS),
        units.map((unit) => JSON.stringify(unit.pace)),
        units.map((unit) => instant(unit.newestFrom)),
      ],
    );
    return rows;
  }

  /** Writes only how the units pace and where to look for their newest position. */
  async savePaces(manager: EntityManager, units: readonly KnownUnit[]): Promise<void> {
    if (units.length === 0) return;
    await manager.query(
      `UPDATE unit u SET pace = g.pace, newest_from = g.newest_from
         FROM unnest($1::int[], $2::jsonb[], $3::timestamptz[]) AS g(no, pace, newest_from) WHERE u.no = g.no`,
      [
        units.map((unit) => unit.no),
        units.map((unit) => JSON.stringify(unit.pace)),
        units.map((unit) => instant(unit.newestFrom)),
      ],
    );
  }
}

function instant(at: EpochMs | null): string | null {
  return at === null ? null : toInstantOut(at);
}
