import type { EpochMs } from '@rearguard/shared';
import { AIRSPACE_REPORTS } from './airspace-facts.js';
import { CUSTOMS_REPORTS } from './customs-facts.js';
import { DATED } from './dated.js';
import type { Scenario, ScenarioEvent } from './events.js';
import { activeTime, type Movement, type Sent, sentBetween } from './movement.js';
import { ON_THE_ROAD } from './on-the-road.js';
import { PROTECTION_AT_START, radioChecks } from './radio-checks.js';
import { routine } from './routine.js';
import { routineDossiers } from './routine-dossiers.js';
import { handledBefore, SECURITY_REPORTS } from './security-facts.js';
import { SITE_FACTS } from './site-facts.js';

const SEED = 20_230_813;
const FROM = Date.parse('2023-08-13T08:50:00Z');
/** A hold of which nobody can do more is not called for again. */
const HELD_SINCE_JUNE = {
  at: Date.parse('2023-08-12T08:00:00Z'),
  cause: 'hold_too_long consignment:CS-0627-BKO/1',
  outcome: 'raised with the authorities; the directive stands',
};
/** Reports are made for one such window at a time. */
const WINDOW_MS = 3_600_000;

/**
 * The withdrawal of 2023 from the morning of the Ber convoy, ten minutes before it is attacked, to the deadline. What is
 * public is played as it was; what is invented is said to be where it stands, and everything is shown under EXERCISE.
 */
export function mali2023(): Scenario {
  const movements = allMovements().map((movement) => ({ movement, active: activeTime(movement) }));
  const announced = announcements();
  return {
    name: 'mali-2023',
    seed: SEED,
    knownFrom: Date.parse('2023-07-01T00:00:00Z'),
    from: FROM,
    to: Date.parse('2024-01-01T00:00:00Z'),
    *events(after, upTo) {
      for (let from = after; from < upTo; from = windowEnd(from, upTo)) {
        yield* eventsIn(movements, announced, from, windowEnd(from, upTo));
      }
    },
  };
}

/** Plans of convoys, facts of sites, security reports and dossiers come at single instants; they are few enough to be listed. */
export function announcements(): ScenarioEvent[] {
  return [
    ...SITE_FACTS.map(({ siteId, fact }) => ({ at: fact.knownAt, kind: 'site-fact' as const, siteId, fact })),
    ...allMovements().map(({ plan, announcedAt }) => ({ at: announcedAt, kind: 'convoy' as const, plan })),
    ...SECURITY_REPORTS.map(({ at, report }) => ({ at, kind: 'incident' as const, report })),
    ...[...AIRSPACE_REPORTS, ...CUSTOMS_REPORTS, ...routineDossiers(SEED)].map((told) => ({
      at: told.at,
      kind: 'dossier' as const,
      told,
    })),
    ...PROTECTION_AT_START,
    ...[...handledBefore(FROM), HELD_SINCE_JUNE].map((handling) => ({ kind: 'handled' as const, ...handling })),
  ].sort((a, b) => a.at - b.at);
}

function allMovements(): Movement[] {
  return [...ON_THE_ROAD, ...DATED, ...routine(SEED)];
}

interface Timed {
  movement: Movement;
  active: readonly [from: EpochMs, to: EpochMs];
}

function eventsIn(
  movements: readonly Timed[],
  announced: readonly ScenarioEvent[],
  after: EpochMs,
  upTo: EpochMs,
): ScenarioEvent[] {
  const events = announced.filter((event) => event.at > after && event.at <= upTo);
  const batches = new Map<EpochMs, Sent[]>();
  for (const {
    movement,
    active: [begin, end],
  } of movements) {
    if (end <= after || begin > upTo) continue;
    for (const sent of sentBetween(movement, SEED, after, upTo)) {
      const batch = batches.get(sent.at);
      if (batch) batch.push(sent);
      else batches.set(sent.at, [sent]);
    }
  }
  for (const [at, batch] of batches) {
    const reports = batch.map((sent) => sent.report).sort((a, b) => a.observedAt - b.observedAt);
    events.push({ at, kind: 'positions', reports });
  }
  const near = movements.flatMap(({ movement, active: [begin, end] }) =>
    end <= after || begin > upTo ? [] : [movement],
  );
  events.push(...radioChecks(near, SEED, after, upTo));
  // The sort is stable: plans and facts of an instant come before its positions, and these before radio checks.
  return events.sort((a, b) => a.at - b.at);
}

/** Windows end at full hours, so that wherever a caller begins it meets the same ones. */
function windowEnd(from: EpochMs, upTo: EpochMs): EpochMs {
  return Math.min(upTo, from - (from % WINDOW_MS) + WINDOW_MS);
}
