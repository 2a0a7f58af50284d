import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { EpochMs, Feed, Rejected, ReportsReply } from '@rearguard/shared';
import { CONFIG, type Config } from '../config/config.js';
import { Clock, SystemClock } from '../platform/clock/clock.js';
import { Problem } from '../platform/http/problem.js';
import { LANES, LaneQueues } from '../platform/queue/lane-queues.js';
import { THEATRE_AREA } from '../theatre/index.js';
import type { CheckContext, Checked } from './check-report.js';
import { FeedHealthService, type Newest } from './feed-health.service.js';
import type { LaneBacklog } from './lane-backlog.js';
import { LaneGatherer } from './lane-gatherer.js';
import type { Lot } from './lot.js';
import { RejectsRepository } from './rejects.repository.js';
import { type Identity, identityName, ReportIdentities } from './report-identities.js';
import { laneOf, type ReportKey } from './report-keys.js';

const DAY_MS = 86_400_000;
/** Identities accepted lately, whose batch may not be stored yet. */
const RECENT_IDENTITIES = 200_000;
const RETRY_AFTER_S = 2;
/** So far behind, the door closes until the lanes have caught up: what waits must not fill the disk. */
const MOST_WAITING_BATCHES = 4_000;

/** What every accepted report has, whatever it is about. */
export interface AcceptedReport {
  /** When it happened, on the room's clock. */
  observedAt: EpochMs;
  /** When we learned of it, on the room's clock. */
  receivedAt: EpochMs;
  /** Key of the content as it was sent. */
  contentKey: ReportKey;
  /** The id as it was given; such a report is held to its identity. */
  reportId: string | null;
}

/** What a feed knows of its reports and the door does not. */
export interface FeedReports<Report extends AcceptedReport> {
  readonly feed: Feed;
  check(raw: unknown, context: CheckContext): Checked<Report>;
  /** What the report is about: its reports stay in their order. */
  subjectOf(report: Report): string;
  identityOf(report: Report): Identity;
  /** What was sent, as far as we read it, for who must mend it and send it again. */
  asSent(report: Report): Record<string, unknown>;
  /** The subject in a sentence: `unit U-1`. */
  nameOf(report: Report): string;
  packLot(reports: readonly Report[]): Lot;
  packJob(lots: readonly Lot[]): string;
  /** Refusals that need more than the report itself. */
  refuseMore?(reports: readonly Report[]): Promise<((report: Report) => Omit<Rejected, 'index'> | null) | null>;
  /** How far its lanes are behind in this process, where that is known. */
  readonly backlog: LaneBacklog | null;
}

/** What a door of any feed stands on. */
@Injectable()
export class DoorServices {
  constructor(
    @Inject(CONFIG) readonly config: Config,
    readonly clock: Clock,
    readonly wall: SystemClock,
    readonly queues: LaneQueues,
    readonly identities: ReportIdentities,
    readonly rejects: RejectsRepository,
    readonly health: FeedHealthService,
  ) {}
}

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

/** A door as those see it who bring reports. */
export interface Door {
  take(raw: readonly unknown[], delivery: Delivery): Promise<Taken>;
  applied(taken: Taken): Promise<void>;
}

/** A batch on its way through the door. */
interface Batch<Report> {
  tokenName: string | null;
  /** Turns a path in the report into one in what was sent. */
  pathOf: (path: string) => string;
  now: EpochMs;
  accepted: { index: number; report: Report }[];
  rejected: Rejected[];
  /** What was sent under each index of `rejected`; the rest of it is let go. */
  refused: unknown[];
}

/**
 * The one way in for every feed: each report is checked alone, the good ones are on disk before the answer, the others
 * are kept with the reason.
 */
export class FeedDoor<Report extends AcceptedReport> implements Door {
  readonly #log = new Logger('door');
  readonly #lanes: LaneGatherer[];
  readonly #recent = new Map<string, ReportKey>();

