import type { UnitFacts } from '@rearguard/shared';
import type { Chance } from './chance.js';
import type { Fold } from './fold.js';
import type { Gateway, Report } from './gateway.js';

const UNITS = 8;
const TENTH_MS = 100;
/** With so many reports a unit's rhythm is known, and it has the least limit: 120 s. */
const WARM_UP = 6;
const WARM_UP_AGE_MS = 400_000;

/**
 * Units that fall silent. Nobody waits two minutes for one of them to become stale: the last that it reports is just as
 * old, as from a tracker whose messages were held up, so that its limit passes while a fault lasts.
 */
export class QuietUnits {
  /** The newest report of each. */
  readonly newest = new Map<string, Report>();
  /** Times of the last silences' reports, by unit. */
  readonly told = new Map<string, number[]>();

  constructor(
    private readonly gateway: Gateway,
    private readonly fold: Fold,
    private readonly chance: Chance,
  ) {}

  get unitIds(): string[] {
    return Array.from({ length: UNITS }, (_, unit) => `Q-${unit}`);
  }

  /** Lets the room learn their rhythm; their first silences are over with that. */
  async begin(): Promise<void> {
    const began = tenth(Date.now() - WARM_UP_AGE_MS);
    const reports = Array.from({ length: WARM_UP }, (_, no) =>
      this.unitIds.map((unitId) => ({ unitId, ...this.#place(), observedAt: began + no * 1_000 })),
    ).flat();
    await this.#tell(reports);
  }

  /** Each reports once more, and no more: it must become stale once, at a moment within the next `forMs`. */
  async fallSilent(forMs: number): Promise<void> {
    const reports = this.unitIds.map((unitId) => {
      const { staleAfterS } = this.fold.bodies.unit.get(unitId) as UnitFacts;
      const dueAt = Date.now() + this.chance.between(150, forMs);
      return { unitId, ...this.#place(), observedAt: tenth(dueAt - staleAfterS * 1_000) };
    });
    await this.#tell(reports);
  }

  async #tell(reports: Report[]): Promise<void> {
    await this.gateway.deliver(reports);
    this.told.clear();
    for (const report of reports) {
      this.newest.set(report.unitId, report);
      this.told.set(report.unitId, [...(this.told.get(report.unitId) ?? []), report.observedAt]);
    }
  }

  #place(): { lat: number; lon: number } {
    return { lat: this.chance.between(1_400_000, 1_500_000) / 100_000, lon: -3 };
  }
}

const tenth = (at: number): number => Math.floor(at / TENTH_MS) * TENTH_MS;
