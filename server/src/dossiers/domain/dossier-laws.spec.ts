import { type Consignment, daysHeld, LIFE_CYCLES, mayBeReported } from '@rearguard/shared';
import fc from 'fast-check';
import { approval, D0, DAY, HOUR, told } from '../../testing/dossiers.js';
import { foldReports } from './fold-reports.js';
import type { DossierReport } from './report.js';
import { show } from './show.js';

const NOW = D0 + 60 * DAY;
const folded = (reports: readonly DossierReport[], kind: DossierReport['kind'] = 'flight-request', now = NOW) =>
  foldReports(kind, reports, now);

/** What makes each state possible. */
const FACTS: Record<DossierReport['kind'], (given: { window: object; lasts: number }) => DossierReport['facts']> = {
  movement: ({ window, lasts }) => ({
    window,
    escort: 'FAMa',
    medicalCover: 'none',
    airCover: 'none',
    withoutReason: 'no flight authorised',
    people: 10,
    peopleArrived: lasts,
    vehiclesArrived: 4,
  }),
  'flight-request': ({ window }) => ({ window }),
  consignment: ({ lasts }) => ({ movedBy: 'GSA-02', stockDays: lasts }),
  restriction: () => ({}),
};

/** Any messages at all: of any state, at any time, also at the same. */
const anyReports = (kind: DossierReport['kind']) =>
  fc
    .array(
      fc.record({
        state: fc.option(fc.constantFrom(...LIFE_CYCLES[kind].states)),
        hours: fc.integer({ min: 0, max: 40 }),
        lasts: fc.integer({ min: 1, max: 20 }),
      }),
      { minLength: 1, maxLength: 12 },
    )
    .map((given) =>
      given.map(({ state, hours, lasts }, index) => {
        const window = { from: D0 + hours * HOUR, to: D0 + (hours + lasts) * HOUR };
        const facts = FACTS[kind]({ window, lasts });
        return told(kind, state, hours, { reportId: `r${index}`, facts });
      }),
    );

describe.each(['movement', 'flight-request', 'consignment', 'restriction'] as const)('a %s', (kind) => {
  it('is the same in whatever order and however often its reports come', () => {
    fc.assert(
      fc.property(
        anyReports(kind).chain((reports) =>
          fc.tuple(
            fc.constant(reports),
            fc.shuffledSubarray(reports, { minLength: reports.length }),
            fc.array(fc.constantFrom(...reports)),
          ),
        ),
        ([reports, shuffled, again]) => {
          expect(folded([...shuffled, ...again], kind)).toEqual(folded(reports, kind));
        },
      ),
    );
  });

  it('keeps every report in its history, and moves only as its life cycle lets it', () => {
    fc.assert(
      fc.property(anyReports(kind), (reports) => {
        const result = folded(reports, kind);
        if (result === null) return;
        const own = result.steps.filter(({ report }) => report.way !== 'system');
        expect(own.map(({ report }) => report.reportId).sort()).toEqual(reports.map((one) => one.reportId).sort());
        for (const { outcome, from, to, report, allowed } of result.steps) {
          if (outcome === 'moved' && report.way !== 'system') expect(mayBeReported(kind, from, to!)).toBe(true);
          if (outcome === 'refused')
            expect(allowed).toEqual(from === null ? [LIFE_CYCLES[kind].first] : LIFE_CYCLES[kind].next[from]);
        }
        const last = result.steps.filter(({ outcome }) => outcome === 'moved').at(-1);
        expect(result.state).toBe(last?.to);
      }),
    );
  });
});

it('never takes an older word of the authority for its newest', () => {
  const word = fc.constantFrom('approved', 'denied');
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 2 }),
      fc.infiniteStream(word),
      (hours, words) => {
        const reports = hours.map((hour) => {
          const state = words.next().value as string;
          return state === 'approved' ? approval(hour, 2_000) : told('flight-request', state, hour);
        });
        const newest = [...reports].sort((a, b) => a.observedAt - b.observedAt).at(-1)!;
        expect(folded(reports)!.state).toBe(newest.state);
      },
    ),
  );
});

it.each(['flight-request', 'consignment'] as const)('%s: nothing follows what has ended for good', (kind) => {
  const end = kind === 'flight-request' ? 'withdrawn' : 'moved';
  for (const state of LIFE_CYCLES[kind].states) expect(mayBeReported(kind, end, state)).toBe(false);
});

it('adds the days of every hold up, of two that of three and of four days make seven', () => {
  const reports = [
    told('consignment', 'filed', 0),
    told('consignment', 'held', 24),
    told('consignment', 'filed', 24 + 72),
    told('consignment', 'held', 200),
    told('consignment', 'released', 200 + 96),
  ];
  const shown = show('consignment', 'X-1', 1, folded(reports, 'consignment')!) as Consignment;
  expect(shown.holds).toHaveLength(2);
  expect(daysHeld(shown.holds, NOW)).toBe(7);
});
