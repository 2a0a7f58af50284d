import { Injectable } from '@nestjs/common';
import { type Alert, type AlertSubject, type Incident, isAttack, isWorse, SEVERITIES } from '@rearguard/shared';
import type { RoomTransaction } from '../changes/change-log.js';
import { AlertBook } from './alert-book.js';
import type { Doer } from './domain/alert-record.js';
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
  constructor(private readonly book: AlertBook) {}

  /** See {@link AlertBook.hold}. */
  hold(tx: RoomTransaction): Promise<void> {
    return this.book.hold(tx);
  }

  /** @returns id of the alert that stands for the incident, or null while it asks nobody */
  async hear(tx: RoomTransaction, { incident, report, receivedAt, who }: IncidentNews): Promise<string | null> {
    if (incident.alertId !== null) {
      const record = await this.book.rootOf(tx, incident.alertId);
      await this.book.store(tx, [hearMore(record, { ...report, who }, receivedAt)]);
      return incident.alertId;
    }
    if (!asksSomebody(incident.severity)) return null;
    const alert = await this.book.raise(
      tx,
      `incident ${incident.id}`,
      {
        severity: incident.severity,
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
