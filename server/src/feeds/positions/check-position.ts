import { type EpochMs, PositionReport, type Rejected } from '@rearguard/shared';
import type { core } from 'zod';
import { keyOf } from '../report-keys.js';
import type { AcceptedPosition } from './accepted-position.js';
import { contentKeyOf } from './content-key.js';
import { isPlainReport } from './plain-report.js';

/** A clock that is ahead by more than this is not believed. */
export const AHEAD_LIMIT_MS = 5 * 60_000;

/** Where the mission's places lie; a report far from it whose mirror lies in it has its coordinates swapped. */
export interface Area {
  south: number;
  west: number;
  north: number;
  east: number;
}

/**
 * Readings are kept to a hundredth of a km/h or degree and a tenth of a metre: more than any device knows, and what history
 * holds in single precision without changing a digit. Else a unit would be shown otherwise after a restart.
 */
const HUNDREDTHS = 100;
const TENTHS = 10;

/** What a report is held against. */
export interface CheckContext {
  /** The room's clock. */
  now: EpochMs;
  /** The machine's clock; differs from the room's in an exercise. */
  wallNow: EpochMs;
  exercise: boolean;
  retentionMs: number;
  area: Area;
  /** Set by the scenario alone: when the room is to have learned of it. */
  receivedAt?: EpochMs;
}

export type Refused = Omit<Rejected, 'index'>;
export type Checked = { ok: true; report: AcceptedPosition } | { ok: false; refused: Refused };

/** Checks one report by itself: shape, place, time; gives it its identity and, in an exercise, the exercise's time. */
export function checkPosition(raw: unknown, context: CheckContext): Checked {
  let given: PositionReport;
  if (isPlainReport(raw)) given = raw;
  else {
    const parsed = PositionReport.safeParse(raw);
    if (!parsed.success) return { ok: false, refused: fromIssue(parsed.error.issues[0]!, raw) };
    given = parsed.data;
  }
  if (looksSwapped(given, context.area)) {
    return refuse('/lat', 'coordinates-swapped', `${given.lat} and lon ${given.lon} look swapped`);
  }

  const age = context.wallNow - given.observedAt;
  const moved = context.exercise && Math.abs(age) < Math.abs(context.now - given.observedAt);
  const ahead = moved ? -age : given.observedAt - context.now;
  if (ahead > AHEAD_LIMIT_MS) {
    return refuse(
      '/observedAt',
      'observed-in-future',
      `lies ${Math.ceil(ahead / 1000)} s ahead of our clock; at most 300 s are believed`,
    );
  }
  const observedAt = moved ? context.now - Math.max(0, age) : given.observedAt;
  if (observedAt < context.now - context.retentionMs) {
    return refuse('/observedAt', 'too-old', 'is older than what this room keeps');
  }

  const { reportId } = given;
  const contentKey = contentKeyOf(given);
  return {
    ok: true,
    report: {
      unitId: given.unitId,
      lat: given.lat,
      lon: given.lon,
      observedAt,
      receivedAt: context.receivedAt ?? context.now,
      speedKmh: rounded(given.speedKmh, HUNDREDTHS),
      courseDeg: rounded(given.courseDeg, HUNDREDTHS),
      altitudeM: rounded(given.altitudeM, TENTHS),
      accuracyM: rounded(given.accuracyM, TENTHS),
      convoyId: given.convoyId ?? null,
      callsign: given.callsign ?? null,
      symbol: given.symbol ?? null,
      reportKey: reportId === undefined ? contentKey : keyOf(`id ${reportId}`),
      contentKey,
      reportId: reportId ?? null,
      sourceObservedAt: moved ? given.observedAt : null,
    },
  };
}

/**
 * Outside the mission's area as given, inside when lat and lon change places. The area must not meet its own mirror
 * image, or good reports would be refused.
 */
function looksSwapped(place: { lat: number; lon: number }, area: Area): boolean {
  const inside = (lat: number, lon: number) =>
    lat >= area.south && lat <= area.north && lon >= area.west && lon <= area.east;
  return !inside(place.lat, place.lon) && inside(place.lon, place.lat);
}

function rounded(value: number | undefined, steps: number): number | null {
  return value === undefined ? null : Math.round(value * steps) / steps;
}

function refuse(path: string, code: string, message: string): Checked {
  return { ok: false, refused: { path, code, message: `${path.slice(1)} ${message}` } };
}

const CODES: Record<string, string> = {
  invalid_type: 'wrong-type',
  too_small: 'out-of-range',
  too_big: 'out-of-range',
  invalid_format: 'wrong-format',
  invalid_union: 'wrong-type',
};

function fromIssue(issue: core.$ZodIssue, raw: unknown): Refused {
  const found = deepest(issue);
  const path = found.path.map((step) => `/${String(step)}`).join('');
  const missing = found.path.length > 0 && valueAt(raw, found.path) === undefined;
  const own = found.code === 'custom' ? (found.params?.['code'] as string | undefined) : undefined;
  const code = missing ? 'missing' : (own ?? CODES[found.code] ?? 'invalid');
  if (path === '') return { path, code, message: 'the report must be an object' };
  const name = path.slice(1);
  return { path, code, message: missing ? `${name} is missing` : `${name} ${found.message}` };
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, step) => (value as Record<PropertyKey, unknown> | null | undefined)?.[step], raw);
}

/** Of a union, the branch that came nearest: a time sent as text is told what is wrong with the text. */
function deepest(issue: core.$ZodIssue): core.$ZodIssue {
  if (issue.code !== 'invalid_union') return issue;
  // A number that is not whole fails as of the wrong type too, and yet its branch is the one that was meant.
  const meant = issue.errors.flat().find((one) => one.code !== 'invalid_type' || one.expected === 'int');
  return meant ? { ...meant, path: issue.path } : issue;
}
