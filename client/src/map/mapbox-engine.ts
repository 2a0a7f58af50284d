import mapboxgl, { type StyleSpecification } from 'mapbox-gl';
import 'mapbox-gl/dist/mapbox-gl.css';
import { boundsOf, ZOOM, type EngineOptions, type MapEngine } from './engine.js';
import { LibraryEngine } from './library-map.js';
import { groundStyle } from './style.js';

/** The other engine, with the operator's own token. It speaks to its maker's servers; it draws the same ground. */
export async function createMapbox(
  { container, base, palette, view, scale }: EngineOptions,
  accessToken: string,
): Promise<MapEngine> {
  const map = new mapboxgl.Map({
    container,
    accessToken,
    style: groundStyle(base, palette, scale) as StyleSpecification,
    projection: 'mercator',
    // Its mark must stay in sight; the lower corners are taken.
    logoPosition: 'top-left',
    center: [view.lon, view.lat],
    zoom: view.zoom,
    minZoom: ZOOM.least,
    maxZoom: ZOOM.most,
    maxBounds: boundsOf(base),
    renderWorldCopies: false,
    dragRotate: false,
    pitchWithRotate: false,
    fadeDuration: 0,
  });
  map.touchZoomRotate.disableRotation();
  map.touchPitch.disable();
  map.keyboard.disable();
  await new Promise<void>((resolve) => void map.once('load', () => resolve()));
  // It follows the window's size by itself, but not that of its own element.
  const sizes = new ResizeObserver(() => map.resize());
  sizes.observe(container);
  return new LibraryEngine(map, () => sizes.disconnect());
}
