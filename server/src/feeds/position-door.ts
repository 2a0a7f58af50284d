import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { EpochMs, Rejected, ReportsReply } from '@rearguard/shared';
import { CONFIG, type Config } from '../config/config.js';
import { Clock, SystemClock } from '../platform/clock/clock.js';
import { Problem } from '../platform/http/problem.js';
import { LANES, LaneQueues } from '../platform/queue/lane-queues.js';
import { THEATRE_AREA } from '../theatre/index.js';
import { FeedHealthService, type Newest } from './feed-health.service.js';
import { LaneBacklog } from './lane-backlog.js';
import { LaneGatherer } from './lane-gatherer.js';
import { type AcceptedPosition, asSent, identityOf } from './positions/accepted-position.js';
import { type CheckContext, checkPosition } from './positions/check-position.js';
import { type Lot, packJob, packLot } from './positions/packed-positions.js';
import { RegisteredUnits } from './registered-units.js';
import { RejectsRepository } from './rejects.repository.js';
import { identityName, ReportIdentities } from './report-identities.js';
import { laneOf, type ReportKey } from './report-keys.js';

const FEED = 'positions';
const DAY_MS = 86_400_000;
/** Identities accepted lately, whose batch may not be stored yet. */
const RECENT_IDENTITIES = 200_000;
const RETRY_AFTER_S = 2;
/** So far behind, the door closes until the lanes have caught up: what waits must not fill the disk. */
const MOST_WAITING_BATCHES = 4_000;

/** Who brings a batch, and how. */
export interface Delivery {
  /** Name of the token, for the record of what was refused. */
  tokenName: string | null;
  /** Set by the scenario alone: when the room is to have learned of the report at this place of the batch. */
  receivedAt?: (index: number) => EpochMs;
  /** Turns a path in the report into one in what was sent. */
  pathOf?: (path: string) => string;
}

/** What the door answers, and where the batch went. */
export interface Taken {
  reply: ReportsReply;
  jobs: { lane: number; jobId: string }[];
}

/** A batch on its way through the door. */
interface Batch {
  tokenName: string | null;
  /** Turns a path in the report into one in what was sent. */
  pathOf: (path: string) => string;
  now: EpochMs;
  accepted: { index: number; report: AcceptedPosition }[];
  rejected: Rejected[];
  /** What was sent under each index of `rejected`; the rest of it is let go. */
  refused: unknown[];
}

/**
 * The door of the feed `positions`: every report is checked alone, the good ones are on disk before the answer, the
 * others are kept with the reason.
 */
