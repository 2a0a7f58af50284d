import { Injectable, Logger } from '@nestjs/common';
import { type ConvoyPlan, type EpochMs, MAX_REPORTS } from '@rearguard/shared';
import { AlertsRepository } from '../alerts/alerts.repository.js';
import { EarlierShift } from '../alerts/earlier-shift.js';
import { RuleWatch } from '../alerts/rules/rule-watch.js';
import { AirspaceDoor } from '../feeds/airspace-door.js';
import { CustomsDoor } from '../feeds/customs-door.js';
import type { Door, Taken } from '../feeds/feed-door.js';
import { PositionDoor } from '../feeds/position-door.js';
import { SecurityDoor } from '../feeds/security-door.js';
import { ConvoysService } from '../movements/convoys/convoys.service.js';
import { Problem } from '../platform/http/problem.js';
import type { Given as ProtectionGiven } from '../sites/domain/protection.js';
import type { SiteFact } from '../sites/domain/site-state.js';
import { ProtectionService } from '../sites/protection.service.js';
import { SitesService } from '../sites/sites.service.js';
import { type CheckRound, type PositionBatch, Stage } from './domain/ports.js';
import type { DatedDossier } from './scenario/dated-dossier.js';
import type { DatedReport } from './scenario/dated-report.js';

/** The scenario's way into the room: reports through the doors, like those of any other feed. */
@Injectable()
export class RoomStage extends Stage {
  readonly #log = new Logger('exercise');

  constructor(
    private readonly door: PositionDoor,
    private readonly security: SecurityDoor,
    private readonly airspace: AirspaceDoor,
    private readonly customs: CustomsDoor,
    private readonly earlier: EarlierShift,
    private readonly alerts: AlertsRepository,
    private readonly rules: RuleWatch,
    private readonly convoys: ConvoysService,
    private readonly sites: SitesService,
    private readonly guards: ProtectionService,
  ) {
    super();
  }

  async positions(batches: readonly PositionBatch[]): Promise<void> {
    const times = batches.flatMap(({ at, reports }) => reports.map(() => at));
    const reports = batches.flatMap((batch) => batch.reports);
    for (let first = 0; first < reports.length; first += MAX_REPORTS) {
      const taken = await this.door.take(reports.slice(first, first + MAX_REPORTS), {
        tokenName: 'exercise',
        receivedAt: (index) => times[first + index]!,
      });
      await this.#applied(this.door, taken);
    }
  }

  async convoy(plan: ConvoyPlan): Promise<void> {
    try {
      await this.convoys.plan(plan, undefined, 'leave');
    } catch (cause) {
      // Planned before a stop that came between it and the clock.
      if (cause instanceof Problem && cause.body.code === 'convoy-exists') return;
      throw cause;
    }
  }

  async siteFact(siteId: string, fact: SiteFact): Promise<void> {
    await this.sites.record(siteId, fact);
  }

  async incident({ at, report }: DatedReport): Promise<void> {
    const taken = await this.security.take([report], { tokenName: 'exercise', receivedAt: () => at });
    await this.#applied(this.security, taken);
  }

  async dossier({ at, feed, report }: DatedDossier): Promise<void> {
    const door = this[feed];
    const taken = await door.take([report], { tokenName: 'exercise', receivedAt: () => at });
    await this.#applied(door, taken);
  }

  async protection(siteId: string, given: ProtectionGiven, at: EpochMs): Promise<void> {
    await this.guards.enter(siteId, given, at);
  }

  /** Whom a check is of may only just have come in: contacts follow sites and convoys at some distance. */
  async radioChecks(rounds: readonly CheckRound[]): Promise<void> {
    await this.rules.caughtUp();
    const times = rounds.flatMap(({ at, reports }) => reports.map(() => at));
    const reports = rounds.flatMap((round) => round.reports);
    const taken = await this.security.take(reports, { tokenName: 'exercise', receivedAt: (index) => times[index]! });
    await this.#applied(this.security, taken);
  }

  async handled(cause: string, outcome: string): Promise<void> {
    // The rules may have called only just now.
    await this.rules.caughtUp();
    await this.earlier.end(cause, outcome);
  }

  judged(): Promise<void> {
    return this.rules.caughtUp();
  }

  criticalWaits(): Promise<boolean> {
    return this.alerts.anyCriticalWaits();
  }

  async takenOver(): Promise<void> {
    await this.rules.caughtUp();
    await this.earlier.takeAll();
  }

  async enterSites(at: EpochMs): Promise<void> {
    await this.sites.enter(at);
  }

  async #applied(door: Door, taken: Taken): Promise<void> {
    const refused = taken.reply.rejected[0];
    if (refused) this.#log.error(`the door refused a report of the scenario: ${refused.message}`);
    await door.applied(taken);
  }
}
