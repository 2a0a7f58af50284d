import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type DossierKind, type EpochMs, LIFE_CYCLES, may, movesOf } from '@rearguard/shared';
import type { EntityManager } from 'typeorm';
import type { PersonIdentity } from '../access/identity.js';
import { ChangeLog, type RoomTransaction } from '../changes/change-log.js';
import { CONFIG, type Config } from '../config/config.js';
import { type AcceptedDossier, nameOf } from '../feeds/dossiers/accepted-dossier.js';
import { acceptDossier } from '../feeds/dossiers/check-dossier.js';
import { Clock, SystemClock } from '../platform/clock/clock.js';
import { Problem } from '../platform/http/problem.js';
import { THEATRE_AREA } from '../theatre/index.js';
import type { Dossier } from './domain/show.js';
import { DossierBook } from './dossier-book.js';
import { DossiersRepository, keyOf } from './dossiers.repository.js';

const DAY_MS = 86_400_000;
const PREFIX: Readonly<Record<DossierKind, string>> = {
  movement: 'MV',
  'flight-request': 'FR',
  consignment: 'CS',
  restriction: 'RS',
};

/** What a person says of a dossier, whichever way. */
export interface Said {
  observedAt?: EpochMs | undefined;
  source?: string | undefined;
  reason?: string | undefined;
  [fact: string]: unknown;
}

/** Written in the same transaction: told how the dossier stood before and stands then. */
export type Also = (manager: EntityManager, before: Dossier | null, after: Dossier) => Promise<void>;

/** What people do to dossiers: enter, amend, and move from state to state. */
@Injectable()
export class DossierDesk {
  constructor(
    private readonly changes: ChangeLog,
    private readonly clock: Clock,
    private readonly wall: SystemClock,
    @Inject(CONFIG) private readonly config: Config,
    private readonly book: DossierBook,
    private readonly dossiers: DossiersRepository,
  ) {}

  /** @throws Problem 400 with the field at fault, 409 with `current` when there is one of this id */
  async enter(kind: DossierKind, given: Said, who: PersonIdentity, also: Also): Promise<Dossier> {
    const { id = `${PREFIX[kind]}-${randomBytes(4).toString('hex')}`, ...said } = given as Said & { id?: string };
    const report = this.#accept(kind, id, LIFE_CYCLES[kind].first, said, who);
    return this.#write(kind, id, async (tx) => {
      const current = await this.dossiers.find(kind, id, tx.manager);
      if (current) {
        const message = `there is ${nameOf(report)} already`;
        throw new Problem(409, { code: 'exists', message, path: '/id', current });
      }
      return this.#add(tx, report, null, also);
    });
  }

  /** @throws Problem 400 with the field at fault, 409 with `current` when somebody was first */
  async amend(kind: DossierKind, id: string, given: Said, who: PersonIdentity, also: Also): Promise<Dossier> {
    const { version, ...said } = given as Said & { version: number };
    const report = this.#accept(kind, id, null, said, who);
    return this.#write(kind, id, async (tx) => this.#add(tx, report, await this.#seen(tx, kind, id, version), also));
  }

  /** @throws Problem 400, 403 for a move of another role, 409 with `current`, 422 with `allowed` */
  async move(kind: DossierKind, id: string, given: Said, who: PersonIdentity, also: Also): Promise<Dossier> {
    const { version, to, ...said } = given as Said & { version: number; to: string };
    this.#mayMove(kind, to, said, who);
    const report = this.#accept(kind, id, to, said, who);
    return this.#write(kind, id, async (tx) => {
      const before = await this.#seen(tx, kind, id, version);
      const allowed = movesOf(kind, before.state, who.role);
      const emergency = said['withoutApproval'] === true && to === 'used';
      if (!emergency && !allowed.includes(to)) {
        const message = `${nameOf(report)} is ${before.state} and cannot become ${to}`;
        throw new Problem(422, { code: 'not-allowed', message, path: '/to', allowed });
      }
      const since = Date.parse(before.since);
      if (said.observedAt !== undefined && report.observedAt < since) {
        const message = `observedAt lies before ${before.since}, since when it is ${before.state}`;
        throw new Problem(422, { code: 'before-state', message, path: '/observedAt', allowed });
      }
      // A feed may run ahead of our clock by minutes; what is decided after it comes after it.
      const observedAt = Math.max(report.observedAt, since, Date.parse(before.lastObservedAt));
      return this.#add(tx, { ...report, observedAt }, before, also, allowed);
    });
  }

  #mayMove(kind: DossierKind, to: string, { withoutApproval }: Said, { role }: PersonIdentity): void {
    const { by, moveAction } = LIFE_CYCLES[kind];
    const action = withoutApproval === true ? 'flight-request.fly-without-approval' : (by[to] ?? moveAction);
    if (may(role, action)) return;
    throw new Problem(403, { code: 'not-allowed', message: `Your role may not do this: ${action}.` });
  }

  async #write(kind: DossierKind, id: string, work: (tx: RoomTransaction) => Promise<Dossier>): Promise<Dossier> {
    const { result } = await this.changes.write(async (tx) => {
      await this.dossiers.hold(tx.manager, [keyOf(kind, id)]);
      return work(tx);
    });
    return result;
  }

  async #seen(tx: RoomTransaction, kind: DossierKind, id: string, version: number): Promise<Dossier> {
    const current = await this.dossiers.find(kind, id, tx.manager);
    if (!current) throw new Problem(404, { code: 'not-found', message: `there is no ${kind} ${id}` });
    if (current.version === version) return current;
    const message = `it changed meanwhile: it is ${current.state}, version ${current.version}`;
    throw new Problem(409, { code: 'version-conflict', message, path: '/version', current });
  }

  async #add(
    tx: RoomTransaction,
    report: AcceptedDossier,
    before: Dossier | null,
    also: Also,
    allowed: string[] = [],
  ): Promise<Dossier> {
    const { dossier, steps } = await this.book.add(tx, [report]);
    const refused = steps.find(({ outcome }) => outcome === 'refused');
    // Thrown inside the transaction: nothing of it stays.
    if (refused || !dossier) {
      throw new Problem(422, {
        code: 'not-allowed',
        message: refused?.refusal ?? 'it has not begun',
        path: '/to',
        allowed,
      });
    }
    await also(tx.manager, before, dossier);
    return dossier;
  }

  #accept(
    kind: DossierKind,
    subjectId: string,
    state: string | null,
    { observedAt = this.clock.now(), source, reason, ...facts }: Said,
    who: PersonIdentity,
  ): AcceptedDossier {
    const reportId = `form-${randomBytes(8).toString('hex')}`;
    const given = {
      ...facts,
      subjectId,
      reportId,
      observedAt,
      // The post and not the person: walls show it.
      source: source ?? who.role,
      ...(reason !== undefined && { reason }),
      ...(state !== null && { state }),
    };
    const checked = acceptDossier(kind, given, this.#context(), { way: 'form', enteredBy: who.name, role: who.role });
    if (checked.ok) return checked.report;
    const { path, code, message } = checked.refused;
    throw new Problem(400, { code, message, path });
  }

  #context() {
    return {
      now: this.clock.now(),
      wallNow: this.wall.now(),
      exercise: this.config.exercise !== null,
      retentionMs: this.config.retentionDays * DAY_MS,
      area: THEATRE_AREA,
    };
  }
}
