import type { FlightRequest, Restriction, Route, Session, Theatre } from '@rearguard/shared';
import { flushSync, mount, unmount, type Component } from 'svelte';
import { I18n } from '../i18n/i18n.svelte.js';
import { aClock, aConvoy, aPicture, aSite } from '../testing/builders.js';
import Stage from '../testing/Stage.svelte';
import ConvoyBoard from '../wall/ConvoyBoard.svelte';
import { Room } from '../wall/room.svelte.js';
import ConsequenceList from './ConsequenceList.svelte';
import { keyOf, lineOf } from './falls.js';

const AT = '2023-10-27T08:30:00.000Z';
const head = {
  version: 1,
  since: '2023-10-27T05:30:00.000Z',
  revision: 1,
  lastObservedAt: AT,
  receivedAt: AT,
  source: 'test',
  reports: 1,
  invented: true,
};
const cover: FlightRequest = {
  ...head,
  id: 'FR-1',
  state: 'denied',
  reason: 'no flight authorised',
  aircraft: null,
  callSign: null,
  purpose: 'air_cover',
  urgent: false,
  legs: [],
  partial: false,
  wanted: null,
  addressee: null,
  reference: null,
  submittedAt: null,
  answeredAt: null,
  window: null,
  conditions: null,
  dependants: [
    { type: 'convoy', id: 'NIA-01' },
    { type: 'site', id: 'ber' },
  ],
  inTheAir: false,
  withoutApproval: false,
};
const limit: Restriction = {
  ...head,
  id: 'RS-1',
  state: 'in_force',
  since: '2023-07-27T08:00:00.000Z',
  reason: 'power seized in Niger',
  place: 'Labbézanga',
  placeId: 'labbezanga',
  names: [],
  kind: 'uncertain',
  window: null,
  incidentId: 'EV-009',
};

const place = (id: string, name: string) => ({
  id,
  name: { en: name, fr: name, zh: name },
  country: 'ML',
  lat: 1,
  lon: 1,
});
const theatre: Theatre = {
  id: 'mali-2023',
  name: { en: 'Mali', fr: 'Mali', zh: '马里' },
  mission: { name: 'MINUSMA', start: '2023-07-01', deadline: '2023-12-31', timeZone: 'UTC', source: '' },
  phases: [],
  places: [place('labbezanga', 'Labbézanga'), place('port-dakar', 'Dakar')],
};
const road = (id: string, kind: Route['kind'], ...towns: [string, number][]): Route => ({
  id,
  version: 1,
  name: { en: id, fr: id, zh: id },
  kind,
  lengthKm: towns.at(-1)![1],
  surface: '',
  usualSpeedKmh: 30,
  waypoints: towns.map(([placeId, km]) => ({ placeId, km, lat: 1, lon: 1 })),
  source: '',
});
const routes = [
  road('corr-gao-niamey', 'corridor', ['gao', 0], ['labbezanga', 195], ['niamey', 445]),
  road('msr', 'msr', ['bamako', 0], ['gao', 1205]),
  road('corr-bamako-dakar', 'corridor', ['bamako', 0], ['port-dakar', 1250]),
];
const session: Session = {
  person: { id: '1', name: 'N' },
  role: 'watch-officer',
  expiresAt: AT,
  room: { exercise: null, missionTimeZone: 'UTC', mapboxAccessToken: null, ownBaseMap: false },
};

function aRoom(): Room {
  const room = new Room(session, theatre, routes, new I18n(null));
  const convoy = aConvoy({
    id: 'NIA-01',
    routeId: 'corr-gao-niamey',
    fromPlaceId: 'gao',
    state: 'planned',
    kmTotal: 445,
  });
  room.live.picture.load(
    aPicture({
      clock: aClock({ at: AT }),
      convoys: { 'NIA-01': convoy },
      sites: { ber: aSite() },
      flightRequests: { 'FR-1': cover },
      restrictions: { 'RS-1': limit },
    }),
  );
  return room;
}

describe('what falls on a convoy', () => {
  beforeAll(() => (Element.prototype.scrollIntoView = () => {}));

  it.each([
    ['en', 'Air cover refused', 'Labbézanga uncertain', 'no flight authorised'],
    ['fr', 'Appui aérien : refusé', 'Labbézanga : incertain', 'depuis'],
    ['zh', '空中掩护被拒', 'Labbézanga情况不明', '自'],
  ] as const)(
    'is told in %s: which request, why and since when, and the ways around',
    (language, refused, way, chain) => {
      const room = aRoom();
      room.i18n.choose(language);
      const falls = room.falls.get('convoy:NIA-01')!;
      const [first, second] = falls.map((one) => lineOf(one, room, Date.parse(AT)));
      expect([first!.text, second!.text]).toEqual([refused, way]);
      expect(first!.chain).toContain('FR-1');
      expect(first!.chain).toContain(chain);
      expect(second!.behind).toContain('EV-009');
      expect(second!.ways).toMatch(/Dakar 2.455/);
    },
  );

  it('marks its row and its site, and goes when the authority thinks better of it', async () => {
    const room = aRoom();
    const shown = mount(Stage, { target: document.body, props: { part: ConvoyBoard as Component, room, rest: {} } });
    flushSync();
    const mark = () => document.querySelector('[data-convoy-id="NIA-01"] th svg')?.getAttribute('aria-label');
    expect(mark()).toBe('Air cover refused');
    expect(room.falls.get(keyOf({ type: 'site', id: 'ber' }))).toHaveLength(1);
    room.live.picture.flightRequests = { 'FR-1': { ...cover, state: 'used' } };
    flushSync();
    expect(mark()).toBe('Labbézanga uncertain');
    room.live.picture.restrictions = { 'RS-1': { ...limit, state: 'lifted' } };
    flushSync();
    expect(mark()).toBeUndefined();
    await unmount(shown);
  });

  it('says how many more there are', async () => {
    const room = aRoom();
    const rest = { consequences: room.falls.get('convoy:NIA-01')!, most: 1, named: true };
    const part: unknown = ConsequenceList;
    const shown = mount(Stage, { target: document.body, props: { part: part as Component, room, rest } });
    flushSync();
    const text = document.querySelector('[data-testid="consequences"]')!.textContent;
    expect(text).toContain('Air cover refused → NIA-01');
    expect(text).toContain('+ 1 more');
    await unmount(shown);
  });
});
