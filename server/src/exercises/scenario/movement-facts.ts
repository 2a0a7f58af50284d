import { type DatedDossier, movement, site, span } from './dated-dossier.js';

const INVENTED = { invented: true };

/**
 * Permission and course of movements. Public are the two hundred trucks that waited in Gao for permission to go north
 * (24 September to the end of October 2023), the attacks on the Ber and the Kidal convoys with their days, and that Kidal
 * marched without air cover. Windows, covers and counts on arrival are invented, and marked so.
 */
export const MOVEMENT_REPORTS: readonly DatedDossier[] = [
  ...movement(
    'BER-01',
    { ...INVENTED, fromPlace: 'ber', toPlace: 'timbuktu', vehicles: 43, people: 200, dependants: [site('ber')] },
    ['2023-08-10T07:00:00Z', 'planned', { escort: 'own contingent, mine search ahead' }],
    ['2023-08-10T09:30:00Z', 'submitted', { medicalCover: 'field medical team', airCover: 'on call from Timbuktu' }],
    ['2023-08-12T10:00:00Z', 'approved', { window: span('2023-08-13T04:00:00Z', '2023-08-14T04:00:00Z') }],
    ['2023-08-13T06:00:00Z', 'departed'],
    ['2023-08-13T09:00:00Z', 'attacked', { source: 'column commander' }],
    ['2023-08-13T10:25:00Z', 'departed'],
    ['2023-08-13T13:00:00Z', 'attacked', { source: 'column commander' }],
    ['2023-08-13T13:40:00Z', 'delayed', { delayCause: 'attack', reason: 'wounded taken to Timbuktu; night halt' }],
    ['2023-08-14T05:40:00Z', 'departed'],
    ['2023-08-15T09:00:00Z', 'arrived', { vehiclesArrived: 43, peopleArrived: 196, reason: 'four wounded, evacuated' }],
    ['2023-08-16T09:00:00Z', 'closed'],
  ),
  // Nobody said no, and nobody said yes: no reply is not an approval.
  ...movement(
    'GNO-01',
    {
      fromPlace: 'gao',
      toPlace: 'kidal',
      vehicles: 200,
      load: 'empty, for materiel of the northern camps',
      dependants: [site('tessalit'), site('aguelhok'), site('kidal')],
      source: 'MINUSMA, Oct 2023',
    },
    ['2023-09-24T06:00:00Z', 'planned', { escort: 'not said' }],
    ['2023-09-24T06:30:00Z', 'submitted', { medicalCover: 'not said', airCover: 'not said', source: 'MINUSMA' }],
    ['2023-10-31T08:00:00Z', 'refused', { reason: 'not authorised to the end; the camps were left without them' }],
  ),
  ...movement(
    'KID-01',
    { ...INVENTED, fromPlace: 'kidal', toPlace: 'gao', vehicles: 143, people: 848, dependants: [site('kidal')] },
    ['2023-10-28T07:00:00Z', 'planned', { escort: 'own contingent' }],
    [
      '2023-10-28T09:00:00Z',
      'submitted',
      { medicalCover: 'role 1 in the column', airCover: 'none', withoutReason: 'no mission flight is authorised' },
    ],
    ['2023-10-30T15:00:00Z', 'approved', { window: span('2023-10-31T05:00:00Z', '2023-11-01T05:00:00Z') }],
    ['2023-10-31T07:00:00Z', 'departed'],
    ['2023-10-31T11:00:00Z', 'attacked', { source: 'column commander' }],
    ['2023-10-31T14:30:00Z', 'departed'],
    ['2023-11-01T10:00:00Z', 'attacked', { source: 'column commander' }],
    ['2023-11-01T13:30:00Z', 'departed'],
    ['2023-11-03T07:00:00Z', 'attacked', { source: 'column commander' }],
    ['2023-11-03T10:00:00Z', 'departed'],
    ['2023-11-04T09:00:00Z', 'attacked', { source: 'column commander' }],
    ['2023-11-04T12:00:00Z', 'delayed', { delayCause: 'supply', reason: 'fuel, food and water run low' }],
    ['2023-11-05T12:00:00Z', 'departed', { reason: 'resupplied by air' }],
    [
      '2023-11-07T20:00:00Z',
      'arrived',
      { vehiclesArrived: 143, peopleArrived: 811, reason: 'thirty-seven in need of care flown out on the way' },
    ],
    ['2023-11-09T09:00:00Z', 'closed'],
  ),
];
