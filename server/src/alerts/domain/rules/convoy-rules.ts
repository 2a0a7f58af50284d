import { type AlertSubject, type Convoy, type EpochMs, isAttack, type LatLon, type RuleKind } from '@rearguard/shared';
import { lineOf } from '../../../movements/convoys/lines.js';
import { placeAt } from '../../../movements/domain/route-line.js';
import { afterDayMs, dayMs } from './daylight.js';
import type { Asked, Finding, Judged, RuleInForce, RulesInForce } from './rule-world.js';
import { nextAbove, severityAt, stepsOf } from './steps.js';

const MINUTE_MS = 60_000;
/** Lives hang on a convoy that was attacked within this time. */
const IN_DANGER_MS = 24 * 3_600_000;

export const NOTHING: Judged = { findings: [], lookAgainAt: null };

/** Everything that can be wrong with a convoy by itself; what lies near it is another matter. */
export function judgeConvoy(convoy: Convoy, rules: RulesInForce, asked: Asked): Judged[] {
  if (convoy.state !== 'departed') return [];
  const judges = { position_stale: stale, off_route: offRoute, long_halt: longHalt, late };
  return Object.entries(judges).map(([rule, judge]) => {
    const inForce = rules[rule as RuleKind];
    return inForce.on ? judge(convoy, inForce, asked) : NOTHING;
  });
}

/** Where its head was last told to be. */
export function headOf(convoy: Convoy): LatLon | null {
  if (convoy.headKm === null) return null;
  const { lat, lon } = placeAt(lineOf(convoy), convoy.headKm);
  return { lat, lon };
}

/** A report is due at set times; the limits count from when it was. */
function stale(convoy: Convoy, rule: RuleInForce, { world, now }: Asked): Judged {
  if (convoy.lastReportAt === null) return NOTHING;
  const lastAt = Date.parse(convoy.lastReportAt);
  const dueAt = lastAt + rule.limits['dueEveryMin']! * MINUTE_MS;
  const lives = [...world.incidents.values()].some(
    (one) =>
      isAttack(one.kind) &&
      one.convoyIds.includes(convoy.id) &&
      now - Date.parse(one.lastObservedAt) < IN_DANGER_MS &&
      Date.parse(one.observedAt) <= now,
  );
  const steps = stepsOf('position_stale', rule, lives);
  const cause = causeOf('position_stale', convoy);
  const lateMin = (now - dueAt) / MINUTE_MS;
  // A report ends it at once: there is nothing to waver about.
  const severity = severityAt(lateMin, steps, null);
  const next = nextAbove(lateMin, steps);
  const facts = { lastReportAt: convoy.lastReportAt, lateMin: Math.max(0, Math.floor(lateMin)), inDanger: lives };
  return {
    findings: severity === null ? [] : [found('position_stale', cause, severity, convoy, facts, now)],
    lookAgainAt: next === null ? null : dueAt + next * MINUTE_MS,
  };
}

/** The convoy's own record begins and ends it with two limits of its own. */
function offRoute(convoy: Convoy, rule: RuleInForce, { held }: Asked): Judged {
  if (convoy.offRouteSince === null) return NOTHING;
  const cause = causeOf('off_route', convoy);
  const offKm = convoy.offRouteKm ?? 0;
  // Begun, it lasts until the convoy is back, however near it comes in between.
  const severity = held(cause) ?? severityAt(offKm, stepsOf('off_route', rule), null);
  if (severity === null) return NOTHING;
  const facts = { since: convoy.offRouteSince, offKm };
  return {
    findings: [found('off_route', cause, severity, convoy, facts, Date.parse(convoy.offRouteSince))],
    lookAgainAt: null,
  };
}

function longHalt(convoy: Convoy, rule: RuleInForce, { now }: Asked): Judged {
  if (convoy.haltedSince === null) return NOTHING;
  const since = Date.parse(convoy.haltedSince);
  const night = { fromHour: rule.limits['nightFromHour']!, toHour: rule.limits['nightToHour']! };
  const haltMin = dayMs(since, now, night) / MINUTE_MS;
  const steps = stepsOf('long_halt', rule);
  const severity = severityAt(haltMin, steps, null);
  const next = nextAbove(haltMin, steps);
  const facts = { since: convoy.haltedSince, haltMin: Math.floor(haltMin), km: convoy.headKm };
  return {
    findings:
      severity === null ? [] : [found('long_halt', causeOf('long_halt', convoy), severity, convoy, facts, since)],
    lookAgainAt: next === null ? null : afterDayMs(since, next * MINUTE_MS, night),
  };
}

function late(convoy: Convoy, rule: RuleInForce, { now, held }: Asked): Judged {
  if (convoy.lateMin === null) return NOTHING;
  const cause = causeOf('late', convoy);
  const severity = severityAt(convoy.lateMin, stepsOf('late', rule), held(cause));
  if (severity === null) return NOTHING;
  const facts = { lateMin: convoy.lateMin, etaAt: convoy.etaAt, plannedArrivalAt: convoy.plannedArrivalAt };
  return { findings: [found('late', cause, severity, convoy, facts, now)], lookAgainAt: null };
}

function causeOf(rule: RuleKind, { id }: Convoy): string {
  return `${rule} convoy:${id}`;
}

function found(
  rule: RuleKind,
  cause: string,
  severity: Finding['severity'],
  convoy: Convoy,
  facts: Finding['facts'],
  observedAt: EpochMs,
): Finding {
  const subjects: AlertSubject[] = [{ type: 'convoy', id: convoy.id }];
  return { rule, cause, severity, subjects, facts, observedAt, at: headOf(convoy) };
}
