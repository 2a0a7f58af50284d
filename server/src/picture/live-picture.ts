import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import {
  type Alert,
  type AlertAttention,
  type Change,
  type Convoy,
  isPictureKind,
  type Picture,
  PICTURE_PARTS,
  type PicturePart,
  type RoomClock,
  type Site,
  toInstantOut,
  type TrackUpdate,
  type Unit,
  type UnitFacts,
} from '@rearguard/shared';
import { DataSource } from 'typeorm';
import { ChangeLog } from '../changes/change-log.js';
import { FreshPoints } from '../movements/positions/fresh-points.js';
import { isNewer, type Point, toUnitPosition } from '../movements/positions/point.js';
import { PositionStore } from '../movements/positions/position-store.js';
import { Bus } from '../platform/bus/bus.js';
import { attentionOf } from './attention.js';
import { RoomTime } from './room-time.js';

/** Even without a wake-up the log is looked at this often. */
const LOOK_EVERY_MS = 1_000;
/** Least time between two readings of the log. */
const LOOK_AGAIN_MS = 10;
const READ_AT_ONCE = 2_000;
/** Changes kept in memory for clients that come back after a short cut. */
const MOST_KEPT = 20_000;

type Bodies = { readonly [Part in PicturePart]: Map<string, Picture[Part][string]> };

/** The newest body of a subject. */
type Newest = Pick<Change, 'kind' | 'id' | 'body'>;

/** What one look at the log brought: shown to clients as it is. */
export interface Step {
  changes: Change[];
  /** Numbers of the units that have a newer position. */
  moved: ReadonlySet<number>;
  /** Alerts that want somebody now. */
  wanted: AlertAttention[];
}

/**
 * The picture as it stands: the change log and the stored positions, folded. Every process that shows it folds the same
 * numbers in the same order, so all of them agree.
 */
