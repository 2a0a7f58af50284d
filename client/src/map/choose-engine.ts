import type { CreateEngine } from './engine.js';

/**
 * The engine for this room. The one that is not open source, and that calls its maker's servers, is loaded only with
 * the operator's own token.
 */
export async function engineFor(mapboxAccessToken: string | null): Promise<CreateEngine> {
  if (mapboxAccessToken === null) return (await import('./maplibre-engine.js')).createMapLibre;
  const { createMapbox } = await import('./mapbox-engine.js');
  return (options) => createMapbox(options, mapboxAccessToken);
}
