import {
  consequencesOf,
  dayOf,
  may,
  restrictedWays,
  toInstantOut,
  type Action,
  type Alert,
  type Day,
  type EpochMs,
  type LatLon,
  type Route,
  type Session,
  type Theatre,
} from '@rearguard/shared';
import { api } from '../api.js';
import { type Falls, fallsOn } from '../consequences/falls.js';
import type { I18n } from '../i18n/i18n.svelte.js';
import { LiveRoom, type RoomSocket } from '../live/live-room.svelte.js';
import { Trails } from '../map/trails.js';
import { SEVERITIES } from '../ui/severity.js';
import { alertStack, type AlertStack } from './alert-stack.js';
import { attention, worstByConvoy, type Attention, type ConvoyProblem, type Situation } from './attention.js';
import { byInterest, isOver, viewConvoy, type ConvoyView } from './convoy-view.js';
import { Gazetteer } from './gazetteer.js';
import { planStand, type PlanStand } from './plan.js';
import { census, type UnitCensus } from './unit-census.js';
import { verdicts, type Verdicts } from './verdicts.js';

/** How much of the way that convoys had come before the page opened is drawn. */
const EARLIER_MS = 12 * 3_600_000;

/** A place on the map with what stands there. */
export interface MapEvent extends LatLon {
  alertId: string;
}

/** What every part of the wall shows: the live room together with what does not change while it is open. */
export class Room {
  readonly live = new LiveRoom();
  readonly trails = new Trails();
  selectedId = $state<string | null>(null);
  /** Goes up when the map should go to the selection, or back to the theatre when there is none. */
  focusAsked = $state(0);
  /** Convoys and sites, by id, for whose names the map had no room. */
  mapOmits = $state.raw<{ convoys: readonly string[]; sites: readonly string[] }>({ convoys: [], sites: [] });
  /** What the map looks at instead of the theatre: the place of an alert. Goes there with {@link focus}. */
  event = $state.raw<MapEvent | null>(null);
  readonly #gazetteer: Gazetteer;

  constructor(
    readonly session: Session,
    readonly theatre: Theatre,
    routes: readonly Route[],
    readonly i18n: I18n,
  ) {
    this.#gazetteer = new Gazetteer(theatre.places, routes);
  }

  get routes(): Iterable<Route> {
    return this.#gazetteer.routes();
  }

  /** Room time, to the second; null before the first clock. */
  get now(): EpochMs | null {
    return this.live.time.now;
  }

  /** The day in UTC, so that what hangs on the day alone is reckoned once in a day. */
  readonly today: Day = $derived(dayOf(this.now ?? 0));

  readonly plan: PlanStand = $derived.by(() => planStand(this.theatre.phases, this.live.picture.sites, this.today));

  readonly convoys: readonly ConvoyView[] = $derived.by(() => {
    // Ages are reckoned at each beat, also when nothing arrives; units and their places are not reactive.
    void this.live.beat;
    const now = this.now ?? 0;
    return Object.values(this.live.picture.convoys)
      .map((convoy) => {
        const head = convoy.headUnitId === null ? null : (this.live.picture.units.get(convoy.headUnitId) ?? null);
        const headAt = head && this.live.tracks.knows(head.no) ? this.live.tracks.observedAt[head.no]! : null;
        return viewConvoy(convoy, this.#gazetteer.route(convoy.routeId), head, headAt, now);
      })
      .sort(byInterest);
  });

  readonly units: UnitCensus = $derived.by(() => {
    void this.live.beat;
    return census(this.live.picture.units, this.live.picture.convoys, this.live.tracks, this.live.time.read() ?? 0);
  });

  readonly situation: Situation = $derived.by(() => ({
    now: this.now ?? 0,
    link: this.live.connection.link,
    convoys: this.convoys,
    plan: this.plan,
    feeds: this.live.feeds,
    units: this.units,
  }));

  readonly attention: readonly Attention[] = $derived(attention(this.situation));
  readonly verdicts: Verdicts = $derived(verdicts(this.situation, this.attention, this.units.stale));
  readonly selected: ConvoyView | null = $derived(
    this.convoys.find(({ convoy }) => convoy.id === this.selectedId) ?? null,
  );

  /** The convoy whose facts are shown: the selected one, else the one most in trouble, else the first on the road. */
  readonly shown: ConvoyView | null = $derived.by(() => {
    if (this.selected !== null) return this.selected;
    for (const { problem } of this.attention) if ('view' in problem) return problem.view;
    return this.convoys[0] ?? null;
  });

  /** The worst that is wrong with each convoy. */
  readonly problems: ReadonlyMap<string, ConvoyProblem> = $derived(worstByConvoy(this.attention));

  /** The convoys as the board lists them: the worst problem first, then as {@link convoys}; none that is long over. */
  readonly board: readonly ConvoyView[] = $derived.by(() => {
    const rank = ({ convoy }: ConvoyView): number => {
      const problem = this.problems.get(convoy.id);
      return problem === undefined ? SEVERITIES.length : SEVERITIES.indexOf(problem.severity);
    };
    const now = this.now ?? 0;
    return this.convoys.filter((view) => !isOver(view, now)).sort((a, b) => rank(a) - rank(b));
  });

  /** Windows and days of stock run out by the minute. */
  readonly #minute: EpochMs = $derived((this.now ?? 0) - ((this.now ?? 0) % 60_000));
  readonly #byDossiers = $derived(consequencesOf(this.live.picture, this.#minute));
  readonly #byWays = $derived.by(() => {
    const { convoys, restrictions } = this.live.picture;
    const routes = this.#gazetteer.routesById;
    return restrictedWays(Object.values(convoys), routes, Object.values(restrictions), this.#minute);
  });

