import { Injectable, Logger } from '@nestjs/common';
import { type ConvoyPlan, type EpochMs, MAX_REPORTS } from '@rearguard/shared';
import { PositionDoor } from '../feeds/position-door.js';
import { ConvoysService } from '../movements/convoys/convoys.service.js';
import { Problem } from '../platform/http/problem.js';
import type { SiteFact } from '../sites/domain/site-state.js';
import { SitesService } from '../sites/sites.service.js';
import { type PositionBatch, Stage } from './domain/ports.js';

/** The scenario's way into the room: positions through the door, like those of any other feed. */
@Injectable()
export class RoomStage extends Stage {
  readonly #log = new Logger('exercise');

  constructor(
    private readonly door: PositionDoor,
    private readonly convoys: ConvoysService,
    private readonly sites: SitesService,
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
      const refused = taken.reply.rejected[0];
      if (refused) this.#log.error(`the door refused a report of the scenario: ${refused.message}`);
      await this.door.applied(taken);
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

  async enterSites(at: EpochMs): Promise<void> {
    await this.sites.enter(at);
  }
}
