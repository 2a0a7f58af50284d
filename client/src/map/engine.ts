import type { FeatureCollection } from 'geojson';
import type { BaseMap } from './base-map.js';
import type { Camera } from './mercator.js';
import type { Palette } from './palette.js';

/** Where the map should look; sizes of the frame follow from its element. */
export interface View {
  lon: number;
  lat: number;
  zoom: number;
}

/**
 * What the page needs of a map library: the ground, and a camera to draw over it with. Sites, convoys, units and labels
 * are drawn by ourselves above it, the same with every engine.
 */
export interface MapEngine {
  camera(): Camera;
  /** Calls back in every frame in which the camera or the size is another; returns how to stop. */
  onMoved(listener: () => void): () => void;
  /** Goes there within so many milliseconds; 0 is at once. */
  go(view: View, ms: number): void;
  showRoads(roads: FeatureCollection): void;
  destroy(): void;
}

export interface EngineOptions {
  container: HTMLElement;
  base: BaseMap;
  palette: Palette;
  view: View;
  /** How many times larger than at a desk lines are drawn. */
  scale: number;
}
export type CreateEngine = (options: EngineOptions) => Promise<MapEngine>;

export const ZOOM = { least: 2.5, most: 14 } as const;

/** Edges of the theatre as the libraries take them: south-west, north-east. */
export function boundsOf(base: BaseMap): [[number, number], [number, number]] {
  const [west, south, east, north] = base.box;
  return [
    [west, south],
    [east, north],
  ];
}
