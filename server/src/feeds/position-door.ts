import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { EpochMs, Rejected, ReportsReply } from '@rearguard/shared';
import { CONFIG, type Config } from '../config/config.js';
import { Clock, SystemClock } from '../platform/clock/clock.js';
import { Problem } from '../platform/http/problem.js';
import { LANES, LaneQueues } from '../platform/queue/lane-queues.js';
import { THEATRE_AREA } from '../theatre/index.js';
import { FeedHealthService } from './feed-health.service.js';
import { LaneGatherer } from './lane-gatherer.js';
import { type AcceptedPosition, identityOf } from './positions/accepted-position.js';
import { BatchesUnderWay } from './positions/batches-under-way.js';
import { type CheckContext, checkPosition } from './positions/check-position.js';
import { packPositions } from './positions/packed-positions.js';
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

/**
 * The door of the feed `positions`: every report is checked alone, the good ones are on disk before the answer, the
 * others are kept with the reason.
 */
@Injectable()
export class PositionDoor {
  readonly #log = new Logger('door');
  readonly #lanes: LaneGatherer<AcceptedPosition>[];
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
    private readonly underWay: BatchesUnderWay,
  ) {
    this.#lanes = Array.from(
      { length: LANES },
      (_, lane) =>
        new LaneGatherer<AcceptedPosition>({
          add: (reports) => this.#enqueue(lane, reports),
          underWay: () => this.underWay.underWay(lane),
        }),
    );
  }

  /**
   * Takes a batch in.
   * @throws Problem 503 when what was accepted could not be put on disk; sending it again is safe.
   */
  async take(raw: readonly unknown[], delivery: Delivery): Promise<Taken> {
    if (this.health.waiting(FEED) > MOST_WAITING_BATCHES) {
      const message = 'more reports wait to be stored than the room can take; send them again in a moment';
      throw new Problem(503, { code: 'behind', message }, RETRY_AFTER_S);
    }
    const context = this.#context(delivery);
    const contextOf = (index: number): CheckContext => {
      const receivedAt = delivery.receivedAt?.(index);
      return receivedAt === undefined ? context : { ...context, now: receivedAt, receivedAt };
    };
    const rejected: Rejected[] = [];
    const accepted: { index: number; report: AcceptedPosition }[] = [];
    raw.forEach((one, index) => {
      const checked = checkPosition(one, contextOf(index));
      if (checked.ok) accepted.push({ index, report: checked.report });
      else
        rejected.push({
          index,
          ...checked.refused,
          path: delivery.pathOf?.(checked.refused.path) ?? checked.refused.path,
        });
    });
    try {
      const known = this.register.required ? await this.#refuseUnknownUnits(accepted, rejected, delivery) : accepted;
      const good = await this.#refuseReusedIds(known, rejected);
      const jobs = await this.#store(good);
      // Not before: what could not be put on disk was never here.
      for (const report of good) if (report.reportId !== null) this.#remember(report);
      rejected.sort((a, b) => a.index - b.index);
      if (rejected.length > 0) await this.rejects.keep(FEED, context.now, delivery.tokenName, raw, rejected);
      this.health.accepted(FEED, good);
      return { reply: { batchId: randomUUID(), accepted: good.length, rejected }, jobs };
    } catch (cause) {
      if (cause instanceof Problem) throw cause;
      this.#log.error(`a batch was not taken: ${String(cause)}`);
      throw new Problem(
        503,
        { code: 'not-durable', message: 'the reports could not be put on disk; send them again' },
        RETRY_AFTER_S,
      );
    }
  }

  /** Resolves when everything of a taken batch has been stored and shown. */
  async applied(taken: Taken): Promise<void> {
    await Promise.all(taken.jobs.map(({ lane, jobId }) => this.queues.done(FEED, lane, jobId)));
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

  async #refuseUnknownUnits(
    accepted: { index: number; report: AcceptedPosition }[],
    rejected: Rejected[],
    delivery: Delivery,
  ): Promise<{ index: number; report: AcceptedPosition }[]> {
    const missing = await this.register.missingAmong(accepted.map(({ report }) => report.unitId));
    if (missing.size === 0) return accepted;
    for (const { index, report } of accepted) {
      if (!missing.has(report.unitId)) continue;
      const message = `unitId ${report.unitId} is not registered, and this room takes reports of registered units alone`;
      rejected.push({ index, path: delivery.pathOf?.('/unitId') ?? '/unitId', code: 'unknown-unit', message });
    }
    return accepted.filter(({ report }) => !missing.has(report.unitId));
  }

  /**
   * An early answer to a reused id: against what is stored, what is under way here, and the batch itself. The worker
   * judges again when it stores, since another process may be taking the same id at this moment.
   */
  async #refuseReusedIds(
    accepted: { index: number; report: AcceptedPosition }[],
    rejected: Rejected[],
  ): Promise<AcceptedPosition[]> {
    const named = accepted.filter(({ report }) => report.reportId !== null);
    if (named.length === 0) return accepted.map(({ report }) => report);
    const stored = await this.identities.known(named.map(({ report }) => identityOf(report)));
    const inBatch = new Map<string, ReportKey>();
    const good: AcceptedPosition[] = [];
    for (const { index, report } of accepted) {
      if (report.reportId !== null) {
        const name = identityName(identityOf(report));
        const first = stored.get(name) ?? this.#recent.get(name) ?? inBatch.get(name);
        if (first !== undefined && first !== report.contentKey) {
          rejected.push({
            index,
            path: '/reportId',
            code: 'id-reused',
            message: `reportId ${report.reportId} of unit ${report.unitId} was used before with other content`,
          });
          continue;
        }
        inBatch.set(name, report.contentKey);
      }
      good.push(report);
    }
    return good;
  }

  #remember(report: AcceptedPosition): void {
    this.#recent.set(identityName(identityOf(report)), report.contentKey);
    if (this.#recent.size <= RECENT_IDENTITIES) return;
    const oldest = this.#recent.keys().next();
    if (!oldest.done) this.#recent.delete(oldest.value);
  }

  async #store(reports: readonly AcceptedPosition[]): Promise<Taken['jobs']> {
    const byLane = new Map<number, AcceptedPosition[]>();
    for (const report of reports) {
      const lane = laneOf(report.unitId, LANES);
      const lot = byLane.get(lane);
      if (lot) lot.push(report);
      else byLane.set(lane, [report]);
    }
    return Promise.all([...byLane].map(async ([lane, lot]) => ({ lane, jobId: await this.#lanes[lane]!.put(lot) })));
  }

  async #enqueue(lane: number, reports: AcceptedPosition[]): Promise<string> {
    const id = randomUUID();
    // Before it is in the queue: its worker may be faster than our being told that it is.
    this.underWay.offer(lane, id, reports);
    try {
      await this.queues.add(FEED, lane, { id, data: packPositions(reports) });
    } catch (cause) {
      this.underWay.withdraw(id);
      throw cause;
    }
    return id;
  }
}
