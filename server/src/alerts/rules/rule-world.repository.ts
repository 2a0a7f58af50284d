import { Injectable } from '@nestjs/common';
import type {
  Consignment,
  Convoy,
  EpochMs,
  FlightRequest,
  Incident,
  Movement,
  Restriction,
  Severity,
  Site,
} from '@rearguard/shared';
import type { EntityManager } from 'typeorm';
import { FeedHealthService } from '../../feeds/feed-health.service.js';
import { counts, OLDEST_INCIDENT_MS } from '../domain/rules/judge.js';
import type { RuleWorld } from '../domain/rules/rule-world.js';

/** Reads what the rules look at, and what they hold to be so. */
@Injectable()
export class RuleWorldRepository {
  constructor(private readonly feeds: FeedHealthService) {}

  /**
   * The world as it stands. Convoys are many under load and only looked at one by one, or as those not yet in.
   * @param convoyIds those that are looked at; null for all that are not in yet
   * @param dossierIds requests and consignments that are looked at; null for all
   */
  async read(
    manager: EntityManager,
    now: EpochMs,
    convoyIds: readonly string[] | null,
    dossierIds: readonly string[] | null,
  ): Promise<RuleWorld> {
    const rows: { kind: string; id: string; body: unknown }[] = await manager.query(
      `SELECT kind, id, body FROM picture_state WHERE body IS NOT NULL AND (kind = 'site' OR kind = 'restriction'
          OR kind IN ('movement', 'flight-request', 'consignment') AND ($3::text[] IS NULL OR id = ANY($3))
          OR kind = 'incident' AND (body ->> 'lastObservedAt') > $2
          OR kind = 'convoy' AND CASE WHEN $1::text[] IS NULL THEN body ->> 'state' <> 'arrived' ELSE id = ANY($1) END)`,
      [convoyIds, new Date(now - OLDEST_INCIDENT_MS).toISOString(), dossierIds],
    );
    const of = <Body>(kind: string) =>
      new Map(rows.filter((row) => row.kind === kind).map((row) => [row.id, row.body as Body]));
    const incidents = of<Incident>('incident');
    for (const [id, incident] of incidents) if (!counts(incident, now)) incidents.delete(id);
    return {
      convoys: of<Convoy>('convoy'),
      sites: of<Site>('site'),
      incidents,
      movements: of<Movement>('movement'),
      flightRequests: of<FlightRequest>('flight-request'),
      consignments: of<Consignment>('consignment'),
      restrictions: of<Restriction>('restriction'),
      feeds: this.#heard(),
    };
  }

  async held(manager: EntityManager, subjects: readonly string[]): Promise<Map<string, Map<string, Severity>>> {
    const rows: { cause: string; subject: string; severity: Severity }[] = await manager.query(
      `SELECT cause, subject, severity FROM rule_finding WHERE subject = ANY($1)`,
      [subjects],
    );
    const held = new Map<string, Map<string, Severity>>(subjects.map((subject) => [subject, new Map()]));
    for (const { cause, subject, severity } of rows) held.get(subject)!.set(cause, severity);
    return held;
  }

  async hold(manager: EntityManager, cause: string, subject: string, severity: Severity): Promise<void> {
    await manager.query(
      `INSERT INTO rule_finding (cause, subject, severity) VALUES ($1, $2, $3)
       ON CONFLICT (cause) DO UPDATE SET severity = excluded.severity`,
      [cause, subject, severity],
    );
  }

  async letGo(manager: EntityManager, cause: string): Promise<void> {
    await manager.query(`DELETE FROM rule_finding WHERE cause = $1`, [cause]);
  }

  #heard(): Map<string, EpochMs> {
    return new Map(
      this.feeds
        .health()
        .flatMap(({ feed, lastReceivedAt }) => (lastReceivedAt === null ? [] : [[feed, Date.parse(lastReceivedAt)]])),
    );
  }
}
