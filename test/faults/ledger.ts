import type { Change, UnitFacts } from '@rearguard/shared';
import { Fold } from './fold.js';
import type { Report } from './gateway.js';
import type { RoomReader } from './room-reader.js';
import { same } from './same.js';

/** Reads the change log number by number, and holds it against what was reported. */
export class Ledger {
  readonly fold = new Fold();
  /** Reports in the stored batches that the log tells of, since it was last set back. */
  points = 0;
  /** Silences that were told, as unit and newest report. */
  readonly #told = new Set<string>();

  constructor(
    private readonly newestOf: (unitId: string) => Report | undefined,
    private readonly complain: (what: string) => void,
  ) {}

  /** Reads on to the end of the log. */
  async read(reader: RoomReader): Promise<void> {
    for (;;) {
      const page = await reader.changes(this.fold.seq);
      for (const change of page.items) {
        // What comes after a gap tells nothing more.
        if (!this.#follows(change)) return;
        this.#take(change);
      }
      if (page.nextCursor === null) return;
    }
  }

  /** Whether the last silence of each unit was told. */
  toldStale(units: readonly string[]): boolean {
    return units.every((id) => this.#told.has(silence(id, this.newestOf(id))));
  }

  #follows({ seq }: Change): boolean {
    const follows = seq === this.fold.seq + 1;
    if (!follows) this.complain(`the log has a gap: change ${seq} follows on ${this.fold.seq}`);
    return follows;
  }

  #take(change: Change): void {
    const before = this.fold.bodies.unit.get(change.id) as UnitFacts | undefined;
    this.fold.take(change);
    if (change.kind === 'positions') this.points += (change.body as { count: number }).count;
    if (change.kind !== 'unit') return;
    const after = change.body as UnitFacts;
    if (before && after.version !== before.version + 1) {
      this.complain(`change ${change.seq}: ${change.id} goes from version ${before.version} to ${after.version}`);
    }
    const again = before?.stale === true && same({ ...before, version: after.version }, after);
    if (after.stale && (again || !before?.stale)) this.#stale(change, after);
  }

  /** Once for each silence, and at the very moment at which its newest report passes its limit. */
  #stale({ seq, id, at }: Change, { staleAfterS }: UnitFacts): void {
    const newest = this.newestOf(id);
    const dueAt = (newest?.observedAt ?? NaN) + staleAfterS * 1_000;
    if (Date.parse(at) !== dueAt) this.complain(`change ${seq}: ${id} is stale at ${at}, and was due at ${dueAt}`);
    const name = silence(id, newest);
    if (this.#told.has(name)) this.complain(`change ${seq}: ${id} is stale twice for one silence`);
    this.#told.add(name);
  }
}

const silence = (id: string, newest: Report | undefined): string => `${id} after ${newest?.observedAt}`;
