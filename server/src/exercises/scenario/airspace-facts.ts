import { type DatedDossier, convoy, flight, leg, restriction, site, span } from './dated-dossier.js';
import { LATER_FLIGHTS } from './airspace-facts-later.js';

/**
 * Flight clearance and airfields in 2023. What is public is named with its source; hours are invented, as is every request
 * that is marked so: its aircraft, its legs and its window. That a request of a day was refused may be public all the same,
 * and then its reason names who said so.
 */
export const AIRSPACE_REPORTS: readonly DatedDossier[] = [
  ...limits(),
  ...flight(
    'FR-0706-MED',
    {
      purpose: 'medevac',
      legs: [leg('ouattagouna', 'gao-airport')],
      dependants: [site('ansongo')],
      source: 'MINUSMA via Media Elles, Jul 2023',
    },
    ['2023-07-06T13:50:00Z', 'submitted'],
    ['2023-07-06T14:02:00Z', 'approved', { window: span('2023-07-06T14:00:00Z', '2023-07-06T20:00:00Z') }],
    ['2023-07-06T14:20:00Z', 'used'],
  ),
  ...flight(
    'FR-0728-GAO',
    {
      purpose: 'troop_move',
      legs: [leg('gao-airport', 'Cairo')],
      dependants: [site('gao')],
      source: 'Sputnik Afrique citing MINUSMA, Jul 2023',
    },
    ['2023-07-26T08:00:00Z', 'submitted'],
    ['2023-07-27T10:00:00Z', 'approved', { window: span('2023-07-28T04:00:00Z', '2023-07-28T20:00:00Z') }],
    ['2023-07-28T07:30:00Z', 'used'],
  ),
  // Open when the exercise begins.
  ...flight(
    'FR-0813-COV',
    {
      ...invented('Mi-35', 'UNO 902H', 'air_cover'),
      legs: [leg('timbuktu-airport', 'ber'), leg('ber', 'timbuktu-airport')],
      dependants: [convoy('BER-01'), site('ber')],
      wanted: span('2023-08-13T06:00:00Z', '2023-08-13T16:00:00Z'),
    },
    ['2023-08-12T11:00:00Z', 'submitted', { reference: 'AOC/0813/02' }],
    ['2023-08-12T15:40:00Z', 'under_review'],
    ['2023-08-14T07:00:00Z', 'approved', { window: span('2023-08-14T08:00:00Z', '2023-08-15T18:00:00Z') }],
    ['2023-08-14T10:20:00Z', 'used'],
  ),
  ...flight(
    'FR-0813-GKD',
    {
      ...invented('Mi-8', 'UNO 417H', 'reconnaissance'),
      legs: [leg('gao-airport', 'anefis'), leg('anefis', 'gao-airport')],
      dependants: [convoy('GKD-01')],
    },
    ['2023-08-11T16:00:00Z', 'submitted', { reference: 'AOC/0811/07' }],
    ['2023-08-12T09:00:00Z', 'under_review'],
    ['2023-08-13T08:20:00Z', 'denied'],
  ),
  ...flight(
    'FR-0814-KID',
    {
      ...invented('An-26', 'UNO 221P', 'resupply'),
      legs: [leg('gao-airport', 'kidal'), leg('kidal', 'gao-airport')],
      dependants: [site('kidal')],
    },
    ['2023-08-11T09:00:00Z', 'submitted'],
    ['2023-08-12T14:00:00Z', 'approved', { window: span('2023-08-13T06:00:00Z', '2023-08-14T18:00:00Z') }],
    ['2023-08-14T07:10:00Z', 'used'],
  ),
  // SC-BER: the wounded are taken to Timbuktu.
  ...flight(
    'FR-0813-MED',
    {
      ...invented('Mi-8', 'UNO 555H', 'medevac'),
      legs: [leg('timbuktu-airport', 'ber'), leg('ber', 'timbuktu-airport')],
      dependants: [convoy('BER-01')],
      urgent: true,
    },
    ['2023-08-13T13:09:00Z', 'submitted'],
    ['2023-08-13T13:12:00Z', 'under_review'],
    ['2023-08-13T13:20:00Z', 'approved', { window: span('2023-08-13T13:20:00Z', '2023-08-13T18:00:00Z') }],
    ['2023-08-13T13:28:00Z', 'used'],
  ),
  ...flight(
    'FR-0824-TIM',
    {
      ...invented('L-100', 'UNO 130C', 'resupply'),
      legs: [leg('bamako-senou-airport', 'timbuktu-airport')],
      dependants: [site('timbuktu')],
    },
    ['2023-08-22T10:00:00Z', 'submitted'],
    ['2023-08-23T16:00:00Z', 'approved', { window: span('2023-08-24T05:00:00Z', '2023-08-24T18:00:00Z') }],
    ['2023-08-24T06:40:00Z', 'used'],
  ),
  ...LATER_FLIGHTS,
];

function invented(
  aircraft: string,
  callSign: string,
  purpose: 'air_cover' | 'reconnaissance' | 'resupply' | 'medevac',
) {
  return { aircraft, callSign, purpose, addressee: 'national air authority', invented: true };
}

/** A hit on an aircraft restricts its airfield by itself and is not told here. */
function limits(): DatedDossier[] {
  return [
    ...restriction(
      'RS-LABBEZANGA',
      { place: 'labbezanga', kind: 'uncertain', source: 'S/2023/611; Security Council Report, Jan 2024' },
      ['2023-07-27T08:00:00Z', 'in_force', { reason: 'power seized in Niger on 26 July, a key transit country' }],
    ),
    ...restriction(
      'RS-TIMBUKTU-0818',
      { place: 'timbuktu-airport', kind: 'shelling', source: 'DW, Aug 2023', invented: true },
      ['2023-08-18T06:50:00Z', 'in_force', { reason: 'mortar rounds on Timbuktu in the morning' }],
      ['2023-08-19T17:00:00Z', 'lifted'],
    ),
    ...restriction(
      'RS-GAO-0905',
      {
        place: 'gao-airport',
        kind: 'notam',
        window: span('2023-09-05T10:00:00Z', '2023-09-05T17:00:00Z'),
        invented: true,
      },
      ['2023-09-04T09:00:00Z', 'in_force', { reason: 'work on the runway' }],
      ['2023-09-05T17:00:00Z', 'lifted'],
    ),
    ...restriction(
      'RS-KIDAL-0919',
      { place: 'kidal', kind: 'shelling', source: 'Bamada, Sep 2023', invented: true },
      ['2023-09-19T15:20:00Z', 'in_force', { reason: 'mortar rounds and rockets in and around the camp' }],
      ['2023-09-21T06:00:00Z', 'lifted'],
    ),
    ...restriction(
      'RS-TESSALIT-1016',
      { place: 'tessalit-airport', kind: 'other', source: 'weafrica24, 18 Oct 2023', invented: true },
      ['2023-10-16T10:30:00Z', 'in_force', { reason: 'military aircraft without notice; fire around the base' }],
      ['2023-10-18T06:00:00Z', 'lifted'],
    ),
  ];
}
