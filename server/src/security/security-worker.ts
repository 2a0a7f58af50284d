import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { ChangeLog, type RoomTransaction } from '../changes/change-log.js';
import { CommsReports } from '../comms/comms-reports.js';
import { FeedHealthService } from '../feeds/feed-health.service.js';
import { type AcceptedSecurity, asSent, isCheck, nameOf, unpackJob } from '../feeds/incidents/accepted-security.js';
import { RejectsRepository } from '../feeds/rejects.repository.js';
import { isPassing } from '../platform/http/unavailable.js';
import { type AddedJob, LANES, LaneQueues } from '../platform/queue/lane-queues.js';
import { IncidentBook, type WayToCall, WAYS_TO_CALL } from './incident-book.js';

const FEED = 'security';
/** Reports stored in one transaction: whoever else writes alerts waits no longer than for these. */
const AT_ONCE = 50;

/** Takes the batches of each lane of the feed `security` in. Running one again changes nothing. */
@Injectable()
export class SecurityWorker implements OnApplicationBootstrap {
  readonly #log = new Logger(FEED);

  constructor(
    private readonly changes: ChangeLog,
    private readonly queues: LaneQueues,
    private readonly health: FeedHealthService,
    private readonly book: IncidentBook,
    private readonly checks: CommsReports,
    private readonly rejects: RejectsRepository,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    for (let lane = 0; lane < LANES; lane++) await this.queues.work(FEED, lane, (job) => this.apply(job));
  }

  /** @throws while the database is away; the queue tries again */
  async apply(job: AddedJob): Promise<void> {
    const reports = criticalFirst(unpackJob(job.data));
    for (let first = 0; first < reports.length; first += AT_ONCE) {
      await this.#store(reports.slice(first, first + AT_ONCE));
    }
    this.health.stored(FEED, job.addedAt);
  }

  async #store(reports: readonly AcceptedSecurity[]): Promise<void> {
    try {
      await this.changes.write((tx) => this.#take(tx, reports));
    } catch (cause) {
      if (isPassing(cause)) throw cause;
      this.#log.error(`a batch was not stored as a whole and is stored report by report: ${String(cause)}`);
      for (const report of reports) await this.#storeAlone(report);
    }
  }

  async #take(tx: RoomTransaction, reports: readonly AcceptedSecurity[], way?: WayToCall): Promise<void> {
    const incidents = reports.flatMap((report) => (isCheck(report) ? [] : [report]));
    if (incidents.length > 0) await this.book.take(tx, incidents, undefined, way);
    await this.checks.take(tx, reports.filter(isCheck));
  }

  /** What cannot be stored one way is stored in the next; only what none of them stores is set aside. */
  async #storeAlone(report: AcceptedSecurity): Promise<void> {
    let fault = '';
    for (const way of WAYS_TO_CALL) {
      try {
        await this.changes.write((tx) => this.#take(tx, [report], way));
        return;
      } catch (cause) {
        if (isPassing(cause)) throw cause;
        fault = `the report could not be stored: ${String(cause)}`;
        this.#log.error(`a report of ${nameOf(report)}, its alert written by way "${way}": ${fault}`);
      }
    }
    const row = { index: 0, path: '', code: 'not-stored', message: fault };
    await this.rejects.keep(FEED, report.receivedAt, report.enteredBy, [asSent(report)], [row]);
  }
}

/** In a flood what is critical does not wait behind the rest. The reports of one incident keep their order. */
function criticalFirst(reports: readonly AcceptedSecurity[]): AcceptedSecurity[] {
  const critical = new Set(
    reports.flatMap((report) => (!isCheck(report) && report.facts.severity === 'critical' ? [report.incidentId] : [])),
  );
  const isFirst = (report: AcceptedSecurity) => !isCheck(report) && critical.has(report.incidentId);
  return [...reports.filter(isFirst), ...reports.filter((report) => !isFirst(report))];
}
