import { type DatedDossier, convoy, flight, leg, site, span } from './dated-dossier.js';

const SPOKESPERSON = 'UN spokesperson, 27 Oct 2023';
const CORRESPONDENTS = 'note to correspondents, 8 Nov 2023';
const AUTHORITY = { addressee: 'national air authority' };
const MADE_UP = { ...AUTHORITY, invented: true };

/** Flights from October on; see {@link ./airspace-facts.ts}. */
export const LATER_FLIGHTS: readonly DatedDossier[] = [
  // Two approvals that touch Tessalit when an aircraft is hit there on 19 October.
  ...flight(
    'FR-1018-TES',
    {
      ...MADE_UP,
      aircraft: 'An-26',
      callSign: 'UNO 221P',
      purpose: 'resupply',
      legs: [leg('gao-airport', 'tessalit-airport')],
      dependants: [site('tessalit')],
    },
    ['2023-10-16T09:00:00Z', 'submitted'],
    ['2023-10-18T07:00:00Z', 'approved', { window: span('2023-10-19T06:00:00Z', '2023-10-21T18:00:00Z') }],
    ['2023-10-20T08:00:00Z', 'withdrawn', { reason: 'not flown after the hit at Tessalit' }],
  ),
  ...flight(
    'FR-1020-TES',
    {
      ...AUTHORITY,
      purpose: 'troop_move',
      legs: [leg('tessalit-airport', 'ndjamena')],
      dependants: [site('tessalit'), convoy('TES-01')],
      source: 'note to correspondents, 22 Oct 2023',
    },
    ['2023-10-16T15:00:00Z', 'submitted'],
    ['2023-10-18T09:00:00Z', 'approved', { window: span('2023-10-20T05:00:00Z', '2023-10-22T18:00:00Z') }],
    ['2023-10-21T06:00:00Z', 'used'],
  ),
  ...flight(
    'FR-1023-AGU',
    {
      ...AUTHORITY,
      purpose: 'troop_move',
      legs: [leg('aguelhok', 'gao-airport')],
      dependants: [convoy('TES-02'), site('aguelhok')],
      source: 'MINUSMA, 23 Oct 2023',
    },
    ['2023-10-20T14:00:00Z', 'submitted'],
    ['2023-10-21T09:00:00Z', 'under_review'],
    ['2023-10-23T05:00:00Z', 'denied', { reason: 'planned flights not authorised; the troops join the road convoy' }],
  ),
  ...flight(
    'FR-1026-KID',
    {
      ...MADE_UP,
      aircraft: 'Mi-8',
      callSign: 'UNO 417H',
      purpose: 'regular',
      legs: [leg('gao-airport', 'kidal'), leg('kidal', 'gao-airport')],
      dependants: [site('kidal')],
    },
    ['2023-10-24T15:00:00Z', 'submitted', { reference: 'AOC/1026/03' }],
    ['2023-10-25T08:00:00Z', 'under_review'],
    ['2023-10-26T06:00:00Z', 'approved', { window: span('2023-10-26T07:00:00Z', '2023-10-26T16:00:00Z') }],
    ['2023-10-26T09:30:00Z', 'used'],
  ),
  ...denied(),
  ...kidal(),
];

/** SC-DENIED: eight requests for 27 October, of which two are allowed. */
function denied(): DatedDossier[] {
  const decidedAt = '2023-10-27T05:30:00Z';
  const said = { source: SPOKESPERSON, reason: 'no mission flight authorised but one resupply and one evacuation' };
  const refusals = [
    ['air_cover', 'Mi-35', 'UNO 902H', leg('gao-airport', 'tabankort'), [convoy('TES-03')]],
    ['troop_move', 'Mi-8', 'UNO 417H', leg('kidal', 'gao-airport'), [site('kidal')]],
    ['resupply', 'An-26', 'UNO 221P', leg('gao-airport', 'kidal'), [site('kidal')]],
    ['reconnaissance', 'Mi-8', 'UNO 418H', leg('gao-airport', 'anefis'), [convoy('TES-03'), site('kidal')]],
    ['regular', 'CRJ-200', 'UNO 310P', leg('bamako-senou-airport', 'gao-airport'), [site('gao')]],
    ['regular', 'ATR 72', 'UNO 311P', leg('bamako-senou-airport', 'timbuktu-airport'), [site('timbuktu')]],
  ] as const;
  const water = [leg('gao-airport', 'tabankort'), leg('tabankort', 'kidal')] as const;
  return [
    ...refusals.flatMap(([purpose, aircraft, callSign, only, dependants], index) =>
      flight(
        `FR-1027-${index + 1}`,
        { ...MADE_UP, purpose, aircraft, callSign, legs: [only], dependants: [...dependants] },
        [Date.parse('2023-10-26T09:00:00Z') + index * 3_600_000, 'submitted', { reference: `AOC/1027/0${index + 1}` }],
        ['2023-10-26T17:00:00Z', 'under_review'],
        [decidedAt, 'denied', said],
      ),
    ),
    ...flight(
      'FR-1027-7',
      {
        ...MADE_UP,
        purpose: 'resupply',
        aircraft: 'Mi-26',
        callSign: 'UNO 661H',
        legs: [...water],
        dependants: [convoy('TES-03')],
      },
      ['2023-10-26T15:00:00Z', 'submitted', { reference: 'AOC/1027/07' }],
      [
        decidedAt,
        'approved',
        {
          source: SPOKESPERSON,
          conditions: 'water for the convoy alone',
          window: span('2023-10-27T06:00:00Z', '2023-10-27T17:00:00Z'),
          legs: [
            { ...water[0], decision: 'approved' },
            { ...water[1], decision: 'denied', reason: 'water for the convoy alone' },
          ],
        },
      ],
      ['2023-10-27T09:10:00Z', 'used'],
    ),
    ...flight(
      'FR-1027-8',
      {
        ...MADE_UP,
        purpose: 'medevac',
        aircraft: 'Beech 1900',
        callSign: 'UNO 555P',
        legs: [leg('gao-airport', 'bamako-senou-airport')],
        dependants: [{ type: 'patient', id: 'P-1026-1' }],
      },
      ['2023-10-27T05:18:00Z', 'submitted', { reference: 'AOC/1027/08' }],
      [decidedAt, 'approved', { source: SPOKESPERSON, window: span('2023-10-27T06:00:00Z', '2023-10-27T18:00:00Z') }],
      ['2023-10-27T07:40:00Z', 'used'],
    ),
  ];
}

