import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DossierKind, type EpochMs, LIFE_CYCLES } from '@rearguard/shared';
import { ChangeLog, type RoomTransaction } from '../changes/change-log.js';
import {
  type AcceptedDossier,
  asSent,
  identityOf,
  nameOf,
  REPORTED_AS,
  reportName,
} from '../feeds/dossiers/accepted-dossier.js';
import { idReused } from '../feeds/feed-door.js';
import { RejectsRepository } from '../feeds/rejects.repository.js';
import { identityName, ReportIdentities } from '../feeds/report-identities.js';
import { type Claim, type Deadline, Deadlines } from '../platform/deadlines/deadlines.js';
import { changesAt, foldReports } from './domain/fold-reports.js';
import type { DossierReport, Step } from './domain/report.js';
import { type Dossier, show } from './domain/show.js';
import { DossiersRepository, keyOf } from './dossiers.repository.js';

/** When time alone changes a dossier. */
const LAPSE_DEADLINE = 'dossier';
/** When one that has ended, and of which nothing more was heard, leaves the picture; its row and history stay. */
const AWAY_DEADLINE = 'dossier-away';
const AWAY_AFTER_MS = 14 * 86_400_000;

/** What taking reports of one dossier came to. */
export interface Taken {
  dossier: Dossier | null;
  /** What became of each new report. */
  steps: readonly Step[];
}

/** Takes reports of dossiers in, each once: history, the dossier and its number in one transaction. */
@Injectable()
export class DossierBook implements OnModuleInit {
  constructor(
    private readonly changes: ChangeLog,
    private readonly dossiers: DossiersRepository,
    private readonly identities: ReportIdentities,
    private readonly rejects: RejectsRepository,
    private readonly deadlines: Deadlines,
  ) {}

  onModuleInit(): void {
    this.deadlines.handle(LAPSE_DEADLINE, (deadline, claim) => this.#lapse(deadline, claim));
    this.deadlines.handle(AWAY_DEADLINE, (deadline, claim) => this.#away(deadline, claim));
  }

  /** Takes reports of feeds. What was seen is dropped; what its state does not allow is kept as refused, in history too. */
  async take(tx: RoomTransaction, reports: readonly AcceptedDossier[]): Promise<void> {
    await this.dossiers.hold(tx.manager, [...bySubject(reports).keys()]);
    for (const mine of bySubject(await this.#fresh(tx, reports)).values()) {
      const { steps } = await this.add(tx, mine);
      const refused = new Map(steps.filter(({ outcome }) => outcome === 'refused').map((s) => [s.report.reportId, s]));
      for (const report of mine) {
        const step = refused.get(reportName(report));
        if (step) await this.#keepRefused(tx, report, step);
      }
    }
  }

  /** Adds new reports of one dossier, which the caller holds. */
  async add(tx: RoomTransaction, reports: readonly AcceptedDossier[]): Promise<Taken> {
    const { kind, subjectId } = reports[0]!;
    const before = await this.dossiers.find(kind, subjectId, tx.manager);
    const known = await this.dossiers.reports(kind, subjectId, tx.manager);
    const newestAt = before === null ? 0 : Date.parse(before.lastObservedAt);
    const added = reports.map((report) => keptOf(report, newestAt));
    const now = Math.max(...reports.map(({ receivedAt }) => receivedAt));
    await this.dossiers.append(tx.manager, added);
    const folded = foldReports(kind, [...known, ...added], now);
    if (folded === null) return { dossier: null, steps: refusedOf(added) };
    const dossier = show(kind, subjectId, (before?.version ?? 0) + 1, folded);
    await this.#store(tx, kind, dossier, now, changesAt(kind, folded));
    const names = new Set(added.map(({ reportId }) => reportId));
    return { dossier, steps: folded.steps.filter(({ report }) => names.has(report.reportId)) };
  }

  async #fresh(tx: RoomTransaction, reports: readonly AcceptedDossier[]): Promise<AcceptedDossier[]> {
    const known = await this.identities.known(reports.map(identityOf), tx.manager);
    const fresh: AcceptedDossier[] = [];
    for (const report of reports) {
      const identity = identityOf(report);
      const first = known.get(identityName(identity));
      if (first === report.contentKey) continue;
      if (first !== undefined) {
        await this.#keep(tx, report, idReused(report.reportId, nameOf(report)));
        continue;
      }
      known.set(identityName(identity), report.contentKey);
      fresh.push(report);
    }
    await this.identities.remember(tx.manager, fresh.map(identityOf));
    return fresh;
  }

  async #store(
    tx: RoomTransaction,
    kind: DossierKind,
    dossier: Dossier,
    at: EpochMs,
    lapsesAt: EpochMs | null,
  ): Promise<void> {
    const { id, version } = dossier;
    const key = keyOf(kind, id);
    await this.dossiers.save(tx.manager, kind, dossier);
    const observedAt = Date.parse(dossier.lastObservedAt);
    tx.change({ kind, id, version, at, observedAt, op: 'put', body: dossier });
    if (lapsesAt === null) await this.deadlines.clear(tx.manager, LAPSE_DEADLINE, [key]);
    else await this.deadlines.set(tx.manager, [{ kind: LAPSE_DEADLINE, subject: key, dueAt: lapsesAt }]);
    const ended = LIFE_CYCLES[kind].ended.includes(dossier.state);
    if (!ended) await this.deadlines.clear(tx.manager, AWAY_DEADLINE, [key]);
    else await this.deadlines.set(tx.manager, [{ kind: AWAY_DEADLINE, subject: key, dueAt: at + AWAY_AFTER_MS }]);
  }

  async #keepRefused(tx: RoomTransaction, report: AcceptedDossier, { refusal, allowed }: Step): Promise<void> {
    const next = allowed.length > 0 ? `; allowed: ${allowed.join(', ')}` : '';
    await this.#keep(tx, report, { path: '/state', code: 'not-allowed', message: `state ${refusal}${next}` });
  }

