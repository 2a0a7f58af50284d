import { randomBytes } from 'node:crypto';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Incident, NewIncident } from '@rearguard/shared';
import type { EntityManager } from 'typeorm';
import type { PersonIdentity } from '../access/identity.js';
import { CONFIG, type Config } from '../config/config.js';
import type { CheckContext } from '../feeds/check-report.js';
import type { AcceptedIncident } from '../feeds/incidents/accepted-incident.js';
import { acceptIncident } from '../feeds/incidents/check-incident.js';
import { Clock, SystemClock } from '../platform/clock/clock.js';
import { Problem } from '../platform/http/problem.js';
import { THEATRE_AREA } from '../theatre/index.js';
import { type EnterIncident, LogIncidents } from '../watch-log/log-incidents.js';
import { IncidentBook } from './incident-book.js';

const DAY_MS = 86_400_000;

type Also = (manager: EntityManager) => Promise<void>;

/** What people enter themselves: incidents by form, and the watch log, of which a line may be an incident. */
@Injectable()
export class IncidentDesk implements OnModuleInit {
  constructor(
    private readonly clock: Clock,
    private readonly wall: SystemClock,
    @Inject(CONFIG) private readonly config: Config,
    private readonly book: IncidentBook,
    private readonly logged: LogIncidents,
  ) {}

  onModuleInit(): void {
    this.logged.enter = (...line) => this.#fromLog(...line);
  }

  /** @throws Problem 400 with the field at fault */
  async enter(given: NewIncident, who: PersonIdentity, also: Also): Promise<Incident> {
    const report = this.#accept(given, who, 'form');
    return this.book.enter(report, doerOf(who), async ({ manager }) => also(manager));
  }

  /**
   * A line of the watch log that is an incident enters it, by its text, time and source, in the same transaction. Without a
   * source it is by the role of who writes it: a source goes to the wall, where nobody is named.
   */
  async #fromLog(...[{ text, source, observedAt, incident }, who, write]: Parameters<EnterIncident>): Promise<void> {
    const facts = { ...incident, text, observedAt: observedAt ?? this.clock.now(), source: source ?? who.role };
    const report = this.#accept(facts, who, 'log');
    await this.book.enter(report, doerOf(who), (tx) => write(tx, report.incidentId));
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
