import { Injectable } from '@nestjs/common';
import type { AcceptedPosition } from '../../feeds/positions/accepted-position.js';
import type { RoomTransaction } from '../../changes/change-log.js';
import { type Deadline, Deadlines } from '../../platform/deadlines/deadlines.js';
import { noteInterval, staleAfterS } from '../domain/staleness.js';
import type { Point } from '../positions/point.js';
import type { NewReport } from '../positions/sort-out.js';
import { type KnownUnit, STALE_DEADLINE, toUnitFacts } from './unit-book.js';
import { UnitsRepository } from './units.repository.js';

/** How far the stored pointer to a unit's newest position may lag behind. */
const POINTER_LAG_MS = 60_000;
/** The room is told of a new limit when it differs by more than this share from the one it knows. */
const LIMIT_CHANGE = 0.25;

/** Moves units on by their newest reports. */
@Injectable()
export class UnitMover {
  constructor(
    private readonly units: UnitsRepository,
    private readonly deadlines: Deadlines,
  ) {}

  /**
   * Moves the units in place, sets their deadlines, and makes a change for each of whom more is known than a new place.
   * @param stale numbers of the units that are stale, of these and maybe others
   * @returns the ids of those whose staleness this ended
   */
  async move(
    tx: RoomTransaction,
    moving: readonly NewReport[],
    made: ReadonlySet<string>,
    stale: ReadonlySet<number>,
  ): Promise<Set<string>> {
    const moved = new Map<KnownUnit, Point>();
    const told = new Set<KnownUnit>();
    for (const one of moving) {
      const { report, unit, point } = one;
      unit.newest = point;
      unit.pace = noteInterval(unit.pace, point.observedAt);
      moved.set(unit, point);
      if (takeFacts(unit, report)) told.add(unit);
      one.convoyId = unit.convoyId;
    }
    const revived = new Set<string>();
    const deadlines: Deadline[] = [];
    for (const [unit, point] of moved) {
      if (stale.has(unit.no)) revived.add(unit.id);
      if (takeLimit(unit) || made.has(unit.id) || revived.has(unit.id)) told.add(unit);
      const deadline = pushedDeadline(unit, point, revived);
      if (deadline) deadlines.push(deadline);
    }
    await this.deadlines.set(tx.manager, deadlines);
    await this.#save(tx, moved, told);
    return revived;
  }

  async #save(tx: RoomTransaction, moved: ReadonlyMap<KnownUnit, Point>, told: ReadonlySet<KnownUnit>): Promise<void> {
    const paced: KnownUnit[] = [];
    for (const [unit, point] of moved) {
      const lagging = point.observedAt - (unit.newestFrom ?? Number.NEGATIVE_INFINITY) > POINTER_LAG_MS;
      if (!told.has(unit) && !lagging) continue;
      unit.newestFrom = point.observedAt;
      if (!told.has(unit)) paced.push(unit);
    }
    await this.units.savePaces(tx.manager, paced);
    const rows = await this.units.saveFacts(tx.manager, [...told]);
    const points = new Map([...moved].map(([unit, point]) => [unit.no, point]));
    for (const row of rows) {
      const { receivedAt, observedAt } = points.get(row.no)!;
      const body = toUnitFacts(row);
      tx.change({ kind: 'unit', id: row.id, version: row.version, at: receivedAt, observedAt, op: 'put', body });
    }
  }
}

/** Takes over what a report says of its unit beside the place; true when that is new. */
function takeFacts(unit: KnownUnit, { callsign, symbol, convoyId }: AcceptedPosition): boolean {
  let news = false;
  if (callsign !== null && callsign !== unit.callsign) [unit.callsign, news] = [callsign, true];
  if (symbol !== null && symbol !== unit.symbol) [unit.symbol, news] = [symbol, true];
  if (convoyId !== null && convoyId !== unit.convoyId) [unit.convoyId, news] = [convoyId, true];
  return news;
}

/** Takes the limit that the unit's pace asks for, where it differs enough to tell; true when it does. */
function takeLimit(unit: KnownUnit): boolean {
  const limitS = staleAfterS(unit.pace);
  if (Math.abs(limitS - unit.staleAfterS) <= unit.staleAfterS * LIMIT_CHANGE) return false;
  unit.staleAfterS = limitS;
  return true;
}

/** Pushed on half-way through its limit, so that a sweep finds it due only when reports really stay away. */
function pushedDeadline(unit: KnownUnit, point: Point, revived: ReadonlySet<string>): Deadline | null {
  const dueAt = point.observedAt + unit.staleAfterS * 1000;
  const soon =
    unit.staleDueAt !== null && dueAt - unit.staleDueAt <= unit.staleAfterS * 500 && dueAt >= unit.staleDueAt;
  if (soon && !revived.has(unit.id)) return null;
  unit.staleDueAt = dueAt;
  return { kind: STALE_DEADLINE, subject: unit.id, dueAt };
}
