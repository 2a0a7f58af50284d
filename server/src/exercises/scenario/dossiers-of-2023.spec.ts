import {
  type Consignment,
  consequencesOf,
  type Consequence,
  daysHeld,
  daysOfStock,
  type DossierKind,
  type FlightRequest,
  LIFE_CYCLES,
  type Restriction,
} from '@rearguard/shared';
import { foldReports } from '../../dossiers/domain/fold-reports.js';
import type { DossierReport } from '../../dossiers/domain/report.js';
import { type Dossier, show } from '../../dossiers/domain/show.js';
import { checkAirspace, checkCustoms } from '../../feeds/dossiers/check-dossier.js';
import type { AcceptedDossier } from '../../feeds/dossiers/accepted-dossier.js';
import { findPlace, SITE_PLANS, THEATRE_AREA } from '../../theatre/index.js';
import type { DatedDossier } from './dated-dossier.js';
import { announcements } from './mali-2023.js';

const at = (instant: string) => Date.parse(instant);
const told = announcements().flatMap((event) => (event.kind === 'dossier' ? [event.told] : []));

function checked({ at: now, feed, report }: DatedDossier) {
  const context = {
    now,
    wallNow: at('2026-01-01T00:00:00Z'),
    exercise: true,
    retentionMs: 90 * 86_400_000,
    area: THEATRE_AREA,
  };
  return (feed === 'airspace' ? checkAirspace : checkCustoms)(report, { ...context, receivedAt: now });
}

function keptOf({ reportId, way, enteredBy, role, ...rest }: AcceptedDossier): DossierReport {
  return { ...rest, reportId: reportId!, way, who: { kind: 'feed', name: enteredBy, role }, late: false };
}

/** Reports by dossier, of all that the room knows at an instant. */
function knownAt(instant: number): Map<string, DossierReport[]> {
  const known = new Map<string, DossierReport[]>();
  for (const one of told.filter((report) => report.at <= instant)) {
    const judged = checked(one);
    if (!judged.ok) throw new Error(judged.refused.message);
    const key = `${judged.report.kind}:${judged.report.subjectId}`;
    known.set(key, [...(known.get(key) ?? []), keptOf(judged.report)]);
  }
  return known;
}

/** Every dossier as the room shows it at an instant. */
function shownAt(instant: number) {
  const of = <Body extends Dossier>(kind: DossierKind): Record<string, Body> =>
    Object.fromEntries(
      [...knownAt(instant).values()]
        .filter(([report]) => report!.kind === kind)
        .map((reports) => {
          const { subjectId } = reports[0]!;
          return [subjectId, show(kind, subjectId, 1, foldReports(kind, reports, instant)!) as Body];
        }),
    );
  return {
    flightRequests: of<FlightRequest>('flight-request'),
    consignments: of<Consignment>('consignment'),
    restrictions: of<Restriction>('restriction'),
  };
}

const open = (kind: DossierKind, dossiers: Record<string, Dossier>) =>
  Object.values(dossiers).filter(({ state }) => !LIFE_CYCLES[kind].ended.includes(state));
const fallsOn = (consequences: readonly Consequence[], id: string) =>
  consequences.filter(({ on }) => on.id === id).map(({ what, id: dossier }) => `${what} ${dossier}`);

