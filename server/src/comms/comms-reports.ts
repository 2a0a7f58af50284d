import { Injectable } from '@nestjs/common';
import type { RoomTransaction } from '../changes/change-log.js';
import { idReused } from '../feeds/feed-door.js';
import { type AcceptedCheck, checkAsSent } from '../feeds/incidents/accepted-check.js';
import { identityOf, nameOf } from '../feeds/incidents/accepted-security.js';
import { RejectsRepository } from '../feeds/rejects.repository.js';
import { identityName, ReportIdentities } from '../feeds/report-identities.js';
import { CommsBook } from './comms-book.js';

/** Takes radio checks in that came as reports, each once. */
@Injectable()
export class CommsReports {
  constructor(
    private readonly book: CommsBook,
    private readonly identities: ReportIdentities,
    private readonly rejects: RejectsRepository,
  ) {}

  /** Takes them in order. What was seen is dropped; what names nobody, or an id anew, is kept as refused. */
  async take(tx: RoomTransaction, reports: readonly AcceptedCheck[]): Promise<void> {
    if (reports.length === 0) return;
    await this.book.hold(tx);
    const known = await this.identities.known(reports.map(identityOf), tx.manager);
    for (const report of reports) {
      const identity = identityOf(report);
      const first = known.get(identityName(identity));
      if (first === report.contentKey) continue;
      if (first !== undefined) {
        await this.#refuse(tx, report, idReused(report.reportId, nameOf(report)));
        continue;
      }
      known.set(identityName(identity), report.contentKey);
      await this.identities.remember(tx.manager, [identity]);
      await this.#take(tx, report);
    }
  }

  async #take(tx: RoomTransaction, report: AcceptedCheck): Promise<void> {
    const { commsId, facts, observedAt, receivedAt, enteredBy } = report;
    const comms = await this.book.find(commsId, tx.manager);
    if (!comms) {
      const [type] = commsId.split(':');
      const message = `there are no radio checks of ${commsId}`;
      return this.#refuse(tx, report, { path: `/${type}Id`, code: 'unknown-subject', message });
    }
    const { means, source, text } = facts;
    const contact = { observedAt: Math.min(observedAt, receivedAt), means, source, note: text ?? null };
    await this.book.hear(tx, comms, contact, { kind: 'feed', id: null, name: enteredBy, role: null }, receivedAt);
  }

  async #refuse(tx: RoomTransaction, report: AcceptedCheck, why: { path: string; code: string; message: string }) {
    const { receivedAt, enteredBy } = report;
    const row = { index: 0, ...why };
    await this.rejects.keepOnce('security', receivedAt, enteredBy, [checkAsSent(report)], [row], tx.manager);
  }
}
