import type { FeatureCollection } from 'geojson';
import type { BaseMap } from './base-map.js';
import type { Palette } from './palette.js';

const ROADS = 'roads';
const NOTHING: FeatureCollection = { type: 'FeatureCollection', features: [] };

type Paint = Record<string, unknown>;
type Layer = {
  id: string;
  source?: string;
  type: 'background' | 'fill' | 'line';
  paint: Paint;
  filter?: unknown[];
  layout?: Paint;
};

/** The ground in the language of both libraries: land, graticule, water, borders, roads, from below. */
export interface GroundStyle {
  version: 8;
  sources: Record<string, { type: 'geojson'; data: FeatureCollection; tolerance?: number }>;
  layers: Layer[];
}

const round = { 'line-join': 'round', 'line-cap': 'round' };

/** @param scale how many times wider than at a desk lines are drawn */
export function groundStyle(base: BaseMap, palette: Palette, scale: number): GroundStyle {
  const source = (data: FeatureCollection) => ({ type: 'geojson' as const, data });
  /** Wider when looked at from nearer. */
  const width = (px: number) => ['interpolate', ['linear'], ['zoom'], 4, px * scale, 10, px * scale * 2.2];
  return {
    version: 8,
    sources: {
      land: source(base.land),
      graticule: source(base.graticule),
      waters: source(base.waters),
      rivers: source(base.rivers),
      borders: source(base.borders),
      [ROADS]: source(NOTHING),
    },
    layers: [
      { id: 'void', type: 'background', paint: { 'background-color': palette.void } },
      {
        id: 'land',
        source: 'land',
        type: 'fill',
        paint: { 'fill-color': ['case', ['get', 'home'], palette.landHome, palette.land], 'fill-antialias': false },
      },
      {
        id: 'graticule',
        source: 'graticule',
        type: 'line',
        paint: { 'line-color': palette.text, 'line-opacity': 0.045, 'line-width': scale },
      },
      {
        id: 'delta',
        source: 'waters',
        type: 'fill',
        filter: ['==', ['get', 'kind'], 'delta'],
        paint: { 'fill-color': palette.water, 'fill-opacity': 0.16 },
      },
      {
        id: 'rivers',
        source: 'rivers',
        type: 'line',
        layout: round,
        paint: {
          'line-color': palette.water,
          'line-width': [
            'interpolate',
            ['linear'],
            ['zoom'],
            4,
            ['*', ['get', 'width'], scale],
            10,
            ['*', ['get', 'width'], scale * 3],
          ],
        },
      },
      {
        id: 'lakes',
        source: 'waters',
        type: 'fill',
        filter: ['==', ['get', 'kind'], 'lake'],
        paint: { 'fill-color': palette.water },
      },
      {
        id: 'borders',
        source: 'borders',
        type: 'line',
        layout: round,
        filter: ['!', ['get', 'home']],
        paint: { 'line-color': palette.border, 'line-width': width(1) },
      },
      {
        id: 'borders-home',
        source: 'borders',
        type: 'line',
        layout: round,
        filter: ['get', 'home'],
        paint: { 'line-color': palette.borderHome, 'line-width': width(1.2) },
      },
      {
        id: 'corridors',
        source: ROADS,
        type: 'line',
        layout: round,
        filter: ['==', ['get', 'kind'], 'corridor'],
        paint: { 'line-color': palette.road2, 'line-width': width(1.3) },
      },
      {
        id: 'supply-routes',
        source: ROADS,
        type: 'line',
        layout: round,
        filter: ['==', ['get', 'kind'], 'msr'],
        paint: { 'line-color': palette.road, 'line-width': width(1.6) },
      },
    ],
  };
}

export { ROADS };
