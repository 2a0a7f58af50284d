import { type Convoy, type Restriction, restrictedWays, totalKm, waysAround } from '@rearguard/shared';
import { aConvoy } from '../testing/rules.js';
import { ROUTES } from './routes.js';

const ROUTE = new Map(ROUTES.map((route) => [route.id, route]));
const NOW = Date.parse('2023-08-13T09:00:00Z');

const uncertain = (over: Partial<Restriction> = {}): Restriction => ({
  id: 'RS-LABBEZANGA',
  version: 1,
  state: 'in_force',
  since: '2023-07-27T08:00:00.000Z',
  reason: 'power seized in Niger',
  revision: 1,
  lastObservedAt: '2023-07-27T08:00:00.000Z',
  receivedAt: '2023-07-27T08:00:00.000Z',
  source: 'test',
  reports: 1,
  invented: false,
  place: 'labbezanga',
  placeId: 'labbezanga',
  names: ['labbezanga'],
  kind: 'uncertain',
  window: null,
  incidentId: null,
  ...over,
});
const niamey = (over: Partial<Convoy> = {}) =>
  aConvoy({ id: 'NIA-01', routeId: 'corr-gao-niamey', reversed: false, state: 'planned', kmTotal: 445, ...over });
const flagged = (convoy: Convoy, restriction = uncertain()) =>
  restrictedWays([convoy], ROUTE, [restriction], NOW).map(({ on, what, purpose }) => [on.id, what, purpose]);

describe('Labbézanga uncertain (SR-51)', () => {
  it('flags every movement on Gao–Niamey, planned or on the road, with the chain', () => {
    const [one] = restrictedWays([niamey()], ROUTE, [uncertain()], NOW);
    expect(one).toEqual({
      on: { type: 'convoy', id: 'NIA-01' },
      kind: 'restriction',
      id: 'RS-LABBEZANGA',
      what: 'restricted',
      since: '2023-07-27T08:00:00.000Z',
      reason: 'power seized in Niger',
      restrictionId: 'RS-LABBEZANGA',
      purpose: 'labbezanga',
    });
    expect(flagged(niamey({ state: 'departed', headKm: 200, tailKm: 190 }))).toHaveLength(1);
    const home = niamey({ state: 'departed', reversed: true, headKm: 100, tailKm: 98 });
    expect(flagged(home)).toHaveLength(1);
    expect(flagged(niamey({ id: 'LAB-01', routeId: 'msr-ansongo-labbezanga', kmTotal: 90 }))).toHaveLength(1);
  });

  it('leaves alone who is past it, has arrived, or goes another way; and ends with its window or when lifted', () => {
    expect(flagged(niamey({ state: 'departed', headKm: 210, tailKm: 205 }))).toEqual([]);
    expect(flagged(niamey({ state: 'departed', reversed: true, headKm: 260, tailKm: 255 }))).toEqual([]);
    expect(flagged(niamey({ state: 'arrived' }))).toEqual([]);
    expect(flagged(niamey({ routeId: 'msr-gao-kidal' }))).toEqual([]);
    expect(flagged(niamey(), uncertain({ state: 'lifted' }))).toEqual([]);
    const over = { from: '2023-08-01T00:00:00.000Z', to: '2023-08-02T00:00:00.000Z' };
    expect(flagged(niamey(), uncertain({ window: over }))).toEqual([]);
    expect(flagged(niamey(), uncertain({ kind: 'notam' }))).toEqual([]);
  });

  it('offers the ways by Bamako to Dakar, Abidjan and Lomé with their kilometres', () => {
    const from = { fromPlaceId: 'gao', routeId: 'corr-gao-niamey' };
    const ways = waysAround(from, ROUTES, new Set(['labbezanga']));
    // Gao–Douentza 405, Douentza–Sévaré 175, Sévaré–Bamako 625.
    expect(ways).toEqual([
      { routeId: 'corr-bamako-abidjan', corridorKm: 1225, approachKm: 1205 },
      { routeId: 'corr-bamako-dakar', corridorKm: 1250, approachKm: 1205 },
      { routeId: 'corr-bamako-lome', corridorKm: 1970, approachKm: 1205 },
    ]);
    expect(ways.map(totalKm)).toEqual([2430, 2455, 3175]);
    expect(waysAround(from, ROUTES, new Set(['labbezanga', 'sevare', 'kidal', 'wabaria', 'bamba']))).toEqual([]);
  });
});
