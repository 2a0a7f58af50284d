import { distanceKm, type LatLon } from '@rearguard/shared';
import type { FeatureCollection } from 'geojson';
import type { I18n } from '../i18n/i18n.svelte.js';
import type { Room } from '../wall/room.svelte.js';
import type { BaseMap } from './base-map.js';
import { engineFor } from './choose-engine.js';
import { ZOOM, type MapEngine, type View } from './engine.js';
import { fitting, Projection } from './mercator.js';
import { readPalette } from './palette.js';
import { routeKm, stretch } from './route-line.js';
import { ScenePainter, type MapSizes, type Omitted } from './scene.js';
import { SceneSource } from './scene-source.js';
import { SymbolAtlas } from './symbols.js';
import { UnitsLayer } from './units-layer.js';

/** Marks and labels are redrawn this often while nothing happens: they carry ages. Units are with every frame that came. */
const SCENE_MS = 500;
const PICK_PX = 34;
/** How far around an alert sites are shown with it, and how near the map goes where there are none. */
const AROUND_KM = 70;
const EVENT_ZOOM = 8.5;

interface Parts {
  room: Room;
  i18n: I18n;
  base: BaseMap;
  pane: HTMLElement;
  ground: HTMLElement;
  units: HTMLCanvasElement;
  scene: HTMLCanvasElement;
  onScale: (kmPerPx: number) => void;
}

function sizesFor(width: number): MapSizes {
  if (innerWidth >= 2200) {
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    return {
      site: rem * 1.35,
      convoy: rem * 1.75,
      name: rem * 2,
      state: rem * 1.5,
      note: rem * 1.5,
      line: rem * 0.1,
      terse: false,
    };
  }
  const small = width < 700;
  return {
    site: small ? 10 : 11,
    convoy: small ? 14 : 15,
    name: small ? 13 : 14,
    state: 12,
    note: 12,
    line: 1,
    terse: small,
  };
}

/** The open map: the ground of an engine, and over it units, sites, convoys and labels of our own. */
export class MapView {
  #drawnTracks = -1;
  #moved = true;
  #sceneDue = true;
  #frame = 0;
  #stop: (() => void)[] = [];

  private constructor(
    private readonly parts: Parts,
    private readonly engine: MapEngine,
    private readonly layer: UnitsLayer,
    private readonly painter: ScenePainter,
    private readonly source: SceneSource,
    private readonly sizes: MapSizes,
  ) {}

  /** @throws Error when the browser cannot draw maps */
  static async open(parts: Parts): Promise<MapView> {
    const { room, pane, ground, units, scene, base } = parts;
    // Read now: the answer is live, and a library's own style sheet would change it.
    const { fontFamily } = getComputedStyle(pane);
    const palette = readPalette(ground);
    const sizes = sizesFor(ground.clientWidth);
    const atlas = new SymbolAtlas();
    const layer = new UnitsLayer(units, palette, atlas, sizes.site * 1.15);
    const create = await engineFor(room.session.room.mapboxAccessToken);
    const engine = await create({ container: ground, base, palette, scale: sizes.line, view: theatreView(parts) });
    engine.showRoads(roadsOf(room));
    const painter = new ScenePainter(scene, palette, sizes, fontFamily);
    const source = new SceneSource({ ...parts, limitS: (no) => layer.limitS(no) });
    const view = new MapView(parts, engine, layer, painter, source, sizes);
    view.#begin(atlas);
    return view;
  }

