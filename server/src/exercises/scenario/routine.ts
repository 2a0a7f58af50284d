import type { EpochMs } from '@rearguard/shared';
import { byDay } from './column.js';
import type { Movement } from './movement.js';

/** A column that goes to and fro for months. All of it is invented. */
interface Shuttle {
  name: string;
  routeId: string;
  firstOut: string;
  /** Days from one departure to the next in the same direction, and from a departure to the return. */
  everyDays: number;
  backAfterDays: number;
  until: string;
  speedKmh: number;
  lengthKm: number;
  everyS: number;
  groups: 0 | 1;
  vehicles: number;
  people: number;
  escort: string;
}

const DAY = 86_400_000;

/**
 * Supply and withdrawal of equipment on the roads that stayed open. None goes to Kidal after 24 September, when movements
 * from Gao to the north were no longer authorised, none to Douentza, Ansongo or Mopti once these are about to close.
 */
const SHUTTLES: readonly Shuttle[] = [
  shuttle('GSA', 'msr-gao-ansongo', '2023-08-18T06:10:00Z', 7, 2, '2023-11-10T00:00:00Z', 31, 2.4, 90, 'own platoon'),
  shuttle('DGA', 'msr-douentza-gao', '2023-08-19T05:50:00Z', 14, 5, '2023-10-06T00:00:00Z', 27, 3.6, 180, 'battalion'),
  shuttle('SVD', 'msr-sevare-douentza', '2023-08-17T06:00:00Z', 9, 3, '2023-10-14T00:00:00Z', 33, 2.2, 120, 'company'),
  shuttle('BSV', 'msr-bamako-sevare', '2023-08-18T05:40:00Z', 12, 5, '2023-11-28T00:00:00Z', 43, 2.8, 180, 'police'),
  shuttle('GKD', 'msr-gao-kidal', '2023-08-23T05:40:00Z', 14, 7, '2023-09-10T00:00:00Z', 13, 4.1, 240, 'battalion'),
  shuttle(
    'DKR',
    'corr-bamako-dakar',
    '2023-08-22T05:45:00Z',
    18,
    8,
    '2023-12-20T00:00:00Z',
    42,
    1.6,
    300,
    'contractor',
  ),
  shuttle(
    'ABJ',
    'corr-bamako-abidjan',
    '2023-08-26T05:50:00Z',
    18,
    8,
    '2023-12-18T00:00:00Z',
    46,
    1.4,
    300,
    'contractor',
  ),
  shuttle(
    'LOM',
    'corr-bamako-lome',
    '2023-09-11T05:40:00Z',
    36,
    16,
    '2023-11-30T00:00:00Z',
    42,
    1.5,
    300,
    'contractor',
  ),
  shuttle(
    'GTN',
    'msr-gao-timbuktu-north-bank',
    '2023-10-03T06:00:00Z',
    20,
    8,
    '2023-12-10T00:00:00Z',
    17,
    3,
    240,
    'company',
  ),
];

export function routine(seed: number): Movement[] {
  return SHUTTLES.flatMap((shuttle) => {
    const trips: Movement[] = [];
    const until = Date.parse(shuttle.until);
    for (let out = Date.parse(shuttle.firstOut); out < until; out += shuttle.everyDays * DAY) {
      trips.push(trip(shuttle, trips.length, out, false, seed));
      trips.push(trip(shuttle, trips.length, out + shuttle.backAfterDays * DAY, true, seed));
    }
    return trips;
  });
}

function trip(shuttle: Shuttle, before: number, departAt: EpochMs, reversed: boolean, seed: number): Movement {
  const { name, lengthKm, everyS, groups, routeId, vehicles, people, escort, speedKmh } = shuttle;
  // Numbers go on from those of the convoys that are on the road when the exercise begins.
  const id = `${name}-${String(before + 2).padStart(2, '0')}`;
  const facts = { id, column: { name, lengthKm, everyS, groups }, routeId, reversed, vehicles, people, escort };
  return byDay(facts, departAt, speedKmh, seed);
}

function shuttle(
  name: string,
  routeId: string,
  firstOut: string,
  everyDays: number,
  backAfterDays: number,
  until: string,
  speedKmh: number,
  lengthKm: number,
  everyS: number,
  escort: 'own platoon' | 'company' | 'battalion' | 'police' | 'contractor',
): Shuttle {
  const escorts = {
    'own platoon': 'quick reaction company, Gao',
    company: 'infantry company',
    battalion: 'combat convoy battalion',
    police: 'formed police to Ségou, infantry onward',
    contractor: 'none: contractor, escorted by the gendarmerie',
  };
  const vehicles = Math.round(12 + lengthKm * 11);
  const timing = { firstOut, everyDays, backAfterDays, until };
  const column = { lengthKm, everyS, groups: escort === 'contractor' ? (0 as const) : (1 as const) };
  return { name, routeId, ...timing, speedKmh, ...column, vehicles, people: vehicles * 2 + 9, escort: escorts[escort] };
}
