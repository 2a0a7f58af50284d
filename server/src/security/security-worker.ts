import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { ChangeLog } from '../changes/change-log.js';
import { FeedHealthService } from '../feeds/feed-health.service.js';
import { type AcceptedIncident, asSent, unpackJob } from '../feeds/incidents/accepted-incident.js';
import { RejectsRepository } from '../feeds/rejects.repository.js';
import { isPassing } from '../platform/http/unavailable.js';
import { type AddedJob, LANES, LaneQueues } from '../platform/queue/lane-queues.js';
import { IncidentBook } from './incident-book.js';

const FEED = 'security';

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
    const reports = unpackJob(job.data);
    try {
      await this.changes.write((tx) => this.book.take(tx, reports));
    } catch (cause) {
      if (isPassing(cause)) throw cause;
      this.#log.error(`a batch was not stored as a whole and is stored report by report: ${String(cause)}`);
      for (const report of reports) await this.#storeAlone(report);
    }
    this.health.stored(FEED, job.addedAt);
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