/** SC-KIDAL: no air cover, the wounded flown out day by day, and at last a resupply. */
function kidal(): DatedDossier[] {
  const march = [convoy('KID-01')];
  const evacuations = [
    ['FR-1101-MED', '2023-11-01T10:12:00Z', 24, 'MINUSMA, 1-2 Nov 2023'],
    ['FR-1103-MED', '2023-11-03T07:20:00Z', 13, 'UN spokesperson, 3 Nov 2023'],
    ['FR-1104-MED', '2023-11-04T09:15:00Z', 12, 'UN spokesperson, 6 Nov 2023'],
  ] as const;
  return [
    ...flight(
      'FR-1030-KID',
      {
        ...AUTHORITY,
        purpose: 'regular',
        legs: [leg('kidal', 'gao-airport')],
        dependants: [site('kidal')],
        source: 'MINUSMA, 31 Oct 2023',
      },
      ['2023-10-28T10:00:00Z', 'submitted'],
      ['2023-10-29T16:00:00Z', 'approved', { window: span('2023-10-30T08:00:00Z', '2023-10-30T18:00:00Z') }],
      ['2023-10-30T15:05:00Z', 'used'],
    ),
    ...flight(
      'FR-1031-COV',
      {
        ...AUTHORITY,
        purpose: 'air_cover',
        legs: [leg('gao-airport', 'kidal')],
        dependants: march,
        source: CORRESPONDENTS,
      },
      ['2023-10-29T09:00:00Z', 'submitted'],
      ['2023-10-30T18:30:00Z', 'denied', { reason: 'no air cover for the march' }],
    ),
    ...flight(
      'FR-1031-HEL',
      {
        ...MADE_UP,
        purpose: 'troop_move',
        aircraft: 'Mi-26',
        callSign: 'UNO 661H',
        legs: [leg('kidal', 'gao-airport'), leg('gao-airport', 'bamako-senou-airport')],
        dependants: [...march, site('kidal')],
      },
      ['2023-10-29T12:00:00Z', 'submitted'],
      ['2023-10-30T18:35:00Z', 'denied', { reason: 'helicopters not authorised; those who were to fly go by road' }],
    ),
    ...evacuations.flatMap(([id, askedAt, answerMin, source]) => {
      const asked = Date.parse(askedAt);
      const answered = asked + answerMin * 60_000;
      return flight(
        id,
        { ...AUTHORITY, purpose: 'medevac', legs: [leg('anefis', 'gao-airport')], dependants: march, source },
        [asked, 'submitted'],
        [answered, 'approved', { window: span(answered, answered + 8 * 3_600_000) }],
        [answered + 15 * 60_000, 'used'],
      );
    }),
    // Running low, it is refused at first, asked again, and allowed.
    ...flight(
      'FR-1102-SUP',
      {
        ...AUTHORITY,
        purpose: 'resupply',
        urgent: true,
        legs: [leg('gao-airport', 'anefis')],
        dependants: march,
        source: CORRESPONDENTS,
      },
      ['2023-11-02T07:00:00Z', 'submitted'],
      ['2023-11-02T12:00:00Z', 'denied', { reason: 'flights to the march not authorised' }],
      ['2023-11-04T16:00:00Z', 'submitted', { legs: [leg('gao-airport', 'anefis')] }],
      ['2023-11-04T21:00:00Z', 'approved', { window: span('2023-11-05T05:00:00Z', '2023-11-06T17:00:00Z') }],
      ['2023-11-05T08:30:00Z', 'used'],
    ),
  ];
}
