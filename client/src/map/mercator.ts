import type { LatLon } from '@rearguard/shared';

const RAD = Math.PI / 180;
/** Web maps draw the world 512 pixels wide at zoom 0. */
const WORLD_PX = 512;

/** Web Mercator, 0 (west) to 1 (east). */
export const mercatorX = (lon: number): number => (lon + 180) / 360;

/** Web Mercator, 0 (north) to 1 (south). */
export const mercatorY = (lat: number): number => (1 - Math.log(Math.tan(Math.PI / 4 + (lat * RAD) / 2)) / Math.PI) / 2;

/** A table of latitudes; from the nearest one, a sixteenth of a degree away at most, three terms of a series lead on. */
const STEPS_A_DEGREE = 8;
const MOST_LAT = 85;
const TERMS = 4;
const table = new Float64Array((2 * MOST_LAT * STEPS_A_DEGREE + 1) * TERMS);
for (let i = 0; i < table.length / TERMS; i++) {
  const lat = i / STEPS_A_DEGREE - MOST_LAT;
  const [sec, tan] = [1 / Math.cos(lat * RAD), Math.tan(lat * RAD)];
  const scale = -1 / (2 * Math.PI);
  table[i * TERMS] = mercatorY(lat);
  table[i * TERMS + 1] = scale * sec * RAD;
  table[i * TERMS + 2] = (scale * sec * tan * RAD ** 2) / 2;
  table[i * TERMS + 3] = (scale * sec * (tan * tan + sec * sec) * RAD ** 3) / 6;
}

/** {@link mercatorY} read off a table, for thousands of places in a frame. */
export function quickMercatorY(lat: number): number {
  const i = Math.round((lat + MOST_LAT) * STEPS_A_DEGREE);
  const at = i * TERMS;
  if (!(at >= 0 && at < table.length)) return mercatorY(lat);
  const d = lat - (i / STEPS_A_DEGREE - MOST_LAT);
  return table[at]! + d * (table[at + 1]! + d * (table[at + 2]! + d * table[at + 3]!));
}

export const lonOf = (x: number): number => x * 360 - 180;
export const latOf = (y: number): number => (2 * Math.atan(Math.exp((1 - 2 * y) * Math.PI)) - Math.PI / 2) / RAD;

/** Packed places are told from here, the middle of the theatre, where a 32-bit float resolves centimetres. */
export const ORIGIN = { x: mercatorX(-2), y: mercatorY(17) };

/** What the map shows; it always looks straight down with north up. Sizes in CSS pixels. */
export interface Camera {
  lon: number;
  lat: number;
  zoom: number;
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

/** Turns places into pixels of the map and back. */
export class Projection {
  readonly worldPx: number;
  readonly #left: number;
  readonly #top: number;

  constructor(readonly camera: Camera) {
    this.worldPx = WORLD_PX * 2 ** camera.zoom;
    this.#left = mercatorX(camera.lon) * this.worldPx - camera.width / 2;
    this.#top = mercatorY(camera.lat) * this.worldPx - camera.height / 2;
  }

  point(place: LatLon): Point {
    return {
      x: mercatorX(place.lon) * this.worldPx - this.#left,
      y: mercatorY(place.lat) * this.worldPx - this.#top,
    };
  }

  place(point: Point): LatLon {
    return { lon: lonOf((point.x + this.#left) / this.worldPx), lat: latOf((point.y + this.#top) / this.worldPx) };
  }

  /** Kilometres on the ground that a pixel spans in the middle of the map. */
  get kmPerPx(): number {
    return (40_030.2 * Math.cos(this.camera.lat * RAD)) / this.worldPx;
  }

  /** What takes a place relative to {@link ORIGIN} to the clip space of a graphics card: `x·sx + tx`, `y·sy + ty`. */
  clip(): { sx: number; sy: number; tx: number; ty: number } {
    const { width, height, lon, lat } = this.camera;
    const sx = (2 * this.worldPx) / width;
    const sy = (-2 * this.worldPx) / height;
    return { sx, sy, tx: (ORIGIN.x - mercatorX(lon)) * sx, ty: (ORIGIN.y - mercatorY(lat)) * sy };
  }
}

/** The zoom at which a rectangle of places fits between the paddings (pixels), and its middle. */
export function fitting(
  places: readonly LatLon[],
  size: { width: number; height: number },
  padding: { top: number; right: number; bottom: number; left: number },
  maxZoom: number,
): { lon: number; lat: number; zoom: number } {
  const xs = places.map((place) => mercatorX(place.lon));
  const ys = places.map((place) => mercatorY(place.lat));
  const [west, east, north, south] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const width = Math.max(1, size.width - padding.left - padding.right);
  const height = Math.max(1, size.height - padding.top - padding.bottom);
  const worldPx = Math.min(width / Math.max(east - west, 1e-9), height / Math.max(south - north, 1e-9));
  const zoom = Math.min(maxZoom, Math.log2(worldPx / WORLD_PX));
  const px = WORLD_PX * 2 ** zoom;
  return {
    zoom,
    lon: lonOf((west + east) / 2 + (padding.right - padding.left) / 2 / px),
    lat: latOf((north + south) / 2 + (padding.bottom - padding.top) / 2 / px),
  };
}