@Injectable()
export class PositionDoor {
  readonly #log = new Logger('door');
  readonly #lanes: LaneGatherer[];
  readonly #recent = new Map<string, ReportKey>();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
    private readonly wall: SystemClock,
    private readonly queues: LaneQueues,
    private readonly register: RegisteredUnits,
    private readonly identities: ReportIdentities,
    private readonly rejects: RejectsRepository,
    private readonly health: FeedHealthService,
    private readonly backlog: LaneBacklog,
  ) {
    this.#lanes = Array.from(
      { length: LANES },
      (_, lane) =>
        new LaneGatherer({
          add: (lots) => this.#enqueue(lane, lots),
          underWay: () => this.backlog.underWay(lane),
        }),
    );
  }

  /**
   * Takes a batch in.
   * @throws Problem 503 when what was accepted could not be put on disk; sending it again is safe.
   */
  take(raw: readonly unknown[], delivery: Delivery): Promise<Taken> {
    if (this.health.waiting(FEED) > MOST_WAITING_BATCHES) {
      const message = 'more reports wait to be stored than the room can take; send them again in a moment';
      return Promise.reject(new Problem(503, { code: 'behind', message }, RETRY_AFTER_S));
    }
    // No async function here: it would keep what was sent in memory until the answer.
    return this.#bringIn(this.#check(raw, delivery)).catch((cause: unknown) => {
      if (cause instanceof Problem) throw cause;
      this.#log.error(`a batch was not taken: ${String(cause)}`);
      const message = 'the reports could not be put on disk; send them again';
      throw new Problem(503, { code: 'not-durable', message }, RETRY_AFTER_S);
    });
  }

  /** Resolves when everything of a taken batch has been stored and shown. */
  async applied(taken: Taken): Promise<void> {
    await Promise.all(taken.jobs.map(({ lane, jobId }) => this.queues.done(FEED, lane, jobId)));
  }

  #check(raw: readonly unknown[], delivery: Delivery): Batch {
    const context = this.#context(delivery);
    const { tokenName, pathOf = (path) => path } = delivery;
    const batch: Batch = { tokenName, pathOf, now: context.now, accepted: [], rejected: [], refused: [] };
    raw.forEach((one, index) => {
      const receivedAt = delivery.receivedAt?.(index);
      const checked = checkPosition(
        one,
        receivedAt === undefined ? context : { ...context, now: receivedAt, receivedAt },
      );
      if (checked.ok) {
        batch.accepted.push({ index, report: checked.report });
        return;
      }
      batch.rejected.push({ index, ...checked.refused, path: pathOf(checked.refused.path) });
      batch.refused[index] = one;
    });
    return batch;
  }

  async #bringIn(batch: Batch): Promise<Taken> {
    if (this.register.required) await this.#refuseUnknownUnits(batch);
    const named = batch.accepted.filter(({ report }) => report.reportId !== null);
    if (named.length > 0) await this.#refuseReusedIds(batch, named);
    const { rejected } = batch;
    const newest = newestOf(batch);
    const lots = lotsOf(batch);
    // Packed, they need not wait for the disk beside their lots: under load that is most of what must be kept in memory.
    batch.accepted = [];
    const jobs = await Promise.all(
      lots.map(async ([lane, lot]) => ({ lane, jobId: await this.#lanes[lane]!.put(lot) })),
    );
    // Not before: what could not be put on disk was never here.
    for (const { report } of named) this.#remember(report);
    rejected.sort((a, b) => a.index - b.index);
    if (rejected.length > 0) await this.rejects.keep(FEED, batch.now, batch.tokenName, batch.refused, rejected);
    this.health.accepted(FEED, newest);
    return { reply: { batchId: randomUUID(), accepted: newest.count, rejected }, jobs };
  }

  #context(delivery: Delivery): CheckContext {
    return {
      now: this.clock.now(),
      wallNow: this.wall.now(),
      // What the scenario sends carries the exercise's time already.
      exercise: this.config.exercise !== null && delivery.receivedAt === undefined,
      retentionMs: this.config.retentionDays * DAY_MS,
      area: THEATRE_AREA,
    };
  }

  /**
   * An early answer to a reused id: against what is stored, what is under way here, and the batch itself. The worker
   * judges again when it stores, since another process may be taking the same id at this moment.
   */
  async #refuseReusedIds(batch: Batch, named: Batch['accepted']): Promise<void> {
    const stored = await this.identities.known(named.map(({ report }) => identityOf(report)));
    const inBatch = new Map<string, ReportKey>();
    const reused = new Set<number>();
    for (const { index, report } of named) {
      const name = identityName(identityOf(report));
      const first = stored.get(name) ?? this.#recent.get(name) ?? inBatch.get(name);
      if (first === undefined || first === report.contentKey) {
        inBatch.set(name, report.contentKey);
        continue;
      }
      const { reportId, unitId } = report;
      const message = `reportId ${reportId} of unit ${unitId} was used before with other content`;
      refuse(batch, { index, path: '/reportId', code: 'id-reused', message }, report);
      reused.add(index);
    }
    if (reused.size === 0) return;
    batch.accepted = batch.accepted.filter(({ index }) => !reused.has(index));
    named.splice(0, named.length, ...named.filter(({ index }) => !reused.has(index)));
  }

  async #refuseUnknownUnits(batch: Batch): Promise<void> {
    const missing = await this.register.missingAmong(batch.accepted.map(({ report }) => report.unitId));
    if (missing.size === 0) return;
    for (const { index, report } of batch.accepted) {
      if (!missing.has(report.unitId)) continue;
      const message = `unitId ${report.unitId} is not registered, and this room takes reports of registered units alone`;
      refuse(batch, { index, path: '/unitId', code: 'unknown-unit', message }, report);
    }
    batch.accepted = batch.accepted.filter(({ report }) => !missing.has(report.unitId));
  }

  #remember(report: AcceptedPosition): void {
    this.#recent.set(identityName(identityOf(report)), report.contentKey);
    if (this.#recent.size <= RECENT_IDENTITIES) return;
    const oldest = this.#recent.keys().next();
    if (!oldest.done) this.#recent.delete(oldest.value);
  }

  async #enqueue(lane: number, lots: readonly Lot[]): Promise<string> {
    const id = randomUUID();
    // Before it is in the queue: its worker may be faster than our being told that it is.
    this.backlog.added(lane, id);
    try {
      await this.queues.add(FEED, lane, { id, data: packJob(lots) });
    } catch (cause) {
      this.backlog.failed(lane, id);
      throw cause;
    }
    return id;
  }
}

function refuse(batch: Batch, rejected: Rejected, report: AcceptedPosition): void {
  batch.rejected.push({ ...rejected, path: batch.pathOf(rejected.path) });
  batch.refused[rejected.index] = asSent(report);
}

function lotsOf(batch: Batch): [lane: number, lot: Lot][] {
  const byLane = new Map<number, AcceptedPosition[]>();
  for (const { report } of batch.accepted) {
    const lane = laneOf(report.unitId, LANES);
    const lot = byLane.get(lane);
    if (lot) lot.push(report);
    else byLane.set(lane, [report]);
  }
  return Array.from(byLane, ([lane, reports]) => [lane, packLot(reports)]);
}

function newestOf({ accepted, now }: Batch): Newest {
  let observedAt = 0;
  for (const { report } of accepted) if (report.observedAt > observedAt) observedAt = report.observedAt;
  return { count: accepted.length, receivedAt: accepted.at(-1)?.report.receivedAt ?? now, observedAt };
}
