import { type DatedReport, figure, given } from './dated-report.js';

const DEVICE = { siteId: 'kidal', convoyId: 'KID-01' };

/** What happened after the Ber convoy was in; see {@link ./security-facts.ts}. */
export const LATER_IN_2023: readonly DatedReport[] = [
  given(
    'EV-024',
    '2023-08-15T11:00:00Z',
    'convoy_attack',
    'high',
    'ansongo-menaka-mid',
    'UN spokesperson, 17 Aug 2023',
    {
      text: 'A convoy from Ménaka to Gao comes under fire; nobody is hurt.',
      placeNote: 'on the Ménaka-Gao line; place assumed',
      convoyId: 'MEN-01',
    },
  ),
  given('EV-026', '2023-08-18T06:30:00Z', 'indirect_fire', 'high', 'timbuktu', 'DW, Aug 2023', {
    text: 'Mortar rounds on Timbuktu in the morning.',
    siteId: 'timbuktu',
  }),
  given('EV-027', '2023-08-22T10:00:00Z', 'convoy_attack', 'high', 'ansongo-menaka-mid', 'Prensa Latina, 23 Aug 2023', {
    text: 'A convoy from Gao to Ménaka is attacked and goes on without casualties.',
    placeNote: 'on the Gao-Ménaka line; place assumed',
    convoyId: 'MEN-04',
  }),
  given('EV-032', '2023-09-07T11:00:00Z', 'attack_on_civilians', 'high', 'bamba', 'AP and Sputnik, Sep 2023', {
    text: 'River boat and army position attacked near Bamba.',
    casualties: [figure('civilian', 'killed', 49), figure('other_force', 'killed', 15)],
  }),
  given('EV-033', '2023-09-12T09:00:00Z', 'airspace', 'medium', 'timbuktu-airport', 'Sputnik Africa, 12 Sep 2023', {
    text: 'The only airline serving Timbuktu has suspended its flights.',
    siteId: 'timbuktu',
  }),
  given('EV-034', '2023-09-19T15:00:00Z', 'indirect_fire', 'high', 'kidal', 'Bamada, Sep 2023', {
    text: 'A UN vehicle hits a device in town; about ten mortar rounds and rockets land in and around the camp, and outposts are attacked. Material damage; nobody is reported hurt.',
    siteId: 'kidal',
  }),
  given('EV-036', '2023-09-24T09:00:00Z', 'movement_refused', 'high', 'gao', 'MINUSMA, 31 Oct 2023', {
    text: '200 trucks wait in Gao because their movement north is not authorised.',
    siteId: 'gao',
  }),
  given('EV-038', '2023-10-02T07:00:00Z', 'clash', 'medium', 'gao', 'RFI, Oct 2023', {
    text: 'A large army column leaves Gao for the north and is next seen at Tarkint.',
    placeNote: 'Gao, then Tarkint',
  }),
  given('EV-039', '2023-10-16T10:00:00Z', 'airspace', 'high', 'tessalit-airport', 'weafrica24, 18 Oct 2023', {
    text: 'Military aircraft land at Tessalit without notice to the mission; exchanges of fire around the base.',
    siteId: 'tessalit',
  }),
  given('EV-040', '2023-10-19T10:00:00Z', 'aircraft_hit', 'critical', 'tessalit-airport', 'MINUSMA, 22 Oct 2023', {
    text: 'Mission C-130 hit in the wing by small-arms fire while landing; no injuries.',
    siteId: 'tessalit',
  }),
  given('EV-043', '2023-10-23T13:00:00Z', 'device', 'critical', 'aguelhok', 'MINUSMA, 23 Oct 2023', {
    text: 'The convoys from Tessalit and Aguelhok hit improvised devices, with injuries and damage.',
    placeNote: 'south of Aguelhok; place not published',
    convoyId: 'TES-02',
    siteId: 'aguelhok',
    casualties: [figure('peacekeeper', 'wounded', null)],
  }),
  given('EV-045', '2023-10-26T09:00:00Z', 'convoy_attack', 'high', 'ouattagouna', 'MINUSMA, 26 Oct 2023', {
    text: 'Logistics convoy fired at 50 km south of Ansongo by four gunmen; four contract drivers wounded, one gravely, all evacuated to Gao.',
    convoyId: 'LAB-01',
    siteId: 'ansongo',
    casualties: [figure('contract_worker', 'wounded', 4)],
    casualtiesFinal: true,
    syntheticTime: false,
  }),
  given('EV-046', '2023-10-27T05:30:00Z', 'airspace', 'critical', 'gao', 'UN spokesperson, 27 Oct 2023', {
    text: 'No mission flight is authorised except one water resupply to the convoy and one medical evacuation.',
    convoyId: 'TES-03',
  }),
  given('EV-047', '2023-10-27T08:00:00Z', 'customs', 'high', 'gao', 'UN spokesperson, 27 Oct 2023', {
    text: 'Fuel trucks for the Gao camp are blocked by customs.',
    siteId: 'gao',
  }),
  given('EV-051', '2023-10-31T11:00:00Z', 'device', 'high', 'kidal', 'MINUSMA, 31 Oct 2023; AFP, 1 Nov 2023', {
    ...DEVICE,
    text: 'First and second improvised devices of the march; material damage, two lightly hurt and treated on the spot.',
    placeNote: 'first day out of Kidal; place not published',
    casualties: [figure('peacekeeper', 'wounded', 2)],
    casualtiesFinal: true,
  }),
  given('EV-052', '2023-11-01T10:00:00Z', 'device', 'critical', 'anefis', 'MINUSMA, 1-2 Nov 2023', {
    ...DEVICE,
    text: 'Third device hits an armoured vehicle: eight wounded, all flown to Gao.',
    placeNote: 'near Anéfis that evening (press); place assumed',
    casualties: [figure('peacekeeper', 'wounded', 8)],
  }),
  given('EV-053', '2023-11-03T07:00:00Z', 'device', 'critical', 'anefis', 'UN spokesperson, 3 Nov 2023', {
    ...DEVICE,
    text: 'Fourth device: seven wounded, flown out.',
    placeNote: 'place not published; assumed near Anéfis',
    casualties: [figure('peacekeeper', 'wounded', 7)],
  }),
  given('EV-054', '2023-11-04T09:00:00Z', 'device', 'critical', 'anefis', 'UN spokesperson, 6 Nov 2023', {
    ...DEVICE,
    text: 'Fifth and sixth devices near Anéfis: 22 wounded, flown to Gao.',
    casualties: [figure('peacekeeper', 'wounded', 22)],
  }),
  given('EV-056', '2023-11-07T10:00:00Z', 'clash', 'high', 'kidal', 'RFI, 7 Nov 2023', {
    text: 'Air strikes on and near the former camp; civilian deaths reported.',
    siteId: 'kidal',
    casualties: [figure('civilian', 'killed', null)],
  }),
];
