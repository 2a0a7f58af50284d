import type { Change, Convoy, Picture, RoomClock, Site, Unit, UnitFacts } from '@rearguard/shared';

/** Builders for tests: each gives a valid thing and lets the test say what matters. */

export const aClock = (over: Partial<RoomClock> = {}): RoomClock => ({
  mode: 'live',
  at: '2023-08-13T13:12:00.000Z',
  exercise: null,
  ...over,
});

export const anExercise = (
  over: Partial<NonNullable<RoomClock['exercise']>> = {},
): NonNullable<RoomClock['exercise']> => ({
  name: 'mali-2023',
  runId: 'run-1',
  state: 'running',
  speed: 10,
  achievedSpeed: 10,
  from: '2023-08-13T08:50:00.000Z',
  to: '2023-12-31T23:59:00.000Z',
  ...over,
});

export const aConvoy = (over: Partial<Convoy> = {}): Convoy => ({
  id: 'BER-01',
  version: 1,
  routeId: 'msr-timbuktu-ber',
  reversed: true,
  fromPlaceId: 'ber',
  toPlaceId: 'timbuktu',
  state: 'departed',
  vehicles: 42,
  people: 198,
  escort: null,
  unitIds: ['BER-01-H', 'BER-01-T'],
  headUnitId: 'BER-01-H',
  tailUnitId: 'BER-01-T',
  plannedDepartureAt: '2023-08-13T06:00:00.000Z',
  plannedArrivalAt: '2023-08-13T09:00:00.000Z',
  plannedSpeedKmh: 20,
  departedAt: '2023-08-13T06:00:00.000Z',
  arrivedAt: null,
  kmTotal: 57,
  headKm: 8.5,
  tailKm: 4.3,
  speedKmh: 12,
  meanSpeedKmh: 10,
  haltedSince: null,
  offRouteSince: null,
  offRouteKm: null,
  stale: false,
  lastReportAt: '2023-08-13T13:11:00.000Z',
  etaAt: '2023-08-13T17:00:00.000Z',
  lateMin: 0,
  ...over,
});

export const aSite = (over: Partial<Site> = {}): Site => ({
  id: 'ber',
  version: 1,
  name: { en: 'Ber', fr: 'Ber', zh: '贝尔' },
  kind: 'camp',
  region: 'Timbuktu',
  lat: 16.834,
  lon: -2.528,
  phaseId: 'P1',
  hub: false,
  countedInLetter: true,
  state: 'open',
  lastDepartureOn: null,
  handedOverOn: null,
  plannedOn: null,
  source: 'test',
  ...over,
});

export const someFacts = (over: Partial<UnitFacts> = {}): UnitFacts => ({
  id: 'BER-01-H',
  no: 1,
  version: 1,
  callsign: null,
  symbol: null,
  convoyId: 'BER-01',
  registered: true,
  stale: false,
  staleAfterS: 600,
  ...over,
});

export const aUnit = (over: Partial<Unit> = {}): Unit => ({
  ...someFacts(),
  lat: 16.8,
  lon: -2.6,
  speedKmh: 12,
  courseDeg: 260,
  altitudeM: null,
  accuracyM: null,
  observedAt: '2023-08-13T13:11:00.000Z',
  receivedAt: '2023-08-13T13:11:01.000Z',
  ...over,
});

export const aPicture = (over: Partial<Picture> = {}): Picture => ({
  seq: 0,
  at: '2023-08-13T13:12:00.000Z',
  clock: aClock(),
  units: {},
  convoys: {},
  sites: {},
  incidents: {},
  alerts: {},
  ...over,
});

export const aChange = (over: Partial<Change> & Pick<Change, 'seq'>): Change => ({
  at: '2023-08-13T13:12:00.000Z',
  observedAt: '2023-08-13T13:12:00.000Z',
  kind: 'positions',
  id: 'batch',
  version: 1,
  op: 'put',
  body: { count: 1, units: 1 },
  ...over,
});
