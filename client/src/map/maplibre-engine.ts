import { Map as MapLibre, setWorkerUrl, type StyleSpecification } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { boundsOf, ZOOM, type EngineOptions, type MapEngine } from './engine.js';
import { LibraryEngine } from './library-map.js';
import { groundStyle } from './style.js';

setWorkerUrl(workerUrl);

/** The default engine: open source, no token, no request to anybody. */
export async function createMapLibre({ container, base, palette, view, scale }: EngineOptions): Promise<MapEngine> {
  const map = new MapLibre({
    container,
    style: groundStyle(base, palette, scale) as StyleSpecification,
    center: [view.lon, view.lat],
    zoom: view.zoom,
    minZoom: ZOOM.least,
    maxZoom: ZOOM.most,
    maxBounds: boundsOf(base),
    renderWorldCopies: false,
    attributionControl: false,
    dragRotate: false,
    touchPitch: false,
    pitchWithRotate: false,
    fadeDuration: 0,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disable();
  await map.once('load');
  return new LibraryEngine(map);
}
