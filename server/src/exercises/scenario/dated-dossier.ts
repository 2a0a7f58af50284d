import type { ConsignmentReport, EpochMs, FlightReport, RestrictionReport } from '@rearguard/shared';
import type { z } from 'zod';

type Flight = z.input<typeof FlightReport>;
type Goods = z.input<typeof ConsignmentReport>;
type Limit = z.input<typeof RestrictionReport>;

/** A report of the feed `airspace` or `customs`, at the instant at which the room gets it. */
export type DatedDossier =
  { at: EpochMs; feed: 'airspace'; report: Flight | Limit } | { at: EpochMs; feed: 'customs'; report: Goods };

/** What became of a dossier, when, and what was said with it. */
type Step<Report> = readonly [instant: string | EpochMs, state: string | null, more?: Partial<Report>];

/** A request for flight clearance from its first report to its last. */
export function flight(id: string, about: Partial<Flight>, ...steps: readonly Step<Flight>[]): DatedDossier[] {
  return stepsOf({ requestId: id }, { source: AIR_OPERATIONS, ...about }, steps).map((one) => ({
    ...one,
    feed: 'airspace',
  }));
}

/** Goods from their filing to their way. */
export function goods(id: string, about: Partial<Goods>, ...steps: readonly Step<Goods>[]): DatedDossier[] {
  return stepsOf({ consignmentId: id }, { source: CUSTOMS_LIAISON, ...about }, steps).map((one) => ({
    ...one,
    feed: 'customs',
  }));
}

/** A restriction on an airfield or a crossing, until it is lifted. */
export function restriction(id: string, about: Partial<Limit>, ...steps: readonly Step<Limit>[]): DatedDossier[] {
  return stepsOf({ restrictionId: id }, { source: AIR_OPERATIONS, ...about }, steps).map((one) => ({
    ...one,
    feed: 'airspace',
  }));
}

/** From when to when. */
export function span(from: string | EpochMs, to: string | EpochMs): { from: EpochMs; to: EpochMs } {
  return { from: msOf(from), to: msOf(to) };
}

export const convoy = (id: string) => ({ type: 'convoy' as const, id });
export const site = (id: string) => ({ type: 'site' as const, id });
export const leg = (from: string, to: string) => ({ from, to });

const AIR_OPERATIONS = 'air operations';
const CUSTOMS_LIAISON = 'customs liaison';

/** The first report tells what it is about; the others what became of it, and who says so where that is another. */
function stepsOf<Report>(
  named: Partial<Report>,
  { source, ...about }: Partial<Report> & { source?: string },
  steps: readonly Step<Report>[],
): { at: EpochMs; report: Report }[] {
  const id = Object.values(named)[0] as string;
  return steps.map(([instant, state, more], index) => {
    const at = msOf(instant);
    const told = { reportId: `${id}/${index + 1}`, observedAt: at, source, ...(state !== null && { state }) };
    return { at, report: { ...named, ...(index === 0 && about), ...told, ...more } as Report };
  });
}

function msOf(instant: string | EpochMs): EpochMs {
  return typeof instant === 'string' ? Date.parse(instant) : instant;
}
