import { distanceKm, Route, Site, Theatre } from '@rearguard/shared';
import { PLACES, ROUTES, SITE_PLANS, THEATRE, THEATRE_AREA } from './index.js';

const placeOf = (id: string) => PLACES.find((place) => place.id === id);

describe('the theatre', () => {
  it('is what the contract says it is', () => {
    expect(Theatre.parse(THEATRE)).toEqual(THEATRE);
    for (const route of ROUTES) expect(Route.parse(route)).toEqual(route);
    const outcome = { version: 1, state: 'open', lastDepartureOn: null, handedOverOn: null, plannedOn: null };
    for (const plan of SITE_PLANS) expect(Site.parse({ ...plan, ...outcome })).toEqual({ ...plan, ...outcome });
  });

  it('has 13 sites: the eleven camps of the letter, one temporary base, and Bamako apart (SR-05)', () => {
    expect(SITE_PLANS).toHaveLength(13);
    expect(SITE_PLANS.filter((site) => site.countedInLetter)).toHaveLength(11);
    expect(SITE_PLANS.filter((site) => !site.countedInLetter).map((site) => [site.id, site.kind])).toEqual([
      ['ogossagou', 'temporary_operating_base'],
      ['bamako', 'headquarters'],
    ]);
    expect(SITE_PLANS.filter((site) => site.hub).map((site) => site.id)).toEqual(['gao', 'timbuktu', 'bamako']);
  });

  it('has the windows of the letter, with 15 December in both II b and II c (SR-03)', () => {
    expect(THEATRE.phases.map((phase) => [phase.mark, phase.start, phase.end, phase.siteIds])).toEqual([
      ['I', '2023-07-15', '2023-08-31', ['ogossagou', 'ber', 'goundam', 'menaka']],
      ['II a', '2023-09-01', '2023-11-30', ['tessalit', 'aguelhok', 'douentza']],
      ['II b', '2023-12-01', '2023-12-15', ['mopti', 'kidal']],
      ['II c', '2023-12-15', '2023-12-31', ['ansongo']],
      ['LIQ', '2024-01-01', '2025-06-30', ['bamako', 'gao', 'timbuktu']],
    ]);
  });

  it('puts every site into exactly one phase, the same from both sides', () => {
    const fromPhases = THEATRE.phases.flatMap((phase) => phase.siteIds.map((id) => [id, phase.id]));
    const fromSites = SITE_PLANS.map((site) => [site.id, site.phaseId]);
    expect(fromPhases.sort()).toEqual(fromSites.sort());
  });

  it('has 22 roads whose waypoints rise from 0 to the length and lie on known places', () => {
    expect(ROUTES).toHaveLength(22);
    expect(new Set(ROUTES.map((route) => route.id)).size).toBe(22);
    for (const route of ROUTES) {
      const kms = route.waypoints.map((waypoint) => waypoint.km);
      expect([route.id, kms[0], kms.at(-1)]).toEqual([route.id, 0, route.lengthKm]);
      kms.slice(1).forEach((km, index) => expect(km).toBeGreaterThan(kms[index]!));
      for (const waypoint of route.waypoints) expect(placeOf(waypoint.placeId)).toMatchObject(latLonOf(waypoint));
    }
  });

  it('never has a road shorter than the straight line between two towns on it', () => {
    for (const route of ROUTES) {
      route.waypoints.slice(1).forEach((waypoint, index) => {
        const before = route.waypoints[index]!;
        // A tenth of a kilometre: waypoint kilometres are rounded to that.
        expect(waypoint.km - before.km).toBeGreaterThan(distanceKm(before, waypoint) - 0.2);
      });
    }
  });

  it('names places once, in three languages, Timbuktu as in the letter', () => {
    expect(new Set(PLACES.map((place) => place.id)).size).toBe(PLACES.length);
    expect(placeOf('timbuktu')?.name).toEqual({ en: 'Timbuktu', fr: 'Tombouctou', zh: '通布图' });
    for (const place of PLACES) expect(Object.values(place.name).every((name) => name.length > 0)).toBe(true);
  });

  it('has an area around its sites that does not meet its own mirror image', () => {
    const { south, west, north, east } = THEATRE_AREA;
    for (const { lat, lon } of SITE_PLANS) {
      expect(lat > south && lat < north && lon > west && lon < east).toBe(true);
      expect(lon > south && lon < north && lat > west && lat < east).toBe(false);
    }
    expect(south).toBeGreaterThan(east);
  });
});

function latLonOf({ lat, lon }: { lat: number; lon: number }) {
  return { lat, lon };
}