  async #keep(
    tx: RoomTransaction,
    report: AcceptedDossier,
    why: { path: string; code: string; message: string },
  ): Promise<void> {
    const { feed } = REPORTED_AS[report.kind];
    const row = { index: 0, ...why };
    await this.rejects.keepOnce(feed, report.receivedAt, report.enteredBy, [asSent(report)], [row], tx.manager);
  }

  async #lapse({ subject, dueAt }: Deadline, claim: Claim): Promise<void> {
    const [kind, id] = partsOf(subject);
    await this.changes.write(async (tx) => {
      await this.dossiers.hold(tx.manager, [subject]);
      if (!(await claim(tx.manager))) return;
      const before = await this.dossiers.find(kind, id, tx.manager);
      const folded = foldReports(kind, await this.dossiers.reports(kind, id, tx.manager), dueAt);
      if (!before || !folded) return;
      await this.#store(tx, kind, show(kind, id, before.version + 1, folded), dueAt, changesAt(kind, folded));
    });
  }

  async #away({ subject, dueAt: at }: Deadline, claim: Claim): Promise<void> {
    const [kind, id] = partsOf(subject);
    await this.changes.write(async (tx) => {
      await this.dossiers.hold(tx.manager, [subject]);
      if (!(await claim(tx.manager))) return;
      const dossier = await this.dossiers.find(kind, id, tx.manager);
      if (!dossier) return;
      const version = dossier.version + 1;
      await this.dossiers.save(tx.manager, kind, { ...dossier, version });
      tx.change({ kind, id, version, at, observedAt: at, op: 'remove', body: { id } });
    });
  }
}

function bySubject(reports: readonly AcceptedDossier[]): Map<string, AcceptedDossier[]> {
  const groups = new Map<string, AcceptedDossier[]>();
  for (const report of reports) {
    const key = keyOf(report.kind, report.subjectId);
    const group = groups.get(key);
    if (group) group.push(report);
    else groups.set(key, [report]);
  }
  return groups;
}

function keptOf(report: AcceptedDossier, newestAt: EpochMs): DossierReport {
  const { kind, subjectId, state, reason, observedAt, receivedAt, source, way, enteredBy, role, facts } = report;
  return {
    kind,
    subjectId,
    reportId: reportName(report),
    state,
    reason,
    observedAt,
    receivedAt,
    source,
    way,
    who: { kind: way === 'feed' || way === 'system' ? way : 'person', name: enteredBy, role },
    late: observedAt < newestAt,
    facts,
  };
}

/** Of a dossier that nothing has begun yet. */
function refusedOf(reports: readonly DossierReport[]): Step[] {
  return reports.map((report) => {
    const allowed = [LIFE_CYCLES[report.kind].first];
    const refusal =
      report.state === null ? 'is missing: nothing is known of it yet' : `new cannot become ${report.state}`;
    return { report, outcome: 'refused', from: null, to: report.state, refusal, allowed, facts: {}, revision: 1 };
  });
}

function partsOf(key: string): [DossierKind, string] {
  const colon = key.indexOf(':');
  return [DossierKind.parse(key.slice(0, colon)), key.slice(colon + 1)];
}
