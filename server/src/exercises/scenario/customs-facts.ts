import { type DatedDossier, convoy, goods, site, span } from './dated-dossier.js';

const DIRECTIVE = {
  holdGround: 'directive_2023_06_27' as const,
  reason: 'directive of customs head office, 27 June 2023',
};

/**
 * Goods in customs. Public are the directive of 27 June 2023 and the fuel trucks for Gao on 27 October; everything else is
 * invented and marked so, days of stock too. Goods filed from the day of the directive bear its mark by themselves.
 */
export const CUSTOMS_REPORTS: readonly DatedDossier[] = [
  // Filed the day before the directive, and the day of it; the second waits to the end. The room learns late of their filing.
  ...goods(
    'CS-0626-BKO',
    {
      ...importOf('equipment', 'UNOE', 'port-dakar', 'two generators, spare filters'),
      dependants: [site('mopti')],
      valueUsd: 84_000,
    },
    [
      '2023-07-01T06:00:00Z',
      'documents_requested',
      { observedAt: Date.parse('2023-06-28T11:00:00Z'), papers: ['invoice'], papersDueAt: noon('2023-07-24') },
    ],
    ['2023-07-01T06:05:00Z', 'filed', { observedAt: Date.parse('2023-06-26T09:00:00Z'), declaration: 'D-2023-6120' }],
    ['2023-07-20T09:00:00Z', 'filed'],
    [
      '2023-07-22T10:00:00Z',
      'released',
      { releasePaper: 'BAE-4471', releaseWindow: span('2023-07-22T10:00:00Z', '2023-08-31T12:00:00Z') },
    ],
    ['2023-08-18T05:40:00Z', 'moved', { movedBy: 'BSV-02' }],
  ),
  ...goods(
    'CS-0627-BKO',
    {
      ...importOf('spare_parts', 'UNOE', 'diboli', 'spare parts for armoured vehicles'),
      dependants: [site('bamako')],
      valueUsd: 212_000,
    },
    ['2023-07-01T06:00:00Z', 'held', { observedAt: Date.parse('2023-06-29T09:00:00Z'), ...DIRECTIVE }],
    ['2023-07-01T06:05:00Z', 'filed', { observedAt: Date.parse('2023-06-27T15:00:00Z'), declaration: 'D-2023-6133' }],
  ),
  // Held while stock runs down: under ten days on 17 August, under five on the 22nd.
  ...goods(
    'CS-0809-TIM',
    { ...importOf('food', 'contractor', 'diboli', 'rations, 38 pallets'), dependants: [site('timbuktu')] },
    ['2023-08-09T08:00:00Z', 'filed', { declaration: 'D-2023-7004', stockDays: 17.5 }],
    [
      '2023-08-11T14:00:00Z',
      'held',
      { holdGround: 'papers', reason: 'health certificates asked for', stockDays: 15.3 },
    ],
    ['2023-08-23T09:00:00Z', 'released', { releaseWindow: span('2023-08-23T09:00:00Z', '2023-09-06T12:00:00Z') }],
    ['2023-08-24T06:40:00Z', 'moved', { movedBy: 'FR-0824-TIM', stockDays: 24 }],
  ),
  // By Labbézanga, of which nobody can be sure; two holds that add up to seven days.
  ...goods(
    'CS-0810-GAO',
    { ...importOf('fuel', 'contractor', 'labbezanga', 'diesel, 14 tankers'), dependants: [site('gao')] },
    ['2023-08-10T10:00:00Z', 'filed', { declaration: 'D-2023-7019', stockDays: 21 }],
    [
      '2023-08-14T09:00:00Z',
      'documents_requested',
      { papers: ['transit bond'], papersDueAt: noon('2023-08-17'), reason: 'transit bond asked for' },
    ],
    ['2023-08-15T09:00:00Z', 'filed'],
    ['2023-08-16T10:00:00Z', 'held', DIRECTIVE],
    ['2023-08-19T10:00:00Z', 'filed'],
    ['2023-08-22T10:00:00Z', 'held', { holdGround: 'search', reason: 'tankers searched one by one' }],
    ['2023-08-26T10:00:00Z', 'released', { releaseWindow: span('2023-08-26T10:00:00Z', '2023-09-05T12:00:00Z') }],
    ['2023-08-27T06:10:00Z', 'moved', { movedBy: 'GSA-05', stockDays: 26 }],
  ),
  // Water for Kidal does not come through before the camp is left.
  ...goods(
    'CS-1009-KID',
    { ...importOf('water', 'contractor', 'zegoua', 'filters and bottled water'), dependants: [site('kidal')] },
    ['2023-10-09T09:00:00Z', 'filed', { declaration: 'D-2023-9102', stockDays: 20 }],
    ['2023-10-11T09:00:00Z', 'held', { ...DIRECTIVE, stockDays: 18.2 }],
    ['2023-10-31T12:00:00Z', 'rejected', { reason: 'sent back: the camp is left' }],
  ),
  // Equipment of the Niger contingent, on its way home by the convoy that is fired at on 26 October.
  ...goods(
    'CS-1020-LAB',
    {
      direction: 'export',
      owner: 'COE',
      goods: 'vehicles',
      crossing: 'labbezanga',
      description: 'vehicles and containers of a contingent',
      dependants: [convoy('LAB-01')],
      invented: true,
    },
    ['2023-10-20T09:00:00Z', 'filed', { declaration: 'D-2023-9240' }],
    ['2023-10-22T15:00:00Z', 'released', { releaseWindow: span('2023-10-22T15:00:00Z', '2023-10-30T12:00:00Z') }],
    ['2023-10-26T06:30:00Z', 'moved', { movedBy: 'LAB-01' }],
  ),
  // SC-DENIED: that they are blocked is public; the days of fuel and their release are not.
  ...goods(
    'CS-1024-GAO',
    {
      direction: 'import',
      owner: 'contractor',
      goods: 'fuel',
      description: 'fuel trucks for the Gao camp',
      dependants: [site('gao')],
    },
    ['2023-10-24T15:00:00Z', 'filed', { stockDays: 11.6 }],
    [
      '2023-10-27T08:00:00Z',
      'held',
      {
        source: 'UN spokesperson, 27 Oct 2023',
        holdGround: 'other',
        reason: 'fuel trucks for the Gao camp blocked by customs',
      },
    ],
    ['2023-10-27T08:05:00Z', null, { source: 'exercise: figure invented', stockDays: 8.4 }],
    [
      '2023-11-03T10:00:00Z',
      'released',
      { source: 'exercise: release invented', releaseWindow: span('2023-11-03T10:00:00Z', '2023-11-12T12:00:00Z') },
    ],
    ['2023-11-05T06:10:00Z', 'moved', { source: 'exercise: release invented', movedBy: 'GSA-25', stockDays: 22 }],
  ),
];

function importOf(
  what: 'equipment' | 'spare_parts' | 'food' | 'fuel' | 'water',
  owner: 'UNOE' | 'contractor',
  crossing: string,
  description: string,
) {
  return { direction: 'import' as const, owner, goods: what, crossing, description, invented: true };
}

function noon(day: string): number {
  return Date.parse(`${day}T12:00:00Z`);
}
