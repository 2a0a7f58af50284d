import type { FeatureCollection } from 'geojson';
import type { MapEngine, View } from './engine.js';
import type { Camera } from './mercator.js';
import { ROADS } from './style.js';

/** The few calls that MapLibre and Mapbox have in common and that we use. */
export interface LibraryMap {
  getCenter(): { lng: number; lat: number };
  getZoom(): number;
  getContainer(): HTMLElement;
  getCanvas(): HTMLCanvasElement;
  on(event: 'render' | 'resize', listener: () => void): unknown;
  off(event: 'render' | 'resize', listener: () => void): unknown;
  jumpTo(to: { center: [number, number]; zoom: number }): unknown;
  easeTo(to: { center: [number, number]; zoom: number; duration: number; essential: boolean }): unknown;
  getSource(id: string): unknown;
  remove(): void;
}

const same = (a: Camera, b: Camera): boolean =>
  a.lon === b.lon && a.lat === b.lat && a.zoom === b.zoom && a.width === b.width && a.height === b.height;

/** The engine port over either library; what differs between them is only how the map is made. */
export class LibraryEngine implements MapEngine {
  /** Asking the page for sizes makes it lay itself out, which is too dear for every frame. */
  #size = { width: 0, height: 0 };

  /** @param onDestroy undoes what was set up around the map */
  constructor(
    private readonly map: LibraryMap,
    private readonly onDestroy: () => void = () => {},
  ) {
    this.#measure();
    // The ground says nothing to who cannot see it; what is on it stands in the lists, and keys of ours move it.
    const canvas = map.getCanvas();
    for (const attribute of ['role', 'aria-label', 'tabindex']) canvas.removeAttribute(attribute);
    map.on('resize', () => this.#measure());
  }

  #measure(): void {
    const { clientWidth, clientHeight } = this.map.getContainer();
    this.#size = { width: clientWidth, height: clientHeight };
  }

  camera(): Camera {
    const { lng, lat } = this.map.getCenter();
    return { lon: lng, lat, zoom: this.map.getZoom(), ...this.#size };
  }

  onMoved(listener: () => void): () => void {
    let last = this.camera();
    const look = (): void => {
      const now = this.camera();
      if (same(last, now)) return;
      last = now;
      listener();
    };
    this.map.on('render', look);
    this.map.on('resize', look);
    return () => {
      this.map.off('render', look);
      this.map.off('resize', look);
    };
  }

  go({ lon, lat, zoom }: View, ms: number): void {
    if (ms === 0) this.map.jumpTo({ center: [lon, lat], zoom });
    else this.map.easeTo({ center: [lon, lat], zoom, duration: ms, essential: true });
  }

  showRoads(roads: FeatureCollection): void {
    const source = this.map.getSource(ROADS) as { setData(data: FeatureCollection): unknown } | undefined;
    source?.setData(roads);
  }

  destroy(): void {
    this.onDestroy();
    this.map.remove();
  }
}
