import { type Picture, PICTURE_PARTS, type PictureKind, type Unit, type UnitFacts } from '@rearguard/shared';
import type { Report } from './gateway.js';
import type { Ledger } from './ledger.js';
import { same } from './same.js';
import type { Place, Screen } from './screen.js';
import type { Topology } from './topology.js';

/** A stored point of the history, as the database has it. */
export interface Stored extends Record<string, unknown> {
  id: string;
  at: string;
  batch_no: string;
}

/** What was told and must be stored: times of observation by unit. */
export type Told = ReadonlyMap<string, readonly number[]>;

const STORED = `
  SELECT u.id, (extract(epoch FROM p.observed_at) * 1000)::bigint::text AS at, p.batch_no::text
    FROM position p JOIN unit u ON u.no = p.unit_no
   WHERE u.id = ANY($1) AND p.observed_at BETWEEN $2 AND $3
   ORDER BY u.id, p.observed_at`;

/** Points of these units between their first and last told report. */
export async function storedOf(room: Topology, told: Told): Promise<Stored[]> {
  const times = [...told.values()].flat();
  if (times.length === 0) return [];
  const [least, most] = [times.reduce((a, b) => Math.min(a, b)), times.reduce((a, b) => Math.max(a, b))];
  return room.query<Stored>(STORED, [[...told.keys()], new Date(least), new Date(most)]);
}

/** Each report once, in the history and in the order in which it came. */
export function faultsOfHistory(stored: readonly Stored[], told: Told): string[] {
  const wanted = new Set([...told].flatMap(([id, times]) => times.map((at) => `${id} of ${at}`)));
  const found = new Set<string>();
  const faults: string[] = [];
  let last: Stored | null = null;
  for (const point of stored) {
    const name = `${point.id} of ${point.at}`;
    if (found.has(name)) faults.push(`stored twice: ${name}`);
    if (!wanted.has(name)) faults.push(`stored and never sent: ${name}`);
    found.add(name);
    if (last?.id === point.id && BigInt(point.batch_no) < BigInt(last.batch_no)) {
      faults.push(`out of order: ${name} in batch ${point.batch_no}, its forerunner in ${last.batch_no}`);
    }
    last = point;
  }
  for (const name of wanted) if (!found.has(name)) faults.push(`answered 202 and lost: ${name}`);
  return faults;
}

/** A picture is the fold of the log, with every unit at its newest report. */
export function faultsOfPicture(picture: Picture, ledger: Ledger, newest: ReadonlyMap<string, Report>): string[] {
  const { bodies, seq } = ledger.fold;
  const faults: string[] = [];
  if (picture.seq !== seq) faults.push(`the picture is of ${picture.seq}, the log of ${seq}`);
  for (const [kind, part] of Object.entries(PICTURE_PARTS)) {
    const folded = Object.fromEntries(bodies[kind as PictureKind]);
    if (!same(folded, picture[part])) faults.push(`the picture's ${part} are not the log's`);
  }
  const ids = new Set([...bodies.unit.keys(), ...Object.keys(picture.units)]);
  for (const id of ids) {
    const facts = bodies.unit.get(id) as UnitFacts | undefined;
    const unit = picture.units[id];
    const report = newest.get(id);
    if (!facts || !unit || !report) faults.push(`${id} is not in the log, the picture and the reports alike`);
    else if (!holds(unit, facts))
      faults.push(`${id} is shown as ${JSON.stringify(unit)}, and is ${JSON.stringify(facts)}`);
    else if (!same(placeOf(unit), placeOf(report))) {
      faults.push(`${id} is shown at ${JSON.stringify(placeOf(unit))}, its newest report is ${JSON.stringify(report)}`);
    }
  }
  return faults;
}

/** A screen shows what the picture does. */
export function faultsOfScreen(screen: Screen, ledger: Ledger, picture: Picture): string[] {
  const faults = ledger.fold.differences(screen.fold).map((what) => `a screen differs: ${what}`);
  for (const unit of Object.values(picture.units)) {
    const shown = screen.places.get(unit.no);
    if (!same(shown, placeOf(unit))) {
      faults.push(`a screen shows ${unit.id} at ${JSON.stringify(shown)}, not at ${JSON.stringify(placeOf(unit))}`);
    }
  }
  return faults;
}

/** The unit says of every fact what the log does. */
function holds(unit: Unit, facts: UnitFacts): boolean {
  return Object.entries(facts).every(([name, value]) => same(unit[name as keyof Unit], value));
}

function placeOf({ lat, lon, observedAt }: { lat: number; lon: number; observedAt: string | number }): Place {
  return { lat, lon, observedAt: new Date(observedAt).getTime() };
}
