import type {
  ChangeRun,
  Comms,
  Consignment,
  Convoy,
  FlightRequest,
  Incident,
  Movement,
  Picture,
  Restriction,
  RoomClock,
  Site,
} from '@rearguard/shared';
import {
  COPIED_PARTS,
  factsOf,
  fold,
  noAlerts,
  noUnits,
  type Alerts,
  type ById,
  type Copied,
  type CopiedPart,
  type Units,
} from './fold.js';

/** What became of a run of changes. `gap`: some are missing before it, nothing was taken; ask again after `seq`. */
export type Applied = 'applied' | 'repeated' | 'gap';

/**
 * The room's picture as the fold of a snapshot and the numbered changes after it. A change is taken once, in order,
 * and only when all before it were: what is shown is always the picture of one number.
 */
export class LivePicture {
  /** Number of the newest change that is in; -1 before the first snapshot. */
  seq = -1;
  /** {@link seq} as of the last {@link tick}: positions come as hundreds of changes a second, which nobody reads. */
  shownSeq = $state(-1);
  convoys = $state.raw<ById<Convoy>>({});
  sites = $state.raw<ById<Site>>({});
  /** Radio checks of sites and convoys. */
  comms = $state.raw<ById<Comms>>({});
  incidents = $state.raw<ById<Incident>>({});
  movements = $state.raw<ById<Movement>>({});
  flightRequests = $state.raw<ById<FlightRequest>>({});
  consignments = $state.raw<ById<Consignment>>({});
  restrictions = $state.raw<ById<Restriction>>({});
  /** Goes up when {@link alerts} changes: read it to be told. */
  alertsRevision = $state(0);
  readonly alerts: Alerts = noAlerts();
  /** Goes up when a shift changed or the watch log has a new line: what they say is asked for over HTTP. */
  diaryRevision = $state(0);
  /** Goes up when {@link units} changes; not reactive, as thousands of units are no business of proxies. */
  unitsRevision = 0;
  readonly units: Units = noUnits();

  /** @param onClock told of the clock in a snapshot and of changes to it */
  constructor(private readonly onClock: (clock: RoomClock) => void = () => {}) {}

  load(picture: Picture): void {
    this.units.clear();
    for (const unit of Object.values(picture.units)) this.units.set(unit.id, factsOf(unit));
    this.unitsRevision += 1;
    this.#show(picture);
    this.alerts.clear();
    for (const alert of Object.values(picture.alerts)) this.alerts.set(alert.id, alert);
    this.alertsRevision += 1;
    this.diaryRevision += 1;
    this.seq = picture.seq;
    this.onClock(picture.clock);
    this.tick();
  }

  /** Brings {@link shownSeq} up to date, for whoever shows it. */
  tick(): void {
    this.shownSeq = this.seq;
  }

  apply(run: ChangeRun): Applied {
    if (this.seq < 0 || run.from > this.seq + 1) return 'gap';
    if (run.to <= this.seq) return 'repeated';
    const fresh = run.changes.filter((change) => change.seq > this.seq);
    // A run must hold every number that it names; one that does not is as good as lost.
    if (fresh.length !== run.to - this.seq || fresh.some((change, i) => change.seq !== this.seq + 1 + i)) return 'gap';
    const next = fold(this, fresh, this.onClock);
    this.#show(next.copied);
    if (next.alertsTouched) this.alertsRevision += 1;
    if (fresh.some(({ kind }) => kind === 'log' || kind === 'shift')) this.diaryRevision += 1;
    if (next.unitsTouched) this.unitsRevision += 1;
    this.seq = run.to;
    return 'applied';
  }

  #show(parts: Copied): void {
    for (const part of COPIED_PARTS) showPart(this, part, parts);
  }
}

/** What is the same is left alone: whoever shows it need not look again. */
function showPart<Part extends CopiedPart>(shown: Copied, part: Part, parts: Copied): void {
  if (shown[part] !== parts[part]) shown[part] = parts[part];
}
