import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { Feed } from '@rearguard/shared';
import { ChangeLog } from '../changes/change-log.js';
import { type AcceptedDossier, asSent, nameOf, unpackJob } from '../feeds/dossiers/accepted-dossier.js';
import { FeedHealthService } from '../feeds/feed-health.service.js';
import { RejectsRepository } from '../feeds/rejects.repository.js';
import { isPassing } from '../platform/http/unavailable.js';
import { type AddedJob, LANES, LaneQueues } from '../platform/queue/lane-queues.js';
import { DossierBook } from './dossier-book.js';

const FEEDS: readonly Feed[] = ['movements', 'airspace', 'customs'];
/** Reports stored in one transaction. */
const AT_ONCE = 200;

/** Takes the batches of each lane of the feeds of dossiers in. Running one again changes nothing. */
@Injectable()
export class DossierWorker implements OnApplicationBootstrap {
  readonly #log = new Logger('dossiers');

  constructor(
    private readonly changes: ChangeLog,
    private readonly queues: LaneQueues,
    private readonly health: FeedHealthService,
    private readonly book: DossierBook,
    private readonly rejects: RejectsRepository,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    for (const feed of FEEDS) {
      for (let lane = 0; lane < LANES; lane++) await this.queues.work(feed, lane, (job) => this.apply(feed, job));
    }
  }

  /** @throws while the database is away; the queue tries again */
  async apply(feed: Feed, job: AddedJob): Promise<void> {
    const reports = unpackJob(job.data);
    for (let first = 0; first < reports.length; first += AT_ONCE) {
      await this.#store(feed, reports.slice(first, first + AT_ONCE));
    }
    this.health.stored(feed, job.addedAt);
  }

  async #store(feed: Feed, reports: readonly AcceptedDossier[]): Promise<void> {
    try {
      await this.changes.write((tx) => this.book.take(tx, reports));
    } catch (cause) {
      if (isPassing(cause)) throw cause;
      this.#log.error(`a batch was not stored as a whole and is stored report by report: ${String(cause)}`);
      for (const report of reports) await this.#storeAlone(feed, report);
    }
  }

  async #storeAlone(feed: Feed, report: AcceptedDossier): Promise<void> {
    try {
      await this.changes.write((tx) => this.book.take(tx, [report]));
    } catch (cause) {
      if (isPassing(cause)) throw cause;
      const message = `the report could not be stored: ${String(cause)}`;
      this.#log.error(`a report of ${nameOf(report)} was set aside: ${message}`);
      const row = { index: 0, path: '', code: 'not-stored', message };
      await this.rejects.keep(feed, report.receivedAt, report.enteredBy, [asSent(report)], [row]);
    }
  }
}
