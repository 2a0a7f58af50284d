import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { Incident } from '@rearguard/shared';
import type { Doer } from '../alerts/domain/alert-record.js';
import { IncidentAlerts, type IncidentNews } from '../alerts/incident-alerts.js';
import { ChangeLog, type RoomTransaction } from '../changes/change-log.js';
import { idReused } from '../feeds/feed-door.js';
import { type AcceptedIncident, asSent, identityOf, reportName } from '../feeds/incidents/accepted-incident.js';
import { RejectsRepository } from '../feeds/rejects.repository.js';
import { identityName, ReportIdentities } from '../feeds/report-identities.js';
import { type Claim, type Deadline, Deadlines } from '../platform/deadlines/deadlines.js';
import { findPlace } from '../theatre/index.js';
import { foldIncident } from './domain/fold-incident.js';
import { IncidentsRepository } from './incidents.repository.js';

/** When an incident of which nothing more was heard leaves the picture; its row and history stay. */
const AWAY_DEADLINE = 'incident-away';
const AWAY_AFTER_MS = 30 * 86_400_000;

/**
 * How an incident calls: as it should, by the alert that stands for it; by a new one, when that one is at fault; not at all,
 * when no alert can be written. The incident itself is never given up for an alert.
 */
export const WAYS_TO_CALL = ['hear', 'anew', 'not'] as const;
export type WayToCall = (typeof WAYS_TO_CALL)[number];

/** Takes reports of incidents in, each once: history, the incident, its number and its alert in one transaction. */
@Injectable()
export class IncidentBook implements OnModuleInit {
  readonly #log = new Logger('incidents');

  constructor(
    private readonly changes: ChangeLog,
    private readonly incidents: IncidentsRepository,
    private readonly identities: ReportIdentities,
    private readonly rejects: RejectsRepository,
    private readonly alerts: IncidentAlerts,
    private readonly deadlines: Deadlines,
  ) {}

  onModuleInit(): void {
    this.deadlines.handle(AWAY_DEADLINE, (deadline, claim) => this.#away(deadline, claim));
  }

  /** Takes reports in order. What was seen is dropped; an id that came with other content is kept as refused. */
  async take(
    tx: RoomTransaction,
    reports: readonly AcceptedIncident[],
    who?: Doer,
    way: WayToCall = 'hear',
  ): Promise<void> {
    await this.alerts.hold(tx);
    const known = await this.identities.known(reports.map(identityOf), tx.manager);
    for (const report of reports) {
      const identity = identityOf(report);
      const first = known.get(identityName(identity));
      if (first === report.contentKey) continue;
      if (first !== undefined) {
        await this.#keepReused(tx, report);
        continue;
      }
      known.set(identityName(identity), report.contentKey);
      await this.identities.remember(tx.manager, [identity]);
      await this.#store(tx, report, who ?? { kind: 'feed', id: null, name: report.enteredBy, role: null }, way);
    }
  }

  /** Takes one report that a person enters. */
  async enter(report: AcceptedIncident, who: Doer, also: (tx: RoomTransaction) => Promise<void>): Promise<Incident> {
    const { result } = await this.changes.write(async (tx) => {
      await this.take(tx, [report], who);
      await also(tx);
      return (await this.incidents.find(report.incidentId, tx.manager))!;
    });
    return result;
  }

  async #store(tx: RoomTransaction, report: AcceptedIncident, who: Doer, way: WayToCall): Promise<void> {
    const { receivedAt, observedAt } = report;
    const before = await this.incidents.find(report.incidentId, tx.manager);
    const { incident, source, casualtiesRose } = foldIncident(
      before,
      { ...report, reportId: reportName(report) },
      findPlace,
    );
    const { severity, text } = report.facts;
    incident.alertId = await this.#call(tx, way, {
      incident,
      report: {
        severity,
        casualtiesRose,
        text,
        methane: report.facts.methane ?? null,
        observedAt,
        source: report.facts.source,
        messageId: source.reportId,
      },
      receivedAt,
      who,
    });
    await this.incidents.save(tx.manager, incident);
    await this.incidents.append(tx.manager, incident.id, source);
    const { id, version } = incident;
    tx.change({ kind: 'incident', id, version, at: receivedAt, observedAt, op: 'put', body: incident });
    const dueAt = receivedAt + AWAY_AFTER_MS;
    await this.deadlines.set(tx.manager, [{ kind: AWAY_DEADLINE, subject: id, dueAt }]);
  }

  /** @returns id of the alert that stands for the incident, or null */
  async #call(tx: RoomTransaction, way: WayToCall, news: IncidentNews): Promise<string | null> {
    if (way === 'hear') return this.alerts.hear(tx, news);
    if (way === 'anew') return this.alerts.raiseAnew(tx, news);
    this.#log.error(`incident ${news.incident.id}, ${news.report.severity}, is stored and calls nobody: see above`);
    return news.incident.alertId;
  }

  async #keepReused(tx: RoomTransaction, report: AcceptedIncident): Promise<void> {
    const row = { index: 0, ...idReused(report.reportId, `incident ${report.incidentId}`) };
    await this.rejects.keepOnce('security', report.receivedAt, report.enteredBy, [asSent(report)], [row], tx.manager);
  }

  async #away({ subject, dueAt }: Deadline, claim: Claim): Promise<void> {
    await this.changes.write(async (tx) => {
      await this.alerts.hold(tx);
      if (!(await claim(tx.manager))) return;
      const incident = await this.incidents.find(subject, tx.manager);
      if (!incident) return;
      const version = incident.version + 1;
      await this.incidents.save(tx.manager, { ...incident, version });
      tx.change({
        kind: 'incident',
        id: subject,
        version,
        at: dueAt,
        observedAt: dueAt,
        op: 'remove',
        body: { id: subject },
      });
    });
  }
}
