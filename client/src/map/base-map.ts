import type { FeatureCollection } from 'geojson';
import url from 'virtual:base-map-url';

/** The offline base map, as the build makes it. */
export interface BaseMap {
  /** West, south, east, north. */
  box: [number, number, number, number];
  land: FeatureCollection;
  borders: FeatureCollection;
  graticule: FeatureCollection;
  rivers: FeatureCollection;
  waters: FeatureCollection;
  /** Name, country, population, longitude, latitude; largest first. */
  towns: [name: string, country: string, population: number, lon: number, lat: number][];
}

export async function loadBaseMap(): Promise<BaseMap> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the base map could not be read: ${response.status}`);
  return (await response.json()) as BaseMap;
}
