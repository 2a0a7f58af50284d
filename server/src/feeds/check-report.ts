import type { EpochMs, Rejected } from '@rearguard/shared';
import type { core } from 'zod';
import '../platform/plain-words.js';

/** A clock that is ahead by more than this is not believed. */
export const AHEAD_LIMIT_MS = 5 * 60_000;

/** Where the mission's places lie; a report far from it whose mirror lies in it has its coordinates swapped. */
export interface Area {
  south: number;
  west: number;
  north: number;
  east: number;
}

/** What a report is held against. */
export interface CheckContext {
  /** The room's clock. */
  now: EpochMs;
  /** The machine's clock; differs from the room's in an exercise. */
  wallNow: EpochMs;
  exercise: boolean;
  retentionMs: number;
  area: Area;
  /** Name of the token that brings it. */
  tokenName?: string | null;
  /** Set by the scenario alone: when the room is to have learned of it. */
  receivedAt?: EpochMs;
}

export type Refused = Omit<Rejected, 'index'>;
export type Checked<Report> = { ok: true; report: Report } | { ok: false; refused: Refused };

/** A time as the room understands it, or why it is not believed. */
export type JudgedTime = { ok: true; observedAt: EpochMs; moved: boolean } | { ok: false; refused: Refused };

/** Holds a time against the clocks; in an exercise one that is near the real clock is moved to the exercise's. */
export function judgeTime(given: EpochMs, context: CheckContext): JudgedTime {
  const age = context.wallNow - given;
  const moved = context.exercise && Math.abs(age) < Math.abs(context.now - given);
  const ahead = moved ? -age : given - context.now;
  if (ahead > AHEAD_LIMIT_MS) {
    return refuse(
      '/observedAt',
      'observed-in-future',
      `lies ${Math.ceil(ahead / 1000)} s ahead of our clock; at most 300 s are believed`,
    );
  }
  const observedAt = moved ? context.now - Math.max(0, age) : given;
  if (observedAt < context.now - context.retentionMs) {
    return refuse('/observedAt', 'too-old', 'is older than what this room keeps');
  }
  return { ok: true, observedAt, moved };
}

/**
 * Outside the mission's area as given, inside when lat and lon change places. The area must not meet its own mirror
 * image, or good reports would be refused.
 */
export function looksSwapped(place: { lat: number; lon: number }, area: Area): boolean {
  const inside = (lat: number, lon: number) =>
    lat >= area.south && lat <= area.north && lon >= area.west && lon <= area.east;
  return !inside(place.lat, place.lon) && inside(place.lon, place.lat);
}

export function refuse(path: string, code: string, message: string): { ok: false; refused: Refused } {
  return { ok: false, refused: { path, code, message: `${path.slice(1)} ${message}` } };
}

const CODES: Record<string, string> = {
  invalid_type: 'wrong-type',
  too_small: 'out-of-range',
  too_big: 'out-of-range',
  invalid_format: 'wrong-format',
  invalid_union: 'wrong-type',
};

/** What a report that does not fit its schema is told: the first fault, with the place it is at. */
export function fromIssue(issue: core.$ZodIssue, raw: unknown): Refused {
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
