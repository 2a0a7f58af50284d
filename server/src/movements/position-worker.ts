import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { EpochMs } from '@rearguard/shared';
import type { EntityManager } from 'typeorm';
import { ChangeLog, type RoomTransaction } from '../changes/change-log.js';
import { FeedHealthService } from '../feeds/feed-health.service.js';
import { type AcceptedPosition, unpackPositions } from '../feeds/positions/accepted-position.js';
import { RejectsRepository } from '../feeds/rejects.repository.js';
import { ReportIdentities } from '../feeds/report-identities.js';
import { Bus } from '../platform/bus/bus.js';
import { Deadlines } from '../platform/deadlines/deadlines.js';
import { type AddedJob, LANES, LaneQueues } from '../platform/queue/lane-queues.js';
import { ConvoyTracker } from './convoys/convoy-tracker.js';
import { noteInterval, staleAfterS } from './domain/staleness.js';
import { FreshPoints } from './positions/fresh-points.js';
import { isNewer, type Point } from './positions/point.js';
import { PositionPartitions } from './positions/position-partitions.js';
import { PositionStore } from './positions/position-store.js';
import { type NewReport, sortOut } from './positions/sort-out.js';
import { type KnownUnit, STALE_DEADLINE, toUnitFacts, UnitBook } from './units/unit-book.js';
import { UnitsRepository } from './units/units.repository.js';

const FEED = 'positions';
/** How far the stored pointer to a unit's newest position may lag behind. */
const POINTER_LAG_MS = 60_000;
/** The room is told of a new limit when it differs by more than this share from the one it knows. */
const LIMIT_CHANGE = 0.25;

/**
 * Takes the batches of each lane in: one transaction drops what was seen, appends history, moves the units and their
 * convoys, and makes the changes.
 */
@Injectable()
export class PositionWorker implements OnApplicationBootstrap {
  readonly #log = new Logger('positions');
  readonly #books: UnitBook[];

  constructor(
    private readonly changes: ChangeLog,
    private readonly queues: LaneQueues,
    private readonly bus: Bus,
    private readonly deadlines: Deadlines,
    private readonly identities: ReportIdentities,
    private readonly rejects: RejectsRepository,
    private readonly health: FeedHealthService,
    private readonly units: UnitsRepository,
    private readonly positions: PositionStore,
    private readonly partitions: PositionPartitions,
    private readonly freshPoints: FreshPoints,
    private readonly convoys: ConvoyTracker,
  ) {
    this.#books = Array.from({ length: LANES }, () => new UnitBook(this.positions));
  }

  async onApplicationBootstrap(): Promise<void> {
    this.bus.subscribe('units:changed', ({ unitIds }) => this.#books.forEach((book) => book.forget(unitIds)));
    for (let lane = 0; lane < LANES; lane++) await this.queues.work(FEED, lane, (job) => this.apply(lane, job));
  }

  /** Stores one batch. Running it again changes nothing. */
  async apply(lane: number, job: AddedJob): Promise<void> {
    const reports = unpackPositions(job.data);
    await this.partitions.ensure(reports.map((report) => report.observedAt));
    const book = this.#books[lane]!;
    try {
      const { result } = await this.changes.write((tx) => this.#store(tx, lane, book, reports));
      book.keep(result);
    } catch (cause) {
      book.clear();
      throw cause;
    }
    this.health.stored(FEED, job.addedAt);
  }

  async #store(tx: RoomTransaction, lane: number, book: UnitBook, reports: AcceptedPosition[]): Promise<KnownUnit[]> {
    await this.#holdLane(tx.manager, lane, book);
    const { units, made } = await book.open(tx.manager, new Set(reports.map((report) => report.unitId)));
    const sorted = await sortOut(tx.manager, reports, units, {
      positions: this.positions,
      identities: this.identities,
    });
    await this.#keepReused(tx.manager, sorted.reused);
    if (sorted.fresh.length === 0) return [...units.values()];
    await this.identities.remember(tx.manager, sorted.identities);

    const batchNo = await this.positions.nextBatchNo(tx.manager);
    await this.positions.append(
      tx.client,
      batchNo,
      sorted.fresh.map((one) => one.point),
    );
    const moving = sorted.fresh.filter((one) => one.moves);
    const revived = await this.#moveUnits(tx, units, made, moving);
    await this.convoys.track(tx, units, moving, revived);

    const newest = newestOfEach(moving);
    this.freshPoints.offer(batchNo, newest);
    const at = sorted.fresh.reduce((latest, one) => Math.max(latest, one.point.receivedAt), 0);
    const observedAt = sorted.fresh.reduce((latest, one) => Math.max(latest, one.point.observedAt), 0);
    tx.change({
      kind: 'positions',
      id: String(batchNo),
      version: 1,
      at,
      observedAt,
      op: 'put',
      body: { count: sorted.fresh.length, units: newest.length },
    });
    return [...units.values()];
  }

  /** One batch of a lane at a time, whoever does it; a book that missed one is worthless. */
  async #holdLane(manager: EntityManager, lane: number, book: UnitBook): Promise<void> {
    const [row]: { batches: string }[] = await manager.query(
      `INSERT INTO lane (feed, lane, batches) VALUES ($1, $2, 1)
       ON CONFLICT (feed, lane) DO UPDATE SET batches = lane.batches + 1 RETURNING batches`,
      [FEED, lane],
    );
    const batches = Number(row!.batches);
    if (batches !== book.batches + 1) book.clear();
    book.batches = batches;
  }

