import type { EpochMs, RadioCheckReport } from '@rearguard/shared';
import type { z } from 'zod';
import type { Given as ProtectionGiven } from '../../sites/domain/protection.js';
import { SITE_PLANS } from '../../theatre/sites.js';
import { chance, streamOf } from './chance.js';
import type { ScenarioEvent } from './events.js';
import { activeTime, type Movement } from './movement.js';
import { SITE_FACTS } from './site-facts.js';

export type RadioCheckGiven = z.input<typeof RadioCheckReport>;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Sites are heard four times a day from the last check before people come in; earlier ones tell nobody anything. */
const SITES_EVERY_MS = 6 * HOUR;
const SITES_FROM = Date.parse('2023-08-13T06:00:00Z');
const CONVOYS_EVERY_MS = 2 * HOUR;
/** A round of calls is done after this long; each is heard somewhere within it. */
const ROUND_MS = 8 * MINUTE;

/**
 * Radio checks that reach the room after one instant, up to and including another. The sources of 2023 tell of none, so
 * all of them are invented, and all are heard: a missed one would be an event that nobody reported.
 */
export function radioChecks(
  movements: readonly Movement[],
  seed: number,
  after: EpochMs,
  upTo: EpochMs,
): ScenarioEvent[] {
  return [...siteRounds(seed, after, upTo), ...movements.flatMap((one) => convoyChecks(one, seed, after, upTo))];
}

function siteRounds(seed: number, after: EpochMs, upTo: EpochMs): ScenarioEvent[] {
  const events: ScenarioEvent[] = [];
  const first = Math.max(0, Math.floor((after - ROUND_MS - SITES_FROM) / SITES_EVERY_MS));
  for (let round = first; ; round++) {
    const dueAt = SITES_FROM + round * SITES_EVERY_MS;
    const at = dueAt + ROUND_MS;
    if (at > upTo) return events;
    if (at <= after) continue;
    const reports = SITE_PLANS.filter(({ id }) => !isLeft(id, at)).map(({ id }): RadioCheckGiven => {
      const observedAt = dueAt + Math.round(ROUND_MS * chance(streamOf(seed, `radio ${id}`), round));
      const source = 'EXERCISE: radio room';
      return { kind: 'radio_check', reportId: `${id}/${round}`, siteId: id, observedAt, source, means: 'vhf' };
    });
    events.push({ at, kind: 'radio-checks', reports });
  }
}

function convoyChecks(movement: Movement, seed: number, after: EpochMs, upTo: EpochMs): ScenarioEvent[] {
  const [, end] = activeTime(movement);
  const departedAt = movement.march[0]![0];
  if (end <= after || departedAt > upTo) return [];
  const { id } = movement.plan;
  const events: ScenarioEvent[] = [];
  const first = Math.max(1, Math.floor((after - ROUND_MS - departedAt) / CONVOYS_EVERY_MS));
  for (let count = first; ; count++) {
    const delay = Math.round(ROUND_MS * chance(streamOf(seed, `radio ${id}`), count));
    const at = departedAt + count * CONVOYS_EVERY_MS + delay;
    if (at > upTo || at > end) return events;
    if (at <= after) continue;
    // Where trackers have no network HF is as bad; the telephone by satellite is carried for that.
    const silent = movement.silent.some(([from, to]) => at >= from && at < to);
    const means = silent ? 'satellite_phone' : 'hf';
    const base = { kind: 'radio_check' as const, reportId: `${id}/${count}`, convoyId: id, observedAt: at };
    events.push({ at, kind: 'radio-checks', reports: [{ ...base, source: 'EXERCISE: convoy commander', means }] });
  }
}

function isLeft(siteId: string, at: EpochMs): boolean {
  return SITE_FACTS.some(
    (one) => one.siteId === siteId && one.fact.kind === 'last-departure' && one.fact.knownAt <= at,
  );
}

/** Guard minimum, guards and people of each site on the morning on which people come in. All of it is invented. */
const GUARDS: readonly (readonly [siteId: string, minimum: number, guards: number, people: number])[] = [
  ['goundam', 80, 96, 148],
  ['menaka', 120, 164, 420],
  ['tessalit', 120, 180, 560],
  ['aguelhok', 120, 170, 610],
  ['douentza', 100, 140, 480],
  ['mopti', 160, 260, 1_020],
  ['kidal', 160, 280, 1_160],
  ['ansongo', 120, 150, 520],
  ['gao', 220, 480, 2_640],
  ['timbuktu', 200, 340, 1_480],
  ['bamako', 200, 420, 2_900],
];
/** Where there was fighting around the site in the week before. */
const HEIGHTENED = new Set(['goundam', 'timbuktu', 'menaka']);
const COUNTED_AT = Date.parse('2023-08-13T05:30:00Z');

export const PROTECTION_AT_START: readonly ScenarioEvent[] = GUARDS.map(([siteId, guardMinimum, guards, people]) => {
  const counted = { asOf: COUNTED_AT, source: 'EXERCISE: morning report' };
  const heightened = HEIGHTENED.has(siteId);
  const protection: ProtectionGiven = {
    posture: heightened ? 'heightened' : 'normal',
    guardMinimum,
    guards: { count: guards, ...counted },
    people: { count: people, ...counted },
    reason: heightened ? 'EXERCISE: fighting in the region this week' : 'EXERCISE: morning report',
  };
  return { at: COUNTED_AT, kind: 'protection', siteId, protection };
});
