import type { EpochMs } from '@rearguard/shared';
import { SHORTEST_LIMIT_S } from '../../movements/domain/staleness.js';
import type { Scenario, ScenarioEvent } from '../scenario/events.js';
import type { CheckRound, DueTimes, PositionBatch, Stage, TimePiece } from './ports.js';

/**
 * No report sets a deadline sooner than this after it. A step that ends within it of its first report can therefore not
 * run past a deadline that one of its own reports set, and it makes no difference how long steps are.
 */
const LONGEST_STEP_MS = SHORTEST_LIMIT_S * 1_000;

/** Reports of one long step: a few batches of the door. */
const RUSHED_REPORTS = 4_000;

/**
 * Moves the room on in steps, so that the same story gives the same room at any speed. A step ends no later than the
 * earliest deadline; what happens up to its end is applied first, then the deadlines due run in order, with the clock at
 * the time of each, and only then the clock stands at the end.
 */
export class Stepper {
  constructor(
    private readonly scenario: Scenario,
    private readonly stage: Stage,
    private readonly deadlines: DueTimes,
    private readonly clock: TimePiece,
  ) {}

  /**
   * Takes one step towards an instant, and returns where the clock stands then.
   * A fault leaves the clock where it was; the step is simply taken again.
   */
  async step(towards: EpochMs): Promise<EpochMs> {
    const from = this.clock.now();
    if (towards <= from) return from;
    const dueAt = await this.deadlines.earliestDueAt();
    const limit = dueAt === null ? towards : Math.min(towards, Math.max(dueAt, from));
    return this.#play(from, this.#eventsOf(from, limit));
  }

  /**
   * Takes one long step, for what lies between two instants that somebody jumps: the same reports in the same order, but
   * the deadlines are looked at only after each {@link RUSHED_REPORTS} of them. The room at the end is the same; that a
   * unit was stale for a while in between is not told.
   */
  async rush(towards: EpochMs): Promise<EpochMs> {
    const from = this.clock.now();
    if (towards <= from) return from;
    let reports = 0;
    let end = towards;
    const events: ScenarioEvent[] = [];
    for (const event of this.scenario.events(from, towards)) {
      // Events of one instant stay together, since the next step begins after it.
      if (reports >= RUSHED_REPORTS && event.at > events.at(-1)!.at) {
        end = events.at(-1)!.at;
        break;
      }
      events.push(event);
      if (event.kind === 'positions') reports += event.reports.length;
    }
    return this.#play(from, { events, end });
  }

  async #play(from: EpochMs, { events, end }: { events: readonly ScenarioEvent[]; end: EpochMs }): Promise<EpochMs> {
    try {
      await this.#apply(events);
      await this.stage.judged();
      await this.deadlines.runDue(end, (due) => this.clock.set(Math.max(due, from)));
    } catch (cause) {
      this.clock.set(from);
      throw cause;
    }
    this.clock.set(end);
    return end;
  }

  #eventsOf(from: EpochMs, limit: EpochMs): { events: ScenarioEvent[]; end: EpochMs } {
    const events: ScenarioEvent[] = [];
    let end = limit;
    for (const event of this.scenario.events(from, limit)) {
      if (events.length === 0) end = Math.min(limit, event.at + LONGEST_STEP_MS);
      if (event.at > end) break;
      events.push(event);
    }
    return { events, end };
  }

  async #apply(events: readonly ScenarioEvent[]): Promise<void> {
    let batches: PositionBatch[] = [];
    let rounds: CheckRound[] = [];
    const handIn = async () => {
      // Who arrives by these positions was heard before; the other way round the arrival would find checks missing.
      if (rounds.length > 0) await this.stage.radioChecks(rounds);
      if (batches.length > 0) await this.stage.positions(batches);
      [batches, rounds] = [[], []];
    };
    for (const event of events) {
      if (event.kind === 'radio-checks') {
        rounds.push(event);
        continue;
      }
      if (event.kind === 'positions') {
        batches.push(event);
        continue;
      }
      await handIn();
      this.clock.set(event.at);
      await this.#act(event);
    }
    await handIn();
  }

  #act(event: Exclude<ScenarioEvent, { kind: 'positions' | 'radio-checks' }>): Promise<void> {
    switch (event.kind) {
      case 'convoy':
        return this.stage.convoy(event.plan);
      case 'site-fact':
        return this.stage.siteFact(event.siteId, event.fact);
      case 'protection':
        return this.stage.protection(event.siteId, event.protection, event.at);
      case 'incident':
        return this.stage.incident(event);
      case 'dossier':
        return this.stage.dossier(event.told);
      case 'handled':
        return this.stage.handled(event.cause, event.outcome);
    }
  }
}