  #begin(atlas: SymbolAtlas): void {
    const fontsIn = (): void => {
      this.painter.fontsChanged();
      this.refresh();
    };
    document.fonts.addEventListener('loadingdone', fontsIn);
    const { tracks } = this.parts.room.live;
    tracks.onRead = () => this.#soon();
    const aging = setInterval(() => this.refresh(), SCENE_MS);
    this.#stop.push(
      () => (tracks.onRead = () => {}),
      () => clearInterval(aging),
      () => document.fonts.removeEventListener('loadingdone', fontsIn),
      this.engine.onMoved(() => {
        this.#moved = true;
        this.#draw();
      }),
      this.#listenForClicks(),
    );
    atlas.load().then(
      () => this.refresh(),
      (cause: unknown) => console.error(new Error('symbols could not be loaded', { cause })),
    );
    this.#draw();
  }

  /** Draws in the next frame of the page. A loop that looks at every frame whether there is news costs more than all drawing. */
  #soon(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  /** Marks and labels are drawn anew soon: something else is to be seen. */
  refresh(): void {
    this.#sceneDue = true;
    this.#soon();
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    for (const stop of this.#stop) stop();
    this.layer.destroy();
    this.engine.destroy();
  }

  /** Goes to the alert that is looked at, else to the selected convoy, or back to the whole theatre. */
  follow(): void {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.engine.go(this.#eventView() ?? this.#selectedView() ?? theatreView(this.parts), still ? 0 : 420);
  }

  #draw(): void {
    const { tracks, picture, time } = this.parts.room.live;
    const started = performance.now();
    const projection = new Projection(this.engine.camera());
    this.layer.draw(projection, tracks, picture, time.read() ?? 0);
    if (tracks.revision !== this.#drawnTracks) this.#measure(started);
    if (!this.#moved && !this.#sceneDue) return;
    this.parts.room.extendTrails();
    this.#tell(this.painter.draw(this.source.read(projection), projection));
    this.#sceneDue = false;
    if (this.#moved) this.parts.onScale(projection.kmPerPx);
    this.#moved = false;
  }

  /** One entry for each drawn update: reading its frames and drawing them, for whoever observes measures. */
  #measure(started: number): void {
    const { tracks } = this.parts.room.live;
    this.#drawnTracks = tracks.revision;
    const end = performance.now();
    const detail = { units: tracks.size, readMs: tracks.readMs, drawMs: end - started };
    performance.measure('tracks:update', { start: started - tracks.readMs, end, detail });
    // Observers have it now; kept, the entries would grow for as long as the wall is open.
    performance.clearMeasures('tracks:update');
    tracks.readMs = 0;
  }

  /** What the map has no room for is told by the boards. */
  #tell(omitted: Omitted): void {
    const { room } = this.parts;
    const same = (['convoys', 'sites'] as const).every((of) => omitted[of].join() === room.mapOmits[of].join());
    if (!same) room.mapOmits = omitted;
  }

  /** The place of an alert, with the sites around it: from there help comes. */
  #eventView(): View | null {
    const { room, ground } = this.parts;
    const { event } = room;
    if (event === null) return null;
    const near = Object.values(room.live.picture.sites).filter((site) => distanceKm(site, event) <= AROUND_KM);
    const size = { width: ground.clientWidth, height: ground.clientHeight };
    const pad = Math.min(size.width, size.height) * 0.24;
    return fitting([event, ...near], size, { top: pad, right: pad, bottom: pad, left: pad }, EVENT_ZOOM);
  }

  #selectedView(): View | null {
    const { room, ground } = this.parts;
    const view = room.selected;
    if (view === null) return null;
    const { convoy, route } = view;
    const places: LatLon[] = [room.whereIs(convoy.headUnitId), room.whereIs(convoy.tailUnitId)].flatMap(
      (at) => at ?? [],
    );
    const km = convoy.headKm;
    // Some of the road ahead and behind, so that one sees where it is going.
    if (route !== null)
      places.push(
        ...stretch(
          route,
          routeKm(convoy, route, Math.max(0, (km ?? 0) - 15)),
          routeKm(convoy, route, Math.min(convoy.kmTotal, km === null ? convoy.kmTotal : km + 30)),
        ),
      );
    if (places.length === 0) return null;
    const pad = Math.min(ground.clientWidth, ground.clientHeight) * 0.22;
    const size = { width: ground.clientWidth, height: ground.clientHeight };
    return fitting(places, size, { top: pad, right: pad, bottom: pad, left: pad }, 10.5);
  }

  /** A click on a convoy selects it. */
  #listenForClicks(): () => void {
    const { ground, room } = this.parts;
    let down: { x: number; y: number } | null = null;
    const press = (event: PointerEvent): void => {
      down = { x: event.clientX, y: event.clientY };
    };
    const release = (event: PointerEvent): void => {
      if (down === null || Math.hypot(event.clientX - down.x, event.clientY - down.y) > 5) return;
      const origin = ground.getBoundingClientRect();
      const at = { x: event.clientX - origin.x, y: event.clientY - origin.y };
      const beyond = this.painter.beyondAt(at);
      if (beyond !== null) {
        room.select(beyond);
        return room.focus();
      }
      const projection = new Projection(this.engine.camera());
      let nearest: { id: string; px: number } | null = null;
      for (const { convoy } of room.convoys) {
        const place = convoy.state === 'departed' ? room.whereIs(convoy.headUnitId) : null;
        if (place === null) continue;
        const point = projection.point(place);
        const px = Math.hypot(point.x - at.x, point.y - at.y);
        if (px < Math.max(PICK_PX, this.sizes.convoy * 1.4) && (nearest === null || px < nearest.px))
          nearest = { id: convoy.id, px };
      }
      if (nearest !== null) room.select(nearest.id);
    };
    ground.addEventListener('pointerdown', press);
    ground.addEventListener('pointerup', release);
    return () => {
      ground.removeEventListener('pointerdown', press);
      ground.removeEventListener('pointerup', release);
    };
  }
}

/** All sites in view, with room for their names; before the sites have come, the theatre's middle. */
function theatreView({ room, ground, pane }: Parts): View {
  const sites = Object.values(room.live.picture.sites);
  const places: LatLon[] =
    sites.length > 0
      ? sites
      : [
          { lat: 20.2, lon: -8 },
          { lat: 12.6, lon: 2.5 },
        ];
  const { clientWidth: width, clientHeight: height } = ground;
  const legend = pane.querySelector('[data-map-covered]');
  const wide = width > 700;
  const right = wide && legend !== null ? Math.min(legend.clientWidth, width * 0.2) : width * 0.12;
  return fitting(
    places,
    { width, height },
    { top: height * 0.07, right: right + width * 0.04, bottom: height * 0.09, left: width * (wide ? 0.1 : 0.12) },
    ZOOM.most,
  );
}

function roadsOf(room: Room): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: [...room.routes].map((route) => ({
      type: 'Feature',
      properties: { kind: route.kind },
      geometry: { type: 'LineString', coordinates: route.waypoints.map(({ lon, lat }) => [lon, lat]) },
    })),
  };
}