  constructor(
    protected readonly services: DoorServices,
    protected readonly reports: FeedReports<Report>,
  ) {
    this.#lanes = Array.from(
      { length: LANES },
      (_, lane) =>
        new LaneGatherer({
          add: (lots) => this.#enqueue(lane, lots),
          underWay: () => reports.backlog?.underWay(lane) ?? 0,
        }),
    );
  }

  /**
   * Takes a batch in.
   * @throws Problem 503 when what was accepted could not be put on disk; sending it again is safe.
   */
  take(raw: readonly unknown[], delivery: Delivery): Promise<Taken> {
    if (this.services.health.waiting(this.reports.feed) > MOST_WAITING_BATCHES) {
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
    const { queues } = this.services;
    await Promise.all(taken.jobs.map(({ lane, jobId }) => queues.done(this.reports.feed, lane, jobId)));
  }

  #check(raw: readonly unknown[], delivery: Delivery): Batch<Report> {
    const context = this.#context(delivery);
    const { tokenName, pathOf = (path) => path } = delivery;
    const batch: Batch<Report> = { tokenName, pathOf, now: context.now, accepted: [], rejected: [], refused: [] };
    raw.forEach((one, index) => {
      const receivedAt = delivery.receivedAt?.(index);
      const checked = this.reports.check(
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

  async #bringIn(batch: Batch<Report>): Promise<Taken> {
    const { rejects, health } = this.services;
    const { feed } = this.reports;
    await this.#refuseMore(batch);
    const named = batch.accepted.filter(({ report }) => report.reportId !== null);
    if (named.length > 0) await this.#refuseReusedIds(batch, named);
    const { rejected } = batch;
    const newest = newestOf(batch);
    const lots = this.#lotsOf(batch);
    // Packed, they need not wait for the disk beside their lots: under load that is most of what must be kept in memory.
    batch.accepted = [];
    const jobs = await Promise.all(
      lots.map(async ([lane, lot]) => ({ lane, jobId: await this.#lanes[lane]!.put(lot) })),
    );
    // Not before: what could not be put on disk was never here.
    for (const { report } of named) this.#remember(report);
    rejected.sort((a, b) => a.index - b.index);
    if (rejected.length > 0) await rejects.keep(feed, batch.now, batch.tokenName, batch.refused, rejected);
    health.accepted(feed, newest);
    return { reply: { batchId: randomUUID(), accepted: newest.count, rejected }, jobs };
  }

  #context(delivery: Delivery): CheckContext {
    const { clock, wall, config } = this.services;
    return {
      now: clock.now(),
      wallNow: wall.now(),
      // What the scenario sends carries the exercise's time already.
      exercise: config.exercise !== null && delivery.receivedAt === undefined,
      retentionMs: config.retentionDays * DAY_MS,
      area: THEATRE_AREA,
      tokenName: delivery.tokenName,
    };
  }

  /**
   * An early answer to a reused id: against what is stored, what is under way here, and the batch itself. The worker
   * judges again when it stores, since another process may be taking the same id at this moment.
   */
  async #refuseReusedIds(batch: Batch<Report>, named: Batch<Report>['accepted']): Promise<void> {
    const { reports } = this;
    const stored = await this.services.identities.known(named.map(({ report }) => reports.identityOf(report)));
    const inBatch = new Map<string, ReportKey>();
    const reused = new Set<number>();
    for (const { index, report } of named) {
      const name = identityName(reports.identityOf(report));
      const first = stored.get(name) ?? this.#recent.get(name) ?? inBatch.get(name);
      if (first === undefined || first === report.contentKey) {
        inBatch.set(name, report.contentKey);
        continue;
      }
      this.#refuse(batch, index, report, idReused(report.reportId, reports.nameOf(report)));
      reused.add(index);
    }
    if (reused.size === 0) return;
    batch.accepted = batch.accepted.filter(({ index }) => !reused.has(index));
    named.splice(0, named.length, ...named.filter(({ index }) => !reused.has(index)));
  }

  async #refuseMore(batch: Batch<Report>): Promise<void> {
    const judge = await this.reports.refuseMore?.(batch.accepted.map(({ report }) => report));
    if (!judge) return;
    batch.accepted = batch.accepted.filter(({ index, report }) => {
      const refused = judge(report);
      if (refused) this.#refuse(batch, index, report, refused);
      return refused === null;
    });
  }

  #refuse(batch: Batch<Report>, index: number, report: Report, refused: Omit<Rejected, 'index'>): void {
    batch.rejected.push({ index, ...refused, path: batch.pathOf(refused.path) });
    batch.refused[index] = this.reports.asSent(report);
  }

  #remember(report: Report): void {
    this.#recent.set(identityName(this.reports.identityOf(report)), report.contentKey);
    if (this.#recent.size <= RECENT_IDENTITIES) return;
    const oldest = this.#recent.keys().next();
    if (!oldest.done) this.#recent.delete(oldest.value);
  }

  async #enqueue(lane: number, lots: readonly Lot[]): Promise<string> {
    const { feed, backlog } = this.reports;
    const id = randomUUID();
    // Before it is in the queue: its worker may be faster than our being told that it is.
    backlog?.added(lane, id);
    try {
      await this.services.queues.add(feed, lane, { id, data: this.reports.packJob(lots) });
    } catch (cause) {
      backlog?.failed(lane, id);
      throw cause;
    }
    return id;
  }

  #lotsOf(batch: Batch<Report>): [lane: number, lot: Lot][] {
    const byLane = new Map<number, Report[]>();
    for (const { report } of batch.accepted) {
      const lane = laneOf(this.reports.subjectOf(report), LANES);
      const lot = byLane.get(lane);
      if (lot) lot.push(report);
      else byLane.set(lane, [report]);
    }
    return Array.from(byLane, ([lane, reports]) => [lane, this.reports.packLot(reports)]);
  }
}

/** The refusal of an id that came with other content before. @param subject in a sentence: `unit U-1` */
export function idReused(reportId: string | null, subject: string): Omit<Rejected, 'index'> {
  const message = `reportId ${reportId ?? ''} of ${subject} was used before with other content`;
  return { path: '/reportId', code: 'id-reused', message };
}

function newestOf({ accepted, now }: Batch<AcceptedReport>): Newest {
  let observedAt = 0;
  for (const { report } of accepted) if (report.observedAt > observedAt) observedAt = report.observedAt;
  return { count: accepted.length, receivedAt: accepted.at(-1)?.report.receivedAt ?? now, observedAt };
}