@Injectable()
export class LivePicture implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #log = new Logger('picture');
  readonly #facts = new Map<string, UnitFacts>();
  readonly #unitIds = new Map<number, string>();
  readonly #points = new Map<number, Point>();
  readonly #bodies: Bodies = {
    convoys: new Map(),
    sites: new Map(),
    comms: new Map(),
    incidents: new Map(),
    alerts: new Map(),
    movements: new Map(),
    flightRequests: new Map(),
    consignments: new Map(),
    restrictions: new Map(),
  };
  readonly #listeners = new Set<(step: Step) => void>();
  #kept: Change[] = [];
  #seq = 0;
  #ready = false;
  #closing = false;
  #looking: Promise<void> | null = null;
  #lookAgain = false;
  #timer: NodeJS.Timeout | null = null;
  #soon: NodeJS.Timeout | null = null;

  constructor(
    private readonly database: DataSource,
    private readonly log: ChangeLog,
    private readonly positions: PositionStore,
    private readonly fresh: FreshPoints,
    private readonly bus: Bus,
    private readonly time: RoomTime,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.#load();
    this.#ready = true;
    this.bus.subscribe('changes:committed', ({ to }) => {
      if (to > this.#seq) this.look();
    });
    this.#timer = setInterval(() => this.look(), LOOK_EVERY_MS);
    this.look();
  }

  async onModuleDestroy(): Promise<void> {
    this.#closing = true;
    if (this.#timer) clearInterval(this.#timer);
    if (this.#soon) clearTimeout(this.#soon);
    await this.#looking;
  }

  get seq(): number {
    return this.#seq;
  }

  get ready(): boolean {
    return this.#ready;
  }

  /** Hears every step forward; returns the way to stop. */
  onStep(listener: (step: Step) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Reads what is new in the log, at once or after the reading that is under way. */
  look(): void {
    if (!this.#ready || this.#closing) return;
    if (this.#looking || this.#soon) {
      this.#lookAgain = true;
      return;
    }
    this.#looking = this.#advance()
      .catch((cause: unknown) => this.#log.warn(`the log could not be read, trying again: ${String(cause)}`))
      .finally(() => {
        this.#looking = null;
        if (!this.#lookAgain || this.#closing) return;
        this.#lookAgain = false;
        // Under load commits come by the hundred a second; one reading serves all of a moment.
        this.#soon = setTimeout(() => {
          this.#soon = null;
          this.look();
        }, LOOK_AGAIN_MS);
      });
  }

  snapshot(): Picture {
    const units: Record<string, Unit> = {};
    for (const facts of this.#facts.values()) {
      const point = this.#points.get(facts.no);
      if (point) units[facts.id] = { ...facts, ...toUnitPosition(point) };
    }
    return {
      seq: this.#seq,
      at: toInstantOut(this.time.now()),
      clock: this.time.clock(),
      units,
      convoys: Object.fromEntries(this.#bodies.convoys),
      sites: Object.fromEntries(this.#bodies.sites),
      comms: Object.fromEntries(this.#bodies.comms),
      incidents: Object.fromEntries(this.#bodies.incidents),
      alerts: Object.fromEntries(this.#bodies.alerts),
      movements: Object.fromEntries(this.#bodies.movements),
      flightRequests: Object.fromEntries(this.#bodies.flightRequests),
      consignments: Object.fromEntries(this.#bodies.consignments),
      restrictions: Object.fromEntries(this.#bodies.restrictions),
    };
  }

  unit(id: string): Unit | null {
    const facts = this.#facts.get(id);
    const point = facts && this.#points.get(facts.no);
    return facts && point ? { ...facts, ...toUnitPosition(point) } : null;
  }

  /** Number of a unit, also of one that has not reported yet. */
  unitNo(id: string): number | null {
    return this.#facts.get(id)?.no ?? null;
  }

  convoy(id: string): Convoy | null {
    return this.#bodies.convoys.get(id) ?? null;
  }

  site(id: string): Site | null {
    return this.#bodies.sites.get(id) ?? null;
  }

  /** Changes after a number that are still in memory, or null when it lies further back. */
  keptAfter(after: number): Change[] | null {
    const first = this.#kept[0]?.seq ?? this.#seq + 1;
    if (after > this.#seq || after < first - 1) return null;
    return this.#kept.slice(after - first + 1);
  }

  /** Positions of these units for a track frame, by rising number; of all without `nos`. */
  tracks(nos: Iterable<number> = this.#points.keys()): TrackUpdate[] {
    const updates: TrackUpdate[] = [];
    for (const no of nos) {
      const point = this.#points.get(no);
      if (point && this.#unitIds.has(no)) updates.push(point);
    }
    return updates.sort((a, b) => a.no - b.no);
  }

  /** State and number of one instant: both are read in one snapshot of the database. */
  async #load(): Promise<void> {
    await this.database.transaction('REPEATABLE READ', async (manager) => {
      const [counter]: { last: string }[] = await manager.query(`SELECT last::text FROM change_counter`);
      const rows: Newest[] = await manager.query(`SELECT kind, id, body FROM picture_state WHERE body IS NOT NULL`);
      const points = await this.positions.newest(manager);
      for (const row of rows) this.#put(row);
      for (const [no, point] of points) this.#points.set(no, point);
      this.#seq = Number(counter!.last);
    });
  }

  async #advance(): Promise<void> {
    for (;;) {
      const changes = await this.log.read(this.#seq, READ_AT_ONCE);
      if (changes.length === 0) return;
      await this.fresh.arrived(batchNosOf(changes));
      const moved = new Set<number>();
      const wanted: AlertAttention[] = [];
      let missing = false;
      for (const change of changes) {
        if (change.kind !== 'positions') {
          if (change.kind === 'alert') wanted.push(...this.#wants(change));
          this.#apply(change, moved);
          continue;
        }
        const points = this.fresh.take(Number(change.id));
        if (points) for (const point of points) this.#move(point, moved);
        else missing = true;
      }
      // Another process stored them, or we were far behind: read where everybody is instead of every batch.
      if (missing) {
        for (const point of (await this.positions.newest(this.database.manager)).values()) this.#move(point, moved);
      }
      this.#seq = changes.at(-1)!.seq;
      this.#keep(changes);
      for (const listener of this.#listeners) listener({ changes, moved, wanted });
      if (changes.length < READ_AT_ONCE) return;
    }
  }

  #wants(change: Change): AlertAttention[] {
    if (change.op === 'remove') return [];
    const wanted = attentionOf(this.#bodies.alerts.get(change.id) ?? null, change.body as Alert);
    return wanted === null ? [] : [wanted];
  }

  #apply(change: Change, moved: Set<number>): void {
    if (change.op === 'put') this.#put(change);
    else this.#remove(change);
    // A unit that is new or was renamed is told again, so that a client which just learned its number has its place.
    if (change.kind === 'unit' && change.op === 'put') moved.add((change.body as UnitFacts).no);
  }

  #put({ kind, id, body }: Newest): void {
    if (isPictureKind(kind)) {
      const part: Map<string, unknown> = this.#bodies[PICTURE_PARTS[kind]];
      part.set(id, body);
    } else if (kind === 'unit') {
      const facts = body as UnitFacts;
      this.#facts.set(facts.id, facts);
      this.#unitIds.set(facts.no, facts.id);
    } else if (kind === 'clock') {
      this.time.told(body as RoomClock);
    }
  }

  #remove({ kind, id }: Change): void {
    if (isPictureKind(kind)) this.#bodies[PICTURE_PARTS[kind]].delete(id);
    if (kind !== 'unit') return;
    const no = this.#facts.get(id)?.no;
    this.#facts.delete(id);
    if (no === undefined) return;
    this.#unitIds.delete(no);
    this.#points.delete(no);
  }

  #move(point: Point, moved: Set<number>): void {
    if (!isNewer(point, this.#points.get(point.no) ?? null)) return;
    this.#points.set(point.no, point);
    moved.add(point.no);
  }

  #keep(changes: readonly Change[]): void {
    this.#kept.push(...changes);
    // Cut rarely: a slice of the whole for every change would cost more than it saves.
    if (this.#kept.length > MOST_KEPT * 1.5) this.#kept = this.#kept.slice(-MOST_KEPT);
  }
}

function batchNosOf(changes: readonly Change[]): number[] {
  return changes.filter((change) => change.kind === 'positions').map((change) => Number(change.id));
}
