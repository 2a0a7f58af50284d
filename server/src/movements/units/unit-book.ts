import type { UnitFacts } from '@rearguard/shared';
import type { EntityManager } from 'typeorm';
import { staleAfterS, type Pace } from '../domain/staleness.js';
import type { AcceptedPosition } from '../../feeds/positions/accepted-position.js';
import type { PointTimes } from '../positions/point.js';
import type { PositionStore } from '../positions/position-store.js';
import type { Arrival } from '../positions/sort-out.js';

/** What a lane must know of a unit to take its next report in. */
export interface KnownUnit {
  no: number;
  id: string;
  callsign: string | null;
  symbol: string | null;
  convoyId: string | null;
  registered: boolean;
  pace: Pace | null;
  /** The limit that the room was told; the pace may have moved on a little since. */
  staleAfterS: number;
  newest: PointTimes | null;
  /** What the row says under `newest_from`. */
  newestFrom: number | null;
  /** When the deadline row of its position is due, if we know of one. */
  staleDueAt: number | null;
}

export interface UnitRow {
  no: number;
  id: string;
  version: number;
  callsign: string | null;
  symbol: string | null;
  convoy_id: string | null;
  registered: boolean;
  stale: boolean;
  stale_after_s: number;
  pace: Pace | null;
  newest_from: Date | null;
}

export const STALE_DEADLINE = 'unit.stale';

/**
 * The units of one lane as its last transaction left them, so that the next need not read them again. A transaction moves
 * them in place; after any failure, and once another process wrote, the book is worth nothing and is cleared.
 */
export class UnitBook {
  readonly #units = new Map<string, KnownUnit>();
  /** Batches of the lane that this book has seen, by the lane's own count. */
  batches = -1;

  constructor(private readonly positions: PositionStore) {}

  clear(): void {
    this.#units.clear();
    this.batches = -1;
  }

  forget(unitIds: readonly string[]): void {
    for (const id of unitIds) this.#units.delete(id);
  }

  /** The unit of each report; those that never reported before are made. Returns also which ones are new. */
  async open(
    manager: EntityManager,
    reports: readonly AcceptedPosition[],
  ): Promise<{ arrivals: Arrival[]; made: Set<string> }> {
    const missing = new Set<string>();
    for (const { unitId } of reports) if (!this.#units.has(unitId)) missing.add(unitId);
    const made = missing.size > 0 ? await this.#add(manager, [...missing]) : new Set<string>();
    return { arrivals: reports.map((report) => ({ report, unit: this.#units.get(report.unitId)! })), made };
  }

  async #add(manager: EntityManager, ids: readonly string[]): Promise<Set<string>> {
    const rows = await this.#read(manager, ids);
    const found = new Set(rows.map((row) => row.id));
    const absent = ids.filter((id) => !found.has(id));
    const made = new Set<string>();
    if (absent.length > 0) {
      const created: UnitRow[] = await manager.query(
        `INSERT INTO unit (id, stale_after_s) SELECT id, $2 FROM unnest($1::text[]) AS id
         ON CONFLICT (id) DO NOTHING RETURNING *`,
        [absent, staleAfterS(null)],
      );
      for (const row of created) made.add(row.id);
      rows.push(...(created.length === absent.length ? created : await this.#read(manager, absent)));
    }
    for (const unit of await this.#withNewest(manager, rows)) this.#units.set(unit.id, unit);
    return made;
  }

  async #read(manager: EntityManager, unitIds: readonly string[]): Promise<UnitRow[]> {
    return manager.query(`SELECT * FROM unit WHERE id = ANY($1)`, [unitIds]);
  }

  async #withNewest(manager: EntityManager, rows: readonly UnitRow[]): Promise<KnownUnit[]> {
    const newest = await this.positions.newest(
      manager,
      rows.filter((row) => row.newest_from !== null).map((row) => row.no),
    );
    const deadlines: { subject: string; due_at: Date }[] = await manager.query(
      `SELECT subject, due_at FROM deadline WHERE kind = $1 AND subject = ANY($2)`,
      [STALE_DEADLINE, rows.map((row) => row.id)],
    );
    const dueAt = new Map(deadlines.map((row) => [row.subject, row.due_at.getTime()]));
    return rows.map((row) => ({
      no: row.no,
      id: row.id,
      callsign: row.callsign,
      symbol: row.symbol,
      convoyId: row.convoy_id,
      registered: row.registered,
      pace: row.pace,
      staleAfterS: row.stale_after_s,
      newest: newest.get(row.no) ?? null,
      newestFrom: row.newest_from?.getTime() ?? null,
      staleDueAt: dueAt.get(row.id) ?? null,
    }));
  }
}

export function toUnitFacts(row: UnitRow): UnitFacts {
  return {
    id: row.id,
    no: row.no,
    version: row.version,
    callsign: row.callsign,
    symbol: row.symbol,
    convoyId: row.convoy_id,
    registered: row.registered,
    stale: row.stale,
    staleAfterS: row.stale_after_s,
  };
}
