import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { ChangeLog, type RoomTransaction } from '../changes/change-log.js';
import { FeedHealthService } from '../feeds/feed-health.service.js';
import type { AcceptedPosition } from '../feeds/positions/accepted-position.js';
import { LaneBacklog } from '../feeds/lane-backlog.js';
import { unpackJob } from '../feeds/positions/packed-positions.js';
import { Bus } from '../platform/bus/bus.js';
import { isOfTheData, isPassing } from '../platform/http/unavailable.js';
import { type AddedJob, LANES, LaneQueues } from '../platform/queue/lane-queues.js';
import { ConvoyTracker } from './convoys/convoy-tracker.js';
import { FreshPoints } from './positions/fresh-points.js';
import { isNewer, type Point } from './positions/point.js';
import { PositionHistory } from './positions/position-history.js';
import { PositionStore } from './positions/position-store.js';
import type { NewReport } from './positions/sort-out.js';
import { UnitBook } from './units/unit-book.js';
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
    private readonly backlog: LaneBacklog,
    positions: PositionStore,
  ) {
    this.#books = Array.from({ length: LANES }, () => new UnitBook(positions));
  }

  async onApplicationBootstrap(): Promise<void> {
    this.bus.subscribe('units:changed', ({ unitIds }) => this.#books.forEach((book) => book.forget(unitIds)));
    for (let lane = 0; lane < LANES; lane++) await this.queues.work(FEED, lane, (job) => this.apply(lane, job));
  }

  /**
   * Stores one batch. Running it again changes nothing. @throws while the database is away or full; the queue tries again.
   */
  async apply(lane: number, job: AddedJob): Promise<void> {
    const reports = unpackJob(job.data);
    try {
      await this.#store(lane, reports);
    } catch (cause) {
      if (isPassing(cause)) throw cause;
      this.#log.error(`a batch was not stored as a whole and is stored report by report: ${String(cause)}`);
      for (const report of reports) await this.#storeAlone(lane, report);
    }
    this.backlog.stored(lane, job.id);
    this.health.stored(FEED, job.addedAt);
  }

  async #storeAlone(lane: number, report: AcceptedPosition): Promise<void> {
    try {
      await this.#store(lane, [report]);
    } catch (cause) {
      // Whatever else fails, the report waits: it was accepted.
      if (!isOfTheData(cause)) throw cause;
      await this.history.setAside(report, cause);
    }
  }

  async #store(lane: number, reports: readonly AcceptedPosition[]): Promise<void> {
    await this.history.prepare(reports);
    const book = this.#books[lane]!;
    try {
      await this.changes.write((tx) => this.#take(tx, lane, book, reports));
    } catch (cause) {
      book.clear();
      this.history.doubt();
      throw cause;
    }
  }

  async #take(tx: RoomTransaction, lane: number, book: UnitBook, reports: readonly AcceptedPosition[]): Promise<void> {
    const { batchNo, stale } = await holdLane(tx.client, lane, book);
    const { arrivals, made } = await book.open(tx.manager, reports);
    const fresh = await this.history.append(tx, batchNo, arrivals);
    if (fresh.length === 0) return;
    const moving = fresh.filter((one) => one.moves);
    const revived = await this.mover.move(tx, moving, made, stale);
    await this.convoys.track(tx, moving, revived);
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
  }
}

/**
 * One batch of a lane at a time, whoever does it. Returns the number of the batch, which no other has, and which units are
 * stale; a book that missed a batch is worthless and is cleared.
 */
async function holdLane(
  client: PoolClient,
  lane: number,
  book: UnitBook,
): Promise<{ batchNo: number; stale: ReadonlySet<number> }> {
  const { rows } = await client.query<{ batches: string; stale: number[] }>({
    name: 'hold-lane',
    text: `INSERT INTO lane (feed, lane, batches) VALUES ($1, $2, 1)
     ON CONFLICT (feed, lane) DO UPDATE SET batches = lane.batches + 1
     RETURNING batches, ARRAY(SELECT no FROM unit WHERE stale) AS stale`,
    values: [FEED, lane],
  });
  const row = rows[0]!;
  const batches = Number(row.batches);
  if (batches !== book.batches + 1) book.clear();
  book.batches = batches;
  return { batchNo: batches * LANES + lane, stale: new Set(row.stale) };
}

function newestOfEach(moving: readonly NewReport[]): Point[] {
  const newest = new Map<number, Point>();
  for (const { point } of moving) {
    if (isNewer(point, newest.get(point.no) ?? null)) newest.set(point.no, point);
  }
  return [...newest.values()];
}

function latest(fresh: readonly NewReport[], time: 'receivedAt' | 'observedAt'): number {
  return fresh.reduce((most, one) => Math.max(most, one.point[time]), 0);
}
