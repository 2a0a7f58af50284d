import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ChangeLog, type RoomTransaction } from '../changes/change-log.js';
import { FeedHealthService } from '../feeds/feed-health.service.js';
import { type AcceptedPosition, unpackPositions } from '../feeds/positions/accepted-position.js';
import { Bus } from '../platform/bus/bus.js';
import { isPassing } from '../platform/http/unavailable.js';
import { type AddedJob, LANES, LaneQueues } from '../platform/queue/lane-queues.js';
import { ConvoyTracker } from './convoys/convoy-tracker.js';
import { FreshPoints } from './positions/fresh-points.js';
import { isNewer, type Point } from './positions/point.js';
import { PositionHistory } from './positions/position-history.js';
import { PositionStore } from './positions/position-store.js';
import type { NewReport } from './positions/sort-out.js';
import { type KnownUnit, UnitBook } from './units/unit-book.js';
import { UnitMover } from './units/unit-mover.js';

const FEED = 'positions';

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
    private readonly health: FeedHealthService,
    private readonly history: PositionHistory,
    private readonly mover: UnitMover,
    private readonly convoys: ConvoyTracker,
    private readonly freshPoints: FreshPoints,
    positions: PositionStore,
  ) {
    this.#books = Array.from({ length: LANES }, () => new UnitBook(positions));
  }

  async onApplicationBootstrap(): Promise<void> {
    this.bus.subscribe('units:changed', ({ unitIds }) => this.#books.forEach((book) => book.forget(unitIds)));
    for (let lane = 0; lane < LANES; lane++) await this.queues.work(FEED, lane, (job) => this.apply(lane, job));
  }

  /** Stores one batch. Running it again changes nothing. @throws while the database is away; the queue tries again. */
  async apply(lane: number, job: AddedJob): Promise<void> {
    const reports = unpackPositions(job.data);
    try {
      await this.#store(lane, reports);
    } catch (cause) {
      if (isPassing(cause)) throw cause;
      this.#log.error(`a batch was not stored as a whole and is stored report by report: ${String(cause)}`);
      for (const report of reports) await this.#storeAlone(lane, report);
    }
    this.health.stored(FEED, job.addedAt);
  }

  async #storeAlone(lane: number, report: AcceptedPosition): Promise<void> {
    try {
      await this.#store(lane, [report]);
    } catch (cause) {
      if (isPassing(cause)) throw cause;
      await this.history.setAside(report, cause);
    }
  }

  async #store(lane: number, reports: readonly AcceptedPosition[]): Promise<void> {
    await this.history.prepare(reports);
    const book = this.#books[lane]!;
    try {
      const { result } = await this.changes.write((tx) => this.#take(tx, lane, book, reports));
      book.keep(result);
    } catch (cause) {
      book.clear();
      throw cause;
    }
  }

  /** Returns the units as this transaction leaves them. */
  async #take(
    tx: RoomTransaction,
    lane: number,
    book: UnitBook,
    reports: readonly AcceptedPosition[],
  ): Promise<Iterable<KnownUnit>> {
    const batchNo = await holdLane(tx.manager, lane, book);
    const { units, made } = await book.open(tx.manager, new Set(reports.map((report) => report.unitId)));
    const fresh = await this.history.append(tx, batchNo, reports, units);
    if (fresh.length === 0) return units.values();
    const moving = fresh.filter((one) => one.moves);
    const revived = await this.mover.move(tx, units, made, moving);
    await this.convoys.track(tx, units, moving, revived);
    const newest = newestOfEach(moving);
    this.freshPoints.offer(batchNo, newest);
    tx.change({
      kind: 'positions',
      id: String(batchNo),
      version: 1,
      at: latest(fresh, 'receivedAt'),
      observedAt: latest(fresh, 'observedAt'),
      op: 'put',
      body: { count: fresh.length, units: newest.length },
    });
    return units.values();
  }
}

/**
 * One batch of a lane at a time, whoever does it. Returns the number of the batch, which no other has; a book that missed
 * one is worthless and is cleared.
 */
async function holdLane(manager: EntityManager, lane: number, book: UnitBook): Promise<number> {
  const [row]: { batches: string }[] = await manager.query(
    `INSERT INTO lane (feed, lane, batches) VALUES ($1, $2, 1)
     ON CONFLICT (feed, lane) DO UPDATE SET batches = lane.batches + 1 RETURNING batches`,
    [FEED, lane],
  );
  const batches = Number(row!.batches);
  if (batches !== book.batches + 1) book.clear();
  book.batches = batches;
  return batches * LANES + lane;
}

function newestOfEach(moving: readonly NewReport[]): Point[] {
  const newest = new Map<number, Point>();
  for (const { point } of moving) {
    if (isNewer(point, newest.get(point.unitNo) ?? null)) newest.set(point.unitNo, point);
  }
  return [...newest.values()];
}

function latest(fresh: readonly NewReport[], time: 'receivedAt' | 'observedAt'): number {
  return fresh.reduce((most, one) => Math.max(most, one.point[time]), 0);
}
