import { Injectable } from '@nestjs/common';
import { type Alert, type AlertSubject, type Incident, isAttack, isOpen, isWorse, SEVERITIES } from '@rearguard/shared';
import type { RoomTransaction } from '../changes/change-log.js';
import { AlertBook } from './alert-book.js';
import { AlertsRepository } from './alerts.repository.js';
import type { AlertRecord, Doer } from './domain/alert-record.js';
import { hearMore, type News } from './domain/worsen.js';

/** What an incident tells the alerts. */
export interface IncidentNews {
  incident: Incident;
  /** The report that tells it. */
  report: Pick<News, 'severity' | 'casualtiesRose' | 'text' | 'methane' | 'observedAt' | 'source' | 'messageId'>;
  receivedAt: number;
  who: Doer;
}

/** Calls somebody to act on an incident, in the transaction that stores it. */
@Injectable()
export class IncidentAlerts {
  constructor(
    private readonly book: AlertBook,
    private readonly alerts: AlertsRepository,
  ) {}

  /** See {@link AlertBook.hold}. */
  hold(tx: RoomTransaction): Promise<void> {
    return this.book.hold(tx);
  }

  /** @returns id of the alert that stands for the incident, or null while it asks nobody */
  async hear(tx: RoomTransaction, news: IncidentNews): Promise<string | null> {
    const { incident, report, receivedAt, who } = news;
    const cause = `incident ${incident.id}`;
    if (incident.alertId === null) return this.#raise(tx, cause, incident.severity, news);
    const root = await this.book.rootOf(tx, incident.alertId);
    if (!(await this.#givesWay(tx, root, report.severity))) {
      await this.book.store(tx, [hearMore(root, { ...report, who }, receivedAt)]);
      return incident.alertId;
    }
    const own = await this.alerts.openOf(tx.manager, cause);
    if (!own) return this.#raise(tx, cause, report.severity, news);
    await this.book.store(tx, [hearMore(own, { ...report, who }, receivedAt)]);
    return own.alert.id;
  }

  /** For what {@link hear} fails on: asks nothing of the alert that stood for the incident, and raises a new one. */
  async raiseAnew(tx: RoomTransaction, news: IncidentNews): Promise<string | null> {
    const { incident, report } = news;
    const raised = await this.#raise(tx, `incident ${incident.id}/${incident.version}`, report.severity, news);
    return raised ?? incident.alertId;
  }

  /**
   * Whether one that is over would be raised again while its cause has another one open. It cannot be: a cause has one.
   * Nor is the other one's holder told of this incident by a line in it. So the incident calls by an alert of its own.
   */
  async #givesWay(tx: RoomTransaction, { alert }: AlertRecord, severity: Alert['severity']): Promise<boolean> {
    if (isOpen(alert) || !isWorse(severity, alert.severity)) return false;
    return (await this.alerts.openBeside(tx.manager, alert.id)) !== null;
  }

  async #raise(
    tx: RoomTransaction,
    cause: string,
    severity: Alert['severity'],
    { incident, report, receivedAt, who }: IncidentNews,
  ): Promise<string | null> {
    if (!asksSomebody(severity)) return null;
    const alert = await this.book.raise(
      tx,
      cause,
      {
        severity,
        kind: incident.kind,
        ruleId: isAttack(incident.kind) && incident.convoyIds.length > 0 ? 'convoy_attacked' : 'security_report',
        subjects: subjectsOf(incident),
        text: report.text,
        source: report.source,
        observedAt: Date.parse(incident.observedAt),
        lat: incident.lat,
        lon: incident.lon,
        place: incident.place,
        methane: incident.methane,
      },
      receivedAt,
      who,
      report.messageId,
    );
    return alert?.id ?? null;
  }
}

/** A security report of severity medium or above raises an alert wherever it lies. */
function asksSomebody(severity: Alert['severity']): boolean {
  return isWorse(severity, SEVERITIES.at(-1)!);
}

function subjectsOf({ id, convoyIds, siteIds }: Incident): AlertSubject[] {
  return [
    { type: 'incident', id },
    ...convoyIds.map((convoyId) => ({ type: 'convoy' as const, id: convoyId })),
    ...siteIds.map((siteId) => ({ type: 'site' as const, id: siteId })),
  ];
}
