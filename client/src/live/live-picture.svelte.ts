import type { Change, ChangeRun, Convoy, Picture, RoomClock, Site, Unit, UnitFacts } from '@rearguard/shared';

type ById<T> = Readonly<Record<string, T>>;

/** What became of a run of changes. `gap`: some are missing before it, nothing was taken; ask again after `seq`. */
export type Applied = 'applied' | 'repeated' | 'gap';

const factsOf = (unit: Unit | UnitFacts): UnitFacts => ({
  id: unit.id,
  no: unit.no,
  version: unit.version,
  callsign: unit.callsign,
  symbol: unit.symbol,
  convoyId: unit.convoyId,
  registered: unit.registered,
  stale: unit.stale,
  staleAfterS: unit.staleAfterS,
});

/**
 * The room's picture as the fold of a snapshot and the numbered changes after it. A change is taken once, in order,
 * and only when all before it were: what is shown is always the picture of one number.
 */
export class LivePicture {
  /** Number of the newest change that is in; -1 before the first snapshot. */
  seq = $state(-1);
  convoys = $state.raw<ById<Convoy>>({});
  sites = $state.raw<ById<Site>>({});
  /** Goes up when {@link units} changes; thousands of units are no business of proxies. */
  unitsRevision = $state(0);
  readonly units = new Map<string, UnitFacts>();

  /** @param onClock told of the clock in a snapshot and of changes to it */
  constructor(private readonly onClock: (clock: RoomClock) => void = () => {}) {}

  load(picture: Picture): void {
    this.units.clear();
    for (const unit of Object.values(picture.units)) this.units.set(unit.id, factsOf(unit));
    this.unitsRevision += 1;
    this.convoys = picture.convoys;
    this.sites = picture.sites;
    this.seq = picture.seq;
    this.onClock(picture.clock);
  }

  apply(run: ChangeRun): Applied {
    if (this.seq < 0 || run.from > this.seq + 1) return 'gap';
    if (run.to <= this.seq) return 'repeated';
    const fresh = run.changes.filter((change) => change.seq > this.seq);
    // A run must hold every number that it names; one that does not is as good as lost.
    if (fresh.length !== run.to - this.seq || fresh.some((change, i) => change.seq !== this.seq + 1 + i)) return 'gap';
    this.#fold(fresh);
    this.seq = run.to;
    return 'applied';
  }

  #fold(changes: readonly Change[]): void {
    const convoys = { ...this.convoys };
    const sites = { ...this.sites };
    const touched = new Set<Change['kind']>();
    for (const change of changes) {
      touched.add(change.kind);
      switch (change.kind) {
        case 'unit':
          if (change.op === 'remove') this.units.delete(change.id);
          else this.units.set(change.id, factsOf(change.body as UnitFacts));
          break;
        case 'convoy':
          put(convoys, change);
          break;
        case 'site':
          put(sites, change);
          break;
        case 'clock':
          if (change.op === 'put') this.onClock(change.body as RoomClock);
          break;
        case 'positions':
          // The places themselves travel in track frames.
          break;
      }
    }
    if (touched.has('convoy')) this.convoys = convoys;
    if (touched.has('site')) this.sites = sites;
    if (touched.has('unit')) this.unitsRevision += 1;
  }
}

function put<T>(all: Record<string, T>, change: Change): void {
  if (change.op === 'remove') delete all[change.id];
  else all[change.id] = change.body as T;
}
