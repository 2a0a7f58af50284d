import { writtenDown } from './column.js';
import { marks } from './march.js';
import type { Movement } from './movement.js';

/**
 * Convoys that are on the road when the exercise begins, on the morning of 13 August 2023. The Ber convoy is real: its
 * day, its 57 km, its two attacks and its 51 hours are public (S/2023/611; briefing of 28 August 2023); its hours and
 * places on the way are invented to fit. Everything of the others is invented.
 */
export const ON_THE_ROAD: readonly Movement[] = [
  writtenDown(
    {
      id: 'BER-01',
      column: { name: 'BER', lengthKm: 3.2, everyS: 30, groups: 1 },
      routeId: 'msr-timbuktu-ber',
      reversed: true,
      vehicles: 43,
      people: 200,
      escort: 'own contingent, mine search ahead',
    },
    { at: '2023-08-13T06:00:00Z', speedKmh: 9.5 },
    marks(
      ['2023-08-13T06:00:00Z', 0],
      ['2023-08-13T07:25:00Z', 9.2],
      // Search of the track on foot.
      ['2023-08-13T08:10:00Z', 9.2],
      ['2023-08-13T09:00:00Z', 15.2],
      // First attack.
      ['2023-08-13T10:25:00Z', 15.2],
      ['2023-08-13T13:00:00Z', 24.1],
      // Second attack; the wounded are taken to Timbuktu, and the column stays for the night.
      ['2023-08-14T05:40:00Z', 24.1],
      ['2023-08-14T06:50:00Z', 29],
      ['2023-08-14T10:15:00Z', 29],
      ['2023-08-14T11:50:00Z', 35.6],
      ['2023-08-14T15:00:00Z', 35.6],
      ['2023-08-14T16:40:00Z', 41.8],
      ['2023-08-15T05:30:00Z', 41.8],
      ['2023-08-15T09:00:00Z', 57],
    ),
  ),
  writtenDown(
    {
      id: 'GSA-01',
      column: { name: 'GSA', lengthKm: 2.4, everyS: 60 },
      routeId: 'msr-gao-ansongo',
      vehicles: 31,
      people: 74,
      escort: 'quick reaction company, Gao',
    },
    { at: '2023-08-13T07:00:00Z', speedKmh: 28 },
    marks(
      ['2023-08-13T07:05:00Z', 0],
      ['2023-08-13T08:20:00Z', 37],
      ['2023-08-13T08:28:00Z', 37],
      ['2023-08-13T10:20:00Z', 90],
    ),
  ),
  writtenDown(
    {
      id: 'DGA-01',
      column: { name: 'DGA', lengthKm: 3.6, everyS: 120 },
      routeId: 'msr-douentza-gao',
      vehicles: 52,
      people: 121,
      escort: 'combat convoy battalion',
    },
    { at: '2023-08-12T05:30:00Z', speedKmh: 12.2 },
    marks(
      ['2023-08-12T05:40:00Z', 0],
      ['2023-08-12T12:15:00Z', 168],
      ['2023-08-12T13:05:00Z', 168],
      ['2023-08-12T16:40:00Z', 239.3],
      // Night at Gossi.
      ['2023-08-13T05:45:00Z', 239.3],
      ['2023-08-13T12:10:00Z', 392],
      // Checkpoint before the Wabaria bridge.
      ['2023-08-13T13:00:00Z', 396],
      ['2023-08-13T14:10:00Z', 397.3],
      ['2023-08-13T14:35:00Z', 405],
    ),
  ),
  writtenDown(
    {
      id: 'TDZ-01',
      column: { name: 'TDZ', lengthKm: 1.8, everyS: 90 },
      routeId: 'msr-timbuktu-douentza',
      vehicles: 24,
      people: 58,
      escort: 'force reserve platoon',
    },
    { at: '2023-08-13T06:00:00Z', speedKmh: 18 },
    marks(
      ['2023-08-13T06:20:00Z', 0],
      ['2023-08-13T07:12:00Z', 12.4],
      // Waits for the ferry at Korioumé: trucks are being stopped on the way to Timbuktu since 8 August.
      ['2023-08-13T14:30:00Z', 12.4],
      ['2023-08-13T17:20:00Z', 66],
      ['2023-08-14T05:50:00Z', 66],
      ['2023-08-14T12:30:00Z', 215],
    ),
  ),
  writtenDown(
    {
      id: 'GKD-01',
      column: { name: 'GKD', lengthKm: 4.1, everyS: 180 },
      routeId: 'msr-gao-kidal',
      vehicles: 61,
      people: 143,
      escort: 'combat convoy battalion, drone on call',
      // Beyond the last relay; nothing is heard for hours.
      silent: [['2023-08-13T06:05:00Z', '2023-08-13T10:50:00Z']],
    },
    { at: '2023-08-12T05:30:00Z', speedKmh: 6.4 },
    marks(
      ['2023-08-12T05:35:00Z', 0],
      ['2023-08-12T11:50:00Z', 78],
      ['2023-08-12T13:10:00Z', 78],
      ['2023-08-12T17:20:00Z', 128],
      ['2023-08-13T05:40:00Z', 128],
      ['2023-08-13T12:00:00Z', 195],
      ['2023-08-13T13:00:00Z', 195],
      ['2023-08-13T17:25:00Z', 246.7],
      ['2023-08-14T05:45:00Z', 246.7],
      ['2023-08-14T15:30:00Z', 352],
    ),
  ),
  writtenDown(
    {
      id: 'BSV-01',
      column: { name: 'BSV', lengthKm: 2.8, everyS: 120 },
      routeId: 'msr-bamako-sevare',
      vehicles: 40,
      people: 88,
      escort: 'formed police to Ségou, infantry onward',
    },
    { at: '2023-08-12T05:30:00Z', speedKmh: 21.6 },
    marks(
      ['2023-08-12T05:35:00Z', 0],
      ['2023-08-12T12:15:00Z', 262],
      ['2023-08-12T13:00:00Z', 262],
      ['2023-08-12T16:50:00Z', 430],
      ['2023-08-12T17:10:00Z', 440.9],
      // Night at San.
      ['2023-08-13T06:05:00Z', 440.9],
      ['2023-08-13T10:45:00Z', 625],
    ),
  ),
  writtenDown(
    {
      id: 'DKR-01',
      column: { name: 'DKR', lengthKm: 1.6, everyS: 240, groups: 0 },
      routeId: 'corr-bamako-dakar',
      vehicles: 22,
      people: 46,
      escort: 'none: contractor, escorted by the gendarmerie',
    },
    { at: '2023-08-11T05:30:00Z', speedKmh: 19 },
    marks(
      ['2023-08-11T05:40:00Z', 0],
      ['2023-08-11T17:10:00Z', 402],
      ['2023-08-11T17:25:00Z', 409.4],
      ['2023-08-12T05:45:00Z', 409.4],
      ['2023-08-12T11:10:00Z', 622.5],
      // Customs at Diboli, then the border.
      ['2023-08-13T06:40:00Z', 622.5],
      ['2023-08-13T17:20:00Z', 1010],
      ['2023-08-14T06:00:00Z', 1010],
      ['2023-08-14T12:50:00Z', 1250],
    ),
  ),
  writtenDown(
    {
      id: 'ABJ-01',
      column: { name: 'ABJ', lengthKm: 1.4, everyS: 240, groups: 0 },
      routeId: 'corr-bamako-abidjan',
      vehicles: 18,
      people: 37,
      escort: 'none: contractor',
    },
    { at: '2023-08-12T05:30:00Z', speedKmh: 22.4 },
    marks(
      ['2023-08-12T05:50:00Z', 0],
      ['2023-08-12T12:15:00Z', 288],
      ['2023-08-12T13:05:00Z', 288],
      ['2023-08-12T17:05:00Z', 470],
      ['2023-08-12T17:25:00Z', 480.7],
      ['2023-08-13T05:55:00Z', 480.7],
      ['2023-08-13T06:25:00Z', 497.3],
      // Customs at Zégoua.
      ['2023-08-13T08:15:00Z', 497.3],
      ['2023-08-13T17:25:00Z', 905],
      ['2023-08-14T05:45:00Z', 905],
      ['2023-08-14T12:55:00Z', 1225],
    ),
  ),
];
