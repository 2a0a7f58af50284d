import type { ConvoyPlan, EpochMs, PositionReport, RoomClock } from '@rearguard/shared';
import {
  DueTimes,
  type CheckRound,
  type PositionBatch,
  type Run,
  Runs,
  Stage,
  type TimePiece,
} from '../exercises/domain/ports.js';
import type { DatedDossier } from '../exercises/scenario/dated-dossier.js';
import type { DatedReport } from '../exercises/scenario/dated-report.js';

export const MIN = 60_000;
/** When people come in. */
export const T0 = Date.parse('2023-08-13T08:50:00Z');

/** A room that keeps a log of what happened to it, and marks units as stale two minutes after their last report. */
export class FakeRoom {
  now: EpochMs = 0;
  log: string[] = [];
  broken = 0;
  criticalWaits = false;
  readonly stored: Run[] = [];
  readonly told: RoomClock[] = [];
  readonly due = new Map<string, EpochMs>();
  readonly seen = new Set<string>();

  readonly clock: TimePiece = { now: () => this.now, set: (at) => void (this.now = at) };

  readonly stage: Stage = new (class extends Stage {
    constructor(private readonly room: FakeRoom) {
      super();
    }
    async positions(batches: readonly PositionBatch[]) {
      if (this.room.broken > 0) {
        this.room.broken -= 1;
        throw new Error('the door is shut');
      }
      for (const { at, reports } of batches) for (const one of reports) this.room.take(at, one);
    }
    async convoy(plan: ConvoyPlan) {
      this.room.note(`convoy ${plan.id}`);
    }
    async siteFact(siteId: string) {
      if (this.room.seen.has(siteId)) return;
      this.room.seen.add(siteId);
      this.room.note(`site ${siteId}`);
    }
    async protection(siteId: string) {
      this.room.note(`protection ${siteId}`);
    }
    async radioChecks(rounds: readonly CheckRound[]) {
      for (const { reports } of rounds)
        for (const one of reports) this.room.note(`heard ${one.siteId ?? one.convoyId}`);
    }
    async incident({ report: { incidentId, severity } }: DatedReport) {
      if (this.room.seen.has(incidentId)) return;
      this.room.criticalWaits ||= severity === 'critical';
      this.room.seen.add(incidentId);
      this.room.note(`incident ${incidentId}`);
    }
    async dossier({ report: { reportId } }: DatedDossier) {
      this.room.note(`dossier ${reportId}`);
    }
    async handled(cause: string) {
      this.room.note(`handled ${cause}`);
    }
    async judged() {}
    async criticalWaits() {
      return this.room.criticalWaits;
    }
    async takenOver() {
      this.room.note('taken over');
    }
    async enterSites() {
      this.room.note('sites');
    }
  })(this);

  readonly deadlines: DueTimes = new (class extends DueTimes {
    constructor(private readonly room: FakeRoom) {
      super();
    }
    async earliestDueAt() {
      return this.room.due.size === 0 ? null : Math.min(...this.room.due.values());
    }
    async runDue(upTo: EpochMs, before: (dueAt: EpochMs) => void) {
      const rows = [...this.room.due]
        .filter(([, at]) => at <= upTo)
        .sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1));
      for (const [unitId, at] of rows) {
        before(at);
        this.room.due.delete(unitId);
        this.room.note(`stale ${unitId}`);
      }
      return rows.length;
    }
  })(this);

  readonly runs: Runs = new (class extends Runs {
    #count = 0;
    constructor(private readonly room: FakeRoom) {
      super();
    }
    keepUnder() {}
    async newest(name: string) {
      return this.room.stored.findLast((run) => run.name === name) ?? null;
    }
    async keepTime(run: Run) {
      const index = this.room.stored.findIndex((one) => one.runId === run.runId);
      if (index === -1) this.room.stored.push({ ...run });
      else this.room.stored[index] = { ...run };
    }
    async keep(run: Run, clock: RoomClock) {
      await this.keepTime(run);
      this.room.told.push(clock);
    }
    async begin(run: Run, clock: RoomClock) {
      this.room.due.clear();
      this.room.seen.clear();
      this.room.log = [];
      await this.keep(run, clock);
    }
    newRunId() {
      this.#count += 1;
      return `run-${this.#count}`;
    }
  })(this);

  take(at: EpochMs, one: PositionReport): void {
    const id = `${one.unitId}@${one.observedAt}`;
    if (this.seen.has(id)) return;
    this.seen.add(id);
    this.due.set(one.unitId, at + 2 * MIN);
    this.log.push(`${at - T0} ${one.unitId}`);
  }

  /** The newest word on each unit, with its time, and all that is known of sites. */
  standing(): Map<string, string> {
    const newest = new Map<string, string>();
    const inTime = [...this.log].sort((a, b) => Number.parseInt(a) - Number.parseInt(b));
    for (const line of inTime) newest.set(line.replace(/^-?\d+ (stale )?/, ''), line);
    return newest;
  }

  note(what: string): void {
    this.log.push(`${this.now - T0} ${what}`);
  }
}
