import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { ChangeLog } from '../changes/change-log.js';
import { FeedHealthService } from '../feeds/feed-health.service.js';
import { type AcceptedIncident, asSent, unpackJob } from '../feeds/incidents/accepted-incident.js';
import { RejectsRepository } from '../feeds/rejects.repository.js';
import { isPassing } from '../platform/http/unavailable.js';
import { type AddedJob, LANES, LaneQueues } from '../platform/queue/lane-queues.js';
import { IncidentBook } from './incident-book.js';

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

  async #store(reports: readonly AcceptedIncident[]): Promise<void> {
    try {
      await this.changes.write((tx) => this.book.take(tx, reports));
    } catch (cause) {
      if (isPassing(cause)) throw cause;
      this.#log.error(`a batch was not stored as a whole and is stored report by report: ${String(cause)}`);
      for (const report of reports) await this.#storeAlone(report);
    }
  }

  async #storeAlone(report: AcceptedIncident): Promise<void> {
    try {
      await this.changes.write((tx) => this.book.take(tx, [report]));
    } catch (cause) {
      if (isPassing(cause)) throw cause;
      const message = `the report could not be stored: ${String(cause)}`;
      this.#log.error(`a report of incident ${report.incidentId} was set aside: ${message}`);
      const row = { index: 0, path: '', code: 'not-stored', message };
      await this.rejects.keep(FEED, report.receivedAt, report.enteredBy, [asSent(report)], [row]);
    }
  }
}

/** In a flood what is critical does not wait behind the rest. The reports of one incident keep their order. */
function criticalFirst(reports: readonly AcceptedIncident[]): AcceptedIncident[] {
  const critical = new Set(
    reports.filter(({ facts }) => facts.severity === 'critical').map(({ incidentId }) => incidentId),
  );
  const isFirst = ({ incidentId }: AcceptedIncident) => critical.has(incidentId);
  return [...reports.filter(isFirst), ...reports.filter((report) => !isFirst(report))];
}