describe('requests, restrictions and consignments of the exercise', () => {
  it('are all taken at the door, each report once, and every step is one that its life cycle allows', () => {
    const faults = told.flatMap((one) => {
      const judged = checked(one);
      return judged.ok ? [] : [`${one.report.reportId} ${judged.refused.message}`];
    });
    for (const reports of knownAt(at('2024-01-01T00:00:00Z')).values()) {
      const { steps } = foldReports(reports[0]!.kind, reports, at('2024-01-01T00:00:00Z'))!;
      for (const { report, outcome, refusal } of steps)
        if (outcome === 'refused') faults.push(`${report.reportId} ${refusal}`);
    }
    expect(faults).toEqual([]);
    expect(new Set(told.map(({ report }) => report.reportId)).size).toBe(told.length);
    expect(knownAt(at('2024-01-01T00:00:00Z')).size).toBeLessThan(80);
  });

  it('serve convoys, sites and places that there are, and bear the mark of what is invented', () => {
    const convoys = new Set(announcements().flatMap((event) => (event.kind === 'convoy' ? [event.plan.id] : [])));
    const sites = new Set(SITE_PLANS.map(({ id }) => id));
    const all = shownAt(at('2024-01-01T00:00:00Z'));
    const dossiers = [...Object.values(all.flightRequests), ...Object.values(all.consignments)];
    const faults = dossiers.flatMap(({ id, dependants }) =>
      dependants
        .filter(({ type, id: on }) => (type === 'convoy' ? !convoys.has(on) : type === 'site' && !sites.has(on)))
        .map((on) => `${id} serves ${on.id}`),
    );
    for (const { id, movedBy } of Object.values(all.consignments)) {
      if (movedBy !== null && !convoys.has(movedBy) && !all.flightRequests[movedBy]) faults.push(`${id} by ${movedBy}`);
    }
    for (const { id, placeId } of Object.values(all.restrictions))
      if (placeId === null) faults.push(`${id} is nowhere`);
    const crossings = Object.values(all.consignments).flatMap(({ crossing }) => crossing ?? []);
    faults.push(...crossings.filter((crossing) => findPlace(crossing) === null));
    expect(faults).toEqual([]);
    const real = dossiers.filter(
      ({ invented, source }) => !invented && /^(air operations|customs liaison)$/.test(source),
    );
    expect(real.map(({ id }) => id)).toEqual([]);
    expect(dossiers.filter(({ invented }) => invented).length).toBeGreaterThan(30);
  });

  it.each([
    ['the beginning', '2023-08-13T08:50:00Z'],
    ['SC-BER', '2023-08-13T09:00:00Z'],
    ['SC-DENIED', '2023-10-26T00:00:00Z'],
    ['SC-KIDAL', '2023-10-30T12:00:00Z'],
  ])('some of each kind are open at %s', (_, instant) => {
    const { flightRequests, consignments, restrictions } = shownAt(at(instant));
    expect(open('flight-request', flightRequests)).not.toEqual([]);
    expect(open('consignment', consignments)).not.toEqual([]);
    expect(open('restriction', restrictions).map(({ id }) => id)).toContain('RS-LABBEZANGA');
  });

  it('27 October: six of eight flights refused, the fuel of Gao held, and it falls on who needed them (SR-42, SR-50)', () => {
    const before = consequencesOf(shownAt(at('2023-10-27T05:29:00Z')), at('2023-10-27T05:29:00Z'));
    const now = at('2023-10-27T08:05:00Z');
    const shown = shownAt(now);
    const states = Object.entries(shown.flightRequests)
      .filter(([id]) => id.startsWith('FR-1027'))
      .map(([, { state }]) => state);
    expect(states.filter((state) => state === 'denied')).toHaveLength(6);
    expect(states).toHaveLength(8);
    const consequences = consequencesOf(shown, now);
    expect(fallsOn(before, 'TES-03')).toEqual([]);
    expect(fallsOn(consequences, 'TES-03')).toContain('refused FR-1027-1');
    expect(fallsOn(consequences, 'gao')).toEqual(expect.arrayContaining(['refused FR-1027-5', 'held CS-1024-GAO']));
    const fuel = shown.consignments['CS-1024-GAO']!;
    expect(daysOfStock(fuel, now)).toBeLessThan(10);
    expect(daysOfStock(fuel, at('2023-11-01T00:00:00Z'))).toBeLessThan(5);
  });

  it('Kidal marches without air cover; the resupply is refused, asked anew and flown (SR-43)', () => {
    const start = at('2023-10-31T07:00:00Z');
    const falls = fallsOn(consequencesOf(shownAt(start), start), 'KID-01');
    expect(falls).toEqual(expect.arrayContaining(['refused FR-1031-COV', 'refused FR-1031-HEL']));
    const { state, revision } = shownAt(at('2023-11-05T09:00:00Z')).flightRequests['FR-1102-SUP']!;
    expect([state, revision]).toEqual(['used', 2]);
  });

  it('holds add up to seven days, and imports from 27 June on bear the directive (SR-47, SR-49)', () => {
    const { consignments } = shownAt(at('2023-08-28T00:00:00Z'));
    expect(daysHeld(consignments['CS-0810-GAO']!.holds, at('2023-08-28T00:00:00Z'))).toBe(7);
    expect(consignments['CS-0626-BKO']!.underDirective).toBe(false);
    expect(consignments['CS-0627-BKO']!.underDirective).toBe(true);
  });
});