  /** What refusals, holds and restrictions mean for whom they concern. */
  readonly falls: Falls = $derived(fallsOn([...this.#byDossiers, ...this.#byWays]));

  /** Open alerts: who waits, what is graver, and since when. */
  readonly alertStack: AlertStack = $derived.by(() => {
    void this.live.picture.alertsRevision;
    return alertStack(this.live.picture.alerts.values());
  });

  /** Where an alert is: its own place, else that of its convoy, unit or site; null when nobody said. */
  placeOf(alert: Alert): LatLon | null {
    if (alert.lat !== null && alert.lon !== null) return { lat: alert.lat, lon: alert.lon };
    const { picture } = this.live;
    for (const { type, id } of alert.subjects) {
      if (type === 'unit') return this.whereIs(id);
      if (type === 'convoy') return this.whereIs(picture.convoys[id]?.headUnitId ?? null);
      const place = type === 'site' ? picture.sites[id] : type === 'incident' ? picture.incidents[id] : undefined;
      if (place && place.lat !== null && place.lon !== null) return { lat: place.lat, lon: place.lon };
    }
    return null;
  }

  may(action: Action): boolean {
    return may(this.session.role, action);
  }

  /** A place's or site's name in the language of the page; its id when nobody named it. */
  placeName(id: string): string {
    const name = this.live.picture.sites[id]?.name ?? this.#gazetteer.placeName(id);
    return name === undefined ? id : this.i18n.name(name);
  }

  way({ convoy }: ConvoyView): string {
    return `${this.placeName(convoy.fromPlaceId)}–${this.placeName(convoy.toPlaceId)}`;
  }

  select(id: string | null): void {
    this.selectedId = id;
  }

  /** Selects the convoy so many rows further down the list; from none, the first or last. */
  step(by: 1 | -1): void {
    const ids = this.board.map(({ convoy }) => convoy.id);
    if (ids.length === 0) return;
    const at = this.selectedId === null ? -1 : ids.indexOf(this.selectedId);
    const next = at < 0 ? (by > 0 ? 0 : ids.length - 1) : Math.min(ids.length - 1, Math.max(0, at + by));
    this.selectedId = ids[next]!;
  }

  focus(): void {
    this.focusAsked += 1;
  }

  clear(): void {
    this.selectedId = null;
    this.event = null;
    this.focusAsked += 1;
  }

  /** Newest place and course of a unit, or null. */
  whereIs(unitId: string | null): (LatLon & { courseDeg: number | null }) | null {
    const { picture, tracks } = this.live;
    const unit = unitId === null ? undefined : picture.units.get(unitId);
    if (unit === undefined || !tracks.knows(unit.no)) return null;
    return { lat: tracks.lat[unit.no]!, lon: tracks.lon[unit.no]!, courseDeg: tracks.courseDeg(unit.no) };
  }

  /** Notes where the heads of moving convoys are, and once for each asks where they came from. */
  extendTrails(): void {
    for (const { convoy } of this.convoys) {
      if (convoy.state !== 'departed' || convoy.headUnitId === null) continue;
      const place = this.whereIs(convoy.headUnitId);
      if (place !== null) this.trails.add(convoy.headUnitId, place);
      if (this.trails.mustBegin(convoy.headUnitId)) void this.#beginTrail(convoy.headUnitId);
    }
  }

  async #beginTrail(unitId: string): Promise<void> {
    const now = this.live.time.read();
    if (now === null) return;
    try {
      const points = await api.unitTrack(unitId, toInstantOut(now - EARLIER_MS), toInstantOut(now));
      this.trails.begin(unitId, points);
    } catch (cause) {
      // Without its past the trail begins here.
      console.warn(new Error(`the track of ${unitId} could not be read`, { cause }));
    }
  }

  open(socket: RoomSocket): () => void {
    return this.live.open(socket);
  }
}
