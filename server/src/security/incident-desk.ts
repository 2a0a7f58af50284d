import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Incident, LogEntry, NewIncident, NewLogEntry } from '@rearguard/shared';
import { toInstantOut } from '@rearguard/shared';
import { DataSource, type EntityManager } from 'typeorm';
import type { PersonIdentity } from '../access/identity.js';
import { CONFIG, type Config } from '../config/config.js';
import type { CheckContext } from '../feeds/check-report.js';
import type { AcceptedIncident } from '../feeds/incidents/accepted-incident.js';
import { acceptIncident } from '../feeds/incidents/check-incident.js';
import { Clock, SystemClock } from '../platform/clock/clock.js';
import { Problem } from '../platform/http/problem.js';
import { THEATRE_AREA } from '../theatre/index.js';
import { IncidentBook } from './incident-book.js';

const DAY_MS = 86_400_000;

type Also = (manager: EntityManager) => Promise<void>;

/** What people enter themselves: incidents by form, and the watch log, of which a line may be an incident. */
@Injectable()
export class IncidentDesk {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly wall: SystemClock,
    @Inject(CONFIG) private readonly config: Config,
    private readonly book: IncidentBook,
  ) {}

  /** @throws Problem 400 with the field at fault */
  async enter(given: NewIncident, who: PersonIdentity, also: Also): Promise<Incident> {
    const report = this.#accept(given, who, 'form');
    return this.book.enter(report, doerOf(who), async ({ manager }) => also(manager));
  }

  /** Writes a line of the watch log; one that is an incident enters it in the same transaction. */
  async log(given: NewLogEntry, who: PersonIdentity, also: Also): Promise<LogEntry> {
    const at = this.clock.now();
    const observedAt = given.observedAt ?? at;
    const { text, source, incident: facts } = given;
    const report = facts && this.#accept({ ...facts, text, observedAt, source: source ?? who.name }, who, 'log');
    const line: Omit<LogEntry, 'id'> = {
      version: 1,
      at: toInstantOut(at),
      observedAt: toInstantOut(report?.observedAt ?? observedAt),
      who: { personId: who.personId, name: who.name, role: who.role },
      text,
      source,
      incidentId: report?.incidentId ?? null,
    };
    let id = '';
    const write = async (manager: EntityManager) => {
      const [row]: { id: string }[] = await manager.query(
        `INSERT INTO watch_log (at, body) VALUES ($1, $2) RETURNING id`,
        [line.at, line],
      );
      id = row!.id;
      await also(manager);
    };
    if (report) await this.book.enter(report, doerOf(who), ({ manager }) => write(manager));
    else await this.database.transaction(write);
    return { id, ...line };
  }

  /** Newest first. */
  async lines(before: string | null, limit: number): Promise<LogEntry[]> {
    const rows: { id: string; body: Omit<LogEntry, 'id'> }[] = await this.database.query(
      `SELECT id, body FROM watch_log WHERE $1::bigint IS NULL OR id < $1 ORDER BY id DESC LIMIT $2`,
      [before, limit],
    );
    return rows.map(({ id, body }) => ({ id, ...body }));
  }

  #accept(given: NewIncident, who: PersonIdentity, way: 'form' | 'log'): AcceptedIncident {
    const { incidentId = `INC-${randomBytes(5).toString('hex')}`, ...facts } = given;
    const reportId = `${way}-${randomBytes(8).toString('hex')}`;
    const checked = acceptIncident(incidentId, reportId, facts, this.#context(), way, who.name);
    if (checked.ok) return checked.report;
    const { path, code, message } = checked.refused;
    throw new Problem(400, { code, message, path });
  }

  #context(): CheckContext {
    return {
      now: this.clock.now(),
      wallNow: this.wall.now(),
      exercise: this.config.exercise !== null,
      retentionMs: this.config.retentionDays * DAY_MS,
      area: THEATRE_AREA,
    };
  }
}

function doerOf(who: PersonIdentity) {
  return { kind: 'person' as const, id: who.personId, name: who.name, role: who.role };
}
