import type { EpochMs } from '@rearguard/shared';
import { chance, streamOf } from './chance.js';

/** Where the head of a column is at an instant. Between two marks it drives, or stands when the kilometre is the same. */
export type Mark = readonly [at: EpochMs, km: number];

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Convoys drive by daylight. */
const FIRST_LIGHT = 5.5 * HOUR;
const LAST_LIGHT = 17.5 * HOUR;
const NOON_FROM = 12.25 * HOUR;
const NOON_TO = 13 * HOUR;
/** Speed rises and falls once in about this time, by this share. */
const SWING_MS = 25 * MINUTE;
const SWING = 0.25;

/** Marks from a list of times and kilometres, as a person writes a march down. */
export function marks(...list: readonly (readonly [at: string, km: number])[]): Mark[] {
  return list.map(([at, km]) => [Date.parse(at), km] as const);
}

/** A march by day with halts at noon and at night, at about a given speed. */
export function dayMarch(departAt: EpochMs, lengthKm: number, speedKmh: number, seed: number, name: string): Mark[] {
  const march: Mark[] = [[departAt, 0]];
  const luck = streamOf(seed, name);
  let at = departAt;
  let km = 0;
  for (let stretch = 0; km < lengthKm; stretch++) {
    const until = nextHalt(at);
    const speed = speedKmh * (0.88 + 0.24 * chance(luck, stretch));
    const reach = km + (speed * (until - at)) / HOUR;
    if (reach >= lengthKm) {
      march.push([at + ((lengthKm - km) / speed) * HOUR, lengthKm]);
      return march;
    }
    march.push([until, reach]);
    km = reach;
    at = nextStart(until);
    march.push([at, km]);
  }
  return march;
}

/** Kilometre at an instant. Speed swings around the mean of the stretch; before and after the march it stands. */
export function kmAt(march: readonly Mark[], at: EpochMs): number {
  const after = march.findIndex(([mark]) => mark > at);
  if (after === 0) return march[0]![1];
  if (after === -1) return march.at(-1)![1];
  const [fromAt, fromKm] = march[after - 1]!;
  const [toAt, toKm] = march[after]!;
  if (toKm === fromKm) return fromKm;
  const share = (at - fromAt) / (toAt - fromAt);
  const turns = 2 * Math.PI * Math.max(1, Math.round((toAt - fromAt) / SWING_MS));
  return fromKm + (toKm - fromKm) * (share + (SWING * Math.sin(turns * share)) / turns);
}

/** Speed at an instant, km/h, over the half minute before. */
export function speedAt(march: readonly Mark[], at: EpochMs): number {
  return Math.max(0, (kmAt(march, at) - kmAt(march, at - MINUTE / 2)) * 120);
}

/** Mean of the whole march with its halts, km/h: what a plan reckons with. */
export function plannedSpeedKmh(departAt: EpochMs, lengthKm: number, speedKmh: number): number {
  const steady = dayMarch(departAt, lengthKm, speedKmh, 0, '');
  const took = steady.at(-1)![0] - departAt;
  return Math.round((lengthKm / (took / HOUR)) * 10) / 10;
}

function nextHalt(at: EpochMs): EpochMs {
  const day = at - (at % DAY);
  const halt = [NOON_FROM, LAST_LIGHT].find((time) => day + time > at);
  return halt === undefined ? at + HOUR : day + halt;
}

function nextStart(at: EpochMs): EpochMs {
  const day = at - (at % DAY);
  return at === day + NOON_FROM ? day + NOON_TO : day + DAY + FIRST_LIGHT;
}
