import { byDay, type ConvoyFacts, writtenDown } from './column.js';
import { marks } from './march.js';
import type { Movement } from './movement.js';

const KIDAL_COLUMN = { name: 'KID', lengthKm: 9, everyS: 120, groups: 2 } as const;
const MENAKA_COLUMN = { name: 'MEN', lengthKm: 3.8, everyS: 120 } as const;
const NORTH_COLUMN = { name: 'TES', lengthKm: 6.5, everyS: 180, groups: 2 } as const;

/**
 * Convoys with a date on record, later than the start of the exercise. Days, places and what is said in the comments are
 * public (see the sources of the sites); hours, kilometres on the way, vehicles and people are invented unless a comment
 * says otherwise.
 */
export const DATED: readonly Movement[] = [
  // Invented: equipment on its way home by the crossing at Labbézanga, of which nobody can be sure since 27 July.
  byDay(
    {
      ...convoy('NIA-01', { name: 'NIA', lengthKm: 1.9, everyS: 240, groups: 0 }, 'corr-gao-niamey', false, 26, 61),
      announcedAt: utc('2023-08-12T16:00:00Z'),
    },
    utc('2023-08-14T05:45:00Z'),
    32,
    7,
  ),
  // UN spokesperson, 17 Aug 2023: the Niger contingent and a Togolese police unit under fire on the 15th; nobody hurt.
  writtenDown(
    menaka('MEN-01', 'msr-ansongo-menaka', true, 46, 190),
    { at: '2023-08-14T05:30:00Z', speedKmh: 6 },
    marks(
      ['2023-08-14T05:40:00Z', 0],
      ['2023-08-14T12:30:00Z', 62],
      ['2023-08-14T13:30:00Z', 62],
      ['2023-08-14T17:00:00Z', 88],
      ['2023-08-15T06:00:00Z', 88],
      ['2023-08-15T08:10:00Z', 111],
      ['2023-08-15T11:30:00Z', 111],
      ['2023-08-15T17:20:00Z', 166],
      ['2023-08-16T06:00:00Z', 166],
      ['2023-08-16T11:20:00Z', 220],
    ),
  ),
  byDay(menaka('MEN-02', 'msr-gao-ansongo', true, 46, 190), utc('2023-08-17T05:45:00Z'), 32, 1),
  // MINUSMA, 17 Aug 2023: Goundam closed, its convoy in Timbuktu without incident the same day.
  writtenDown(
    convoy('GOU-01', { name: 'GOU', lengthKm: 2.9, everyS: 60 }, 'msr-timbuktu-goundam', true, 39, 165),
    { at: '2023-08-16T06:00:00Z', speedKmh: 14 },
    marks(
      ['2023-08-16T06:00:00Z', 0],
      ['2023-08-16T08:50:00Z', 46],
      ['2023-08-16T09:20:00Z', 46],
      ['2023-08-16T12:40:00Z', 95],
    ),
  ),
  // Prensa Latina, 23 Aug 2023: a convoy from Gao to Ménaka attacked about the 22nd, no casualties.
  byDay(menaka('MEN-03', 'msr-gao-ansongo', false, 35, 110), utc('2023-08-20T05:40:00Z'), 32, 2),
  writtenDown(
    menaka('MEN-04', 'msr-ansongo-menaka', false, 35, 110),
    { at: '2023-08-21T05:30:00Z', speedKmh: 6.5 },
    marks(
      ['2023-08-21T05:35:00Z', 0],
      ['2023-08-21T17:10:00Z', 92],
      ['2023-08-22T06:00:00Z', 92],
      ['2023-08-22T07:40:00Z', 109],
      ['2023-08-22T10:50:00Z', 109],
      ['2023-08-22T17:20:00Z', 171],
      ['2023-08-23T06:00:00Z', 171],
      ['2023-08-23T10:30:00Z', 220],
    ),
  ),
  // MINUSMA, 31 Aug 2023: the last Ménaka convoy left on the 25th and reached Gao on the 30th.
  writtenDown(
    menaka('MEN-05', 'msr-ansongo-menaka', true, 71, 280),
    { at: '2023-08-25T10:00:00Z', speedKmh: 4.6 },
    marks(
      ['2023-08-25T10:05:00Z', 0],
      ['2023-08-25T17:10:00Z', 41],
      ['2023-08-26T06:15:00Z', 41],
      ['2023-08-26T16:40:00Z', 98],
      ['2023-08-27T06:30:00Z', 98],
      ['2023-08-27T15:30:00Z', 140],
      ['2023-08-28T06:00:00Z', 140],
      ['2023-08-28T17:00:00Z', 198],
      ['2023-08-29T06:10:00Z', 198],
      ['2023-08-29T09:00:00Z', 220],
    ),
  ),
  byDay(menaka('MEN-06', 'msr-gao-ansongo', true, 71, 280), utc('2023-08-30T06:00:00Z'), 24, 3),
  // One press report (Afrikexpress, Oct 2023): Douentza handed over on 21 October.
  byDay(
    convoy('DOU-01', { name: 'DOU', lengthKm: 4.4, everyS: 120 }, 'msr-sevare-douentza', true, 68, 240),
    utc('2023-10-21T08:00:00Z'),
    30,
    4,
  ),
  // Note to correspondents, 22 Oct 2023: Tessalit left on the 21st, the road convoy to Gao over 550 km.
  writtenDown(
    convoy('TES-01', NORTH_COLUMN, 'msr-aguelhok-tessalit', true, 110, 390),
    { at: '2023-10-21T10:00:00Z', speedKmh: 5 },
    marks(
      ['2023-10-21T10:05:00Z', 0],
      ['2023-10-21T17:20:00Z', 47],
      ['2023-10-22T06:00:00Z', 47],
      ['2023-10-22T13:30:00Z', 90],
    ),
  ),
  // MINUSMA, 23 Oct 2023: Aguelhok left; both convoys hit by devices. The line really driven is not published.
  writtenDown(
    convoy('TES-02', NORTH_COLUMN, 'msr-aguelhok-anefis', false, 154, 560),
    { at: '2023-10-23T06:00:00Z', speedKmh: 4.2 },
    marks(
      ['2023-10-23T06:00:00Z', 0],
      ['2023-10-23T09:40:00Z', 24],
      // Devices on the track, searched for on foot.
      ['2023-10-23T14:10:00Z', 24],
      ['2023-10-23T17:00:00Z', 38],
      ['2023-10-24T06:10:00Z', 38],
      ['2023-10-24T11:00:00Z', 79],
      ['2023-10-24T14:20:00Z', 79],
      ['2023-10-24T17:10:00Z', 97],
      ['2023-10-25T06:00:00Z', 97],
      ['2023-10-25T16:50:00Z', 168],
      ['2023-10-26T06:00:00Z', 168],
      ['2023-10-26T08:20:00Z', 190],
    ),
  ),
  // MINUSMA, 30 Oct 2023: in Gao on the 29th. It joins the road from Kidal at Anéfis, 105.3 km along; the plan is
  // dated so that it is due at Gao when a march from there would be.
  writtenDown(
    convoy('TES-03', NORTH_COLUMN, 'msr-gao-kidal', true, 154, 560),
    { at: '2023-10-26T04:30:00Z', speedKmh: 5.6 },
    marks(
      ['2023-10-26T10:00:00Z', 105.3],
      ['2023-10-26T17:00:00Z', 160],
      ['2023-10-27T06:00:00Z', 160],
      ['2023-10-27T15:30:00Z', 226],
      ['2023-10-28T06:00:00Z', 226],
      ['2023-10-28T17:10:00Z', 305],
      ['2023-10-29T06:00:00Z', 305],
      ['2023-10-29T11:10:00Z', 352],
    ),
  ),
  // Press, Oct 2023: a convoy with the Niger contingent's equipment under fire 50 km south of Ansongo, 26 Oct 09:00.
  writtenDown(
    convoy('LAB-01', { name: 'LAB', lengthKm: 2.6, everyS: 90 }, 'msr-ansongo-labbezanga', false, 34, 72),
    { at: '2023-10-26T06:30:00Z', speedKmh: 20 },
    marks(
      ['2023-10-26T06:40:00Z', 0],
      ['2023-10-26T09:00:00Z', 50],
      ['2023-10-26T12:40:00Z', 50],
      ['2023-10-26T15:10:00Z', 90],
    ),
  ),
  // Note to correspondents, 8 Nov 2023: 143 vehicles, 848 people, a column 9 km long, in three groups; six devices. Start,
  // end, 352 km and "near Anéfis" are public, the rest of the track is invented to fit.
  writtenDown(
    convoy('KID-01', KIDAL_COLUMN, 'msr-gao-kidal', true, 143, 848),
    { at: '2023-10-31T07:00:00Z', speedKmh: 7.3 },
    marks(
      ['2023-10-31T07:00:00Z', 0],
      ['2023-10-31T11:00:00Z', 21],
      // First and second device.
      ['2023-10-31T14:30:00Z', 21],
      ['2023-10-31T18:00:00Z', 38],
      ['2023-11-01T05:30:00Z', 38],
      ['2023-11-01T10:00:00Z', 66],
      // Third device.
      ['2023-11-01T13:30:00Z', 66],
      ['2023-11-01T18:00:00Z', 88],
      ['2023-11-02T06:00:00Z', 88],
      ['2023-11-02T18:00:00Z', 97],
      ['2023-11-03T05:50:00Z', 97],
      ['2023-11-03T07:00:00Z', 100],
      // Fourth device.
      ['2023-11-03T14:00:00Z', 100],
      ['2023-11-03T18:00:00Z', 103],
      ['2023-11-04T06:00:00Z', 103],
      ['2023-11-04T09:00:00Z', 107],
      // Fifth and sixth device.
      ['2023-11-04T15:30:00Z', 107],
      ['2023-11-04T18:00:00Z', 110],
      ['2023-11-05T05:30:00Z', 110],
      ['2023-11-05T18:00:00Z', 165],
      ['2023-11-06T05:30:00Z', 165],
      ['2023-11-06T18:00:00Z', 255],
      ['2023-11-07T05:00:00Z', 255],
      ['2023-11-07T20:00:00Z', 352],
    ),
  ),
  // MINUSMA, 19 Nov 2023: Ansongo handed over on the 18th, last convoy unharmed.
  byDay(
    convoy('ANS-01', { name: 'ANS', lengthKm: 5.1, everyS: 60 }, 'msr-gao-ansongo', true, 82, 310),
    utc('2023-11-18T09:00:00Z'),
    26,
    5,
  ),
  // UN Peacekeeping, 8 Dec 2023: the camp at Sévaré closed.
  byDay(
    convoy('MOP-01', { name: 'MOP', lengthKm: 6.2, everyS: 120 }, 'msr-bamako-sevare', true, 96, 350),
    utc('2023-12-08T07:00:00Z'),
    40,
    6,
  ),
];

function convoy(
  id: string,
  column: ConvoyFacts['column'],
  routeId: string,
  reversed: boolean,
  vehicles: number,
  people: number,
): ConvoyFacts {
  return { id, column, routeId, reversed, vehicles, people, escort: 'own contingent, mine search ahead' };
}

function menaka(id: string, routeId: string, reversed: boolean, vehicles: number, people: number): ConvoyFacts {
  return convoy(id, MENAKA_COLUMN, routeId, reversed, vehicles, people);
}

function utc(instant: string): number {
  return Date.parse(instant);
}