  async #keepReused(manager: EntityManager, reused: readonly AcceptedPosition[]): Promise<void> {
    if (reused.length === 0) return;
    this.#log.warn(`${reused.length} reports came under an id that was used before with other content`);
    const rows = reused.map((report, index) => ({
      index,
      path: '/reportId',
      code: 'id-reused',
      message: `reportId ${report.reportId ?? ''} of unit ${report.unitId} was used before with other content`,
    }));
    await this.rejects.keep(FEED, reused[0]!.receivedAt, null, reused, rows, manager);
  }

  /** Moves the units on; returns those whose staleness this ended. */
  async #moveUnits(
    tx: RoomTransaction,
    units: ReadonlyMap<string, KnownUnit>,
    made: ReadonlySet<string>,
    moving: readonly NewReport[],
  ): Promise<Set<string>> {
    const told = new Set<KnownUnit>();
    const moved = new Map<KnownUnit, Point>();
    for (const { report, point } of moving) {
      const unit = units.get(report.unitId)!;
      unit.newest = point;
      unit.pace = noteInterval(unit.pace, point.observedAt);
      moved.set(unit, point);
      if (takeFacts(unit, report)) told.add(unit);
    }
    const stale = await this.units.staleAmong(
      tx.manager,
      [...moved.keys()].map((unit) => unit.no),
    );
    const paced: KnownUnit[] = [];
    const deadlines: { kind: string; subject: string; dueAt: EpochMs }[] = [];
    const revived = new Set<string>();
    for (const [unit, point] of moved) {
      const limitS = staleAfterS(unit.pace);
      if (Math.abs(limitS - unit.staleAfterS) > unit.staleAfterS * LIMIT_CHANGE) {
        unit.staleAfterS = limitS;
        told.add(unit);
      }
      if (stale.has(unit.no)) revived.add(unit.id);
      if (made.has(unit.id) || revived.has(unit.id)) told.add(unit);
      const lag = point.observedAt - (unit.newestFrom ?? Number.NEGATIVE_INFINITY);
      if (told.has(unit) || lag > POINTER_LAG_MS) {
        unit.newestFrom = point.observedAt;
        if (!told.has(unit)) paced.push(unit);
      }
      const dueAt = point.observedAt + unit.staleAfterS * 1000;
      // Pushed on half-way, so that a sweep finds it due only when reports really stay away.
      if (unit.staleDueAt === null || revived.has(unit.id) || dueAt - unit.staleDueAt > unit.staleAfterS * 500) {
        unit.staleDueAt = dueAt;
        deadlines.push({ kind: STALE_DEADLINE, subject: unit.id, dueAt });
      }
    }
    await this.units.savePaces(tx.manager, paced);
    await this.deadlines.set(tx.manager, deadlines);
    const rows = await this.units.saveFacts(tx.manager, [...told]);
    for (const row of rows) {
      const point = moved.get(units.get(row.id)!)!;
      tx.change({
        kind: 'unit',
        id: row.id,
        version: row.version,
        at: point.receivedAt,
        observedAt: point.observedAt,
        op: 'put',
        body: toUnitFacts(row),
      });
    }
    return revived;
  }
}

/** Takes over what a report says of its unit beside the place; true when that is new. */
function takeFacts(unit: KnownUnit, report: AcceptedPosition): boolean {
  const callsign = report.callsign ?? unit.callsign;
  const symbol = report.symbol ?? unit.symbol;
  const convoyId = report.convoyId ?? unit.convoyId;
  const same = callsign === unit.callsign && symbol === unit.symbol && convoyId === unit.convoyId;
  Object.assign(unit, { callsign, symbol, convoyId });
  return !same;
}

function newestOfEach(moving: readonly NewReport[]): Point[] {
  const newest = new Map<number, Point>();
  for (const { point } of moving) if (isNewer(point, newest.get(point.unitNo) ?? null)) newest.set(point.unitNo, point);
  return [...newest.values()];
}
