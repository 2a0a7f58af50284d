import { type EpochMs, toInstantOut } from '@rearguard/shared';
import { chance, streamOf } from './chance.js';
import { type DatedDossier, convoy, flight, goods, leg, site, span } from './dated-dossier.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Where the mission still flew to, and until when. */
const FIELDS = [
  ['timbuktu', 'timbuktu-airport', '2023-12-26'],
  ['gao', 'gao-airport', '2024-01-01'],
  ['mopti', 'mopti-airport', '2023-12-06'],
  ['kidal', 'kidal', '2023-10-25'],
  ['tessalit', 'tessalit-airport', '2023-10-14'],
] as const;
const AIRCRAFT = ['An-26', 'L-100', 'ATR 72', 'CRJ-200', 'Mi-8'] as const;
const LIFE_SUPPORT = ['food', 'fuel', 'water', 'medicine', 'spare_parts'] as const;
const SUPPLIED = ['mopti', 'timbuktu', 'gao'] as const;

/** Everyday requests and filings, all of them invented, the same in every run of a seed. */
export function routineDossiers(seed: number): DatedDossier[] {
  return [...flights(seed), ...supplies(seed), ...exports(seed), ...notes()].sort((a, b) => a.at - b.at);
}

/** Both authorities are asked twice a day what is new, also when nothing is: a feed that says nothing is taken for dead. */
function notes(): DatedDossier[] {
  return ['2023-08-12T06:20:00Z', '2023-08-12T17:40:00Z'].flatMap((first) =>
    every(first, '2024-01-01T00:00:00Z', 1).flatMap((at): DatedDossier[] => {
      const note = (id: string, source: string) => ({
        observedAt: at,
        reportId: `${id}/note ${toInstantOut(at)}`,
        source,
      });
      const [limit, held] = ['RS-LABBEZANGA', 'CS-0627-BKO'];
      return [
        { at, feed: 'airspace', report: { ...note(limit, 'air operations'), restrictionId: limit } },
        { at, feed: 'customs', report: { ...note(held, 'customs liaison'), consignmentId: held } },
      ];
    }),
  );
}

/** Every eleven days a flight of which most are answered in time, some are refused, and some never take off. */
function flights(seed: number): DatedDossier[] {
  return every('2023-08-08T07:00:00Z', '2023-12-28T00:00:00Z', 11).flatMap((departAt, index) => {
    const luck = streamOf(seed, `flight ${index}`);
    const open = FIELDS.filter(([, , until]) => departAt < Date.parse(until));
    const [siteId, field] = open[index % open.length]!;
    const askedAt = departAt - 3 * DAY + Math.round(chance(luck, 0) * 8) * HOUR;
    const answeredAt = askedAt + (20 + Math.round(chance(luck, 1) * 20)) * HOUR;
    const about = {
      aircraft: AIRCRAFT[Math.floor(chance(luck, 2) * AIRCRAFT.length)]!,
      callSign: `UNO ${100 + Math.floor(chance(luck, 3) * 800)}P`,
      purpose: chance(luck, 4) < 0.5 ? ('regular' as const) : ('resupply' as const),
      legs: [leg('bamako-senou-airport', field), leg(field, 'bamako-senou-airport')],
      dependants: [site(siteId)],
      invented: true,
    };
    const asked = [
      [askedAt, 'submitted'],
      [askedAt + 4 * HOUR, 'under_review'],
    ] as const;
    const id = `FR-R${String(index + 1).padStart(2, '0')}`;
    if (index % 6 === 4) return flight(id, about, ...asked, [answeredAt, 'denied']);
    const window = span(departAt - 2 * HOUR, departAt + 9 * HOUR);
    const answered = [answeredAt, 'approved', { window }] as const;
    // Nobody flies it: it expires.
    if (index % 6 === 5) return flight(id, about, ...asked, answered);
    return flight(id, about, ...asked, answered, [departAt + Math.round(chance(luck, 5) * HOUR), 'used']);
  });
}

/** What sites live on, by the shuttle from Bamako to Sévaré. */
function supplies(seed: number): DatedDossier[] {
  return every('2023-08-18T05:40:00Z', '2023-11-28T00:00:00Z', 12).flatMap((departAt, index) => {
    const luck = streamOf(seed, `supply ${index}`);
    const filedAt = departAt - 9 * DAY + Math.round(chance(luck, 0) * 10) * HOUR;
    const heldAt = filedAt + (1 + Math.round(chance(luck, 1))) * DAY;
    const heldDays = 2 + Math.round(chance(luck, 2) * 4);
    const stockDays = 14 + Math.round(chance(luck, 3) * 12);
    return goods(
      `CS-R${String(index + 1).padStart(2, '0')}`,
      {
        direction: 'import',
        owner: 'contractor',
        goods: LIFE_SUPPORT[index % LIFE_SUPPORT.length]!,
        crossing: chance(luck, 4) < 0.5 ? 'zegoua' : 'diboli',
        dependants: [site(SUPPLIED[index % SUPPLIED.length]!)],
        invented: true,
      },
      [filedAt, 'filed', { declaration: `D-R-${1_000 + index}`, stockDays }],
      [
        heldAt,
        'held',
        { holdGround: 'directive_2023_06_27', reason: 'directive of customs head office, 27 June 2023' },
      ],
      [heldAt + heldDays * DAY, 'released', { releaseWindow: span(heldAt + heldDays * DAY, departAt + 10 * DAY) }],
      [departAt, 'moved', { movedBy: shuttle('BSV', index) }],
    );
  });
}

/** Equipment of contingents on its way to the port. */
function exports(seed: number): DatedDossier[] {
  return every('2023-08-22T05:45:00Z', '2023-12-20T00:00:00Z', 18).flatMap((departAt, index) => {
    const luck = streamOf(seed, `export ${index}`);
    const filedAt = departAt - 6 * DAY + Math.round(chance(luck, 0) * 10) * HOUR;
    const convoyId = shuttle('DKR', index);
    const papers = { papers: ['packing list', 'proof of ownership'], papersDueAt: filedAt + 4 * DAY };
    return goods(
      `CX-R${String(index + 1).padStart(2, '0')}`,
      {
        direction: 'export',
        owner: 'COE',
        goods: chance(luck, 1) < 0.5 ? 'vehicles' : 'equipment',
        crossing: 'diboli',
        dependants: [convoy(convoyId)],
        invented: true,
      },
      [filedAt, 'filed', { declaration: `D-X-${2_000 + index}` }],
      [filedAt + DAY, 'documents_requested', papers],
      [filedAt + 3 * DAY, 'filed'],
      [filedAt + 4 * DAY, 'released', { releaseWindow: span(filedAt + 4 * DAY, departAt + 14 * DAY) }],
      [departAt, 'moved', { movedBy: convoyId }],
    );
  });
}

/** The shuttle's trips out bear the even numbers from 2 on. */
function shuttle(name: string, index: number): string {
  return `${name}-${String(2 * index + 2).padStart(2, '0')}`;
}

function every(first: string, until: string, days: number): EpochMs[] {
  const times: EpochMs[] = [];
  for (let at = Date.parse(first); at < Date.parse(until); at += days * DAY) times.push(at);
  return times;
}
