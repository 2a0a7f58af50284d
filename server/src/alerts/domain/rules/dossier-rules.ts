import {
  type AlertSubject,
  type Consignment,
  daysHeld,
  daysOfStock,
  type Dependant,
  type EpochMs,
  type FlightRequest,
  isLifeSupport,
  LIFE_CYCLES,
  placesOf,
  restrictionsOn,
  type RuleKind,
  type Severity,
} from '@rearguard/shared';
import { NOTHING } from './convoy-rules.js';
import type { Asked, Finding, Judged, RulesInForce } from './rule-world.js';
import { nextAbove, severityAt, stepsOf } from './steps.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** After this a refusal is history and no call. */
const REFUSED_FOR_MS = 7 * DAY_MS;

/** Everything that can be wrong with a request for flight clearance. */
export function judgeFlight(request: FlightRequest, rules: RulesInForce, asked: Asked): Judged[] {
  return [
    rules.approval_overdue.on ? unanswered(request, rules, asked) : NOTHING,
    rules.approval_expiring.on ? expiring(request, rules, asked) : NOTHING,
    rules.approval_refused.on ? refused(request, asked) : NOTHING,
    rules.flight_without_approval.on ? unapproved(request, asked) : NOTHING,
  ];
}

/** Everything that can be wrong with goods in customs. */
export function judgeConsignment(consignment: Consignment, rules: RulesInForce, asked: Asked): Judged[] {
  return [
    rules.approval_overdue.on ? filingOverdue(consignment, rules, asked) : NOTHING,
    rules.approval_expiring.on ? releaseExpiring(consignment, rules, asked) : NOTHING,
    rules.hold_too_long.on ? held(consignment, rules, asked) : NOTHING,
    rules.supply_low.on ? supplyLow(consignment, rules, asked) : NOTHING,
  ];
}

/** No reply is not an approval; how long one may take goes by what the flight is for. */
function unanswered(request: FlightRequest, rules: RulesInForce, { now }: Asked): Judged {
  const { state, submittedAt, purpose, urgent } = request;
  if ((state !== 'submitted' && state !== 'under_review') || submittedAt === null) return NOTHING;
  const { limits } = rules.approval_overdue;
  const [limitMs, severity]: [number, Severity] =
    purpose === 'medevac'
      ? [limits['medevacMin']! * MINUTE_MS, 'critical']
      : urgent
        ? [limits['urgentH']! * HOUR_MS, 'high']
        : [limits['routineH']! * HOUR_MS, 'medium'];
  const facts = { since: submittedAt, purpose, limitH: limitMs / HOUR_MS };
  return once('approval_overdue', severity, request, facts, Date.parse(submittedAt) + limitMs, now);
}

function expiring(request: FlightRequest, rules: RulesInForce, { now }: Asked): Judged {
  const { state, window, purpose } = request;
  if (state !== 'approved' || window === null) return NOTHING;
  const beginsAt = Date.parse(window.to) - rules.approval_expiring.limits['flightH']! * HOUR_MS;
  return once('approval_expiring', 'medium', request, { until: window.to, purpose }, beginsAt, now);
}

/** Refused, revoked, allowed in part only, or allowed to a field that is restricted meanwhile. */
function refused(request: FlightRequest, { now, world }: Asked): Judged {
  const { state, partial, since, reason, purpose, dependants, inTheAir } = request;
  const restrictions =
    state === 'approved' ? restrictionsOn(placesOf(request), [...world.restrictions.values()], now) : [];
  const [restriction] = restrictions;
  const why =
    state === 'denied' || state === 'revoked' ? state : restriction ? 'restricted' : partial ? 'partial' : null;
  if (why === null || (why === 'partial' && state !== 'approved')) return NOTHING;
  const endsAt = Date.parse(since) + REFUSED_FOR_MS;
  if (why !== 'restricted' && now >= endsAt) return NOTHING;
  const hangsOnIt = dependants.length > 0;
  const severity: Severity =
    why === 'revoked' && inTheAir ? 'critical' : why === 'partial' || !hangsOnIt ? 'medium' : 'high';
  const behind = restriction && { restrictionId: restriction.id };
  const facts = { why, purpose, reason: restriction?.reason ?? reason, ...behind };
  return { findings: [found('approval_refused', severity, request, facts, Date.parse(since))], lookAgainAt: endsAt };
}

function unapproved(request: FlightRequest, { now }: Asked): Judged {
  const since = Date.parse(request.since);
  if (request.state !== 'used' || !request.withoutApproval || now >= since + DAY_MS) return NOTHING;
  const facts = { reason: request.reason, purpose: request.purpose };
  const findings = [found('flight_without_approval', 'high', request, facts, since)];
  return { findings, lookAgainAt: since + DAY_MS };
}

/** Without news of a filing, or with papers that were due. */
function filingOverdue(consignment: Consignment, rules: RulesInForce, { now }: Asked): Judged {
  const { state, since, papersDueAt, goods } = consignment;
  if (state !== 'filed' && state !== 'documents_requested') return NOTHING;
  const papers = state === 'documents_requested' && papersDueAt !== null;
  const beginsAt = papers
    ? Date.parse(papersDueAt)
    : Date.parse(since) + rules.approval_overdue.limits['customsH']! * HOUR_MS;
  const facts = { since, goods, papersDueAt };
  return once('approval_overdue', papers ? 'high' : 'medium', consignment, facts, beginsAt, now);
}

function releaseExpiring(consignment: Consignment, rules: RulesInForce, { now }: Asked): Judged {
  const { state, releaseWindow, goods } = consignment;
  if (state !== 'released' || releaseWindow === null) return NOTHING;
  const beginsAt = Date.parse(releaseWindow.to) - rules.approval_expiring.limits['releaseH']! * HOUR_MS;
  return once('approval_expiring', 'medium', consignment, { until: releaseWindow.to, goods }, beginsAt, now);
}

/** Days count over all holds together. */
function held(consignment: Consignment, rules: RulesInForce, { now }: Asked): Judged {
  const { state, holds, goods, reason, since } = consignment;
  if (state !== 'held') return NOTHING;
  const days = daysHeld(holds, now);
  const steps = stepsOf('hold_too_long', rules.hold_too_long);
  const severity = severityAt(days, steps, null);
  const next = nextAbove(days, steps);
  const facts = { days: Math.floor(days), goods, reason, times: holds.length };
  const lookAgainAt = next === null ? null : now + Math.ceil((next - days) * DAY_MS);
  return {
    findings: severity === null ? [] : [found('hold_too_long', severity, consignment, facts, Date.parse(since))],
    lookAgainAt,
  };
}

/** What a site lives on, and cannot get: the fewer days are left the worse. */
function supplyLow(consignment: Consignment, rules: RulesInForce, { now }: Asked): Judged {
  const { state, goods, stock } = consignment;
  const waits = !LIFE_CYCLES.consignment.ended.includes(state);
  const left = daysOfStock(consignment, now);
  if (!waits || left === null || stock === null || !isLifeSupport(goods)) return NOTHING;
  const steps = stepsOf('supply_low', rules.supply_low)
    .map(({ above, severity }) => ({ above: -above, severity }))
    .sort((a, b) => a.above - b.above);
  const severity = severityAt(-left, steps, null);
  const next = nextAbove(-left, steps);
  const facts = { days: Math.floor(left), goods, countedAt: stock.at };
  const endsAt = Date.parse(stock.at) + stock.days * DAY_MS;
  return {
    findings: severity === null ? [] : [found('supply_low', severity, consignment, facts, now)],
    lookAgainAt: next === null ? null : Math.ceil(endsAt + next * DAY_MS),
  };
}

/** What is so from an instant on. */
function once(
  rule: RuleKind,
  severity: Severity,
  of: FlightRequest | Consignment,
  facts: Finding['facts'],
  beginsAt: EpochMs,
  now: EpochMs,
): Judged {
  if (now < beginsAt) return { findings: [], lookAgainAt: beginsAt };
  return { findings: [found(rule, severity, of, facts, beginsAt)], lookAgainAt: null };
}

/** Whoever hangs on it is a subject too, so that its alert stands with them. */
function found(
  rule: RuleKind,
  severity: Severity,
  of: FlightRequest | Consignment,
  facts: Finding['facts'],
  observedAt: EpochMs,
): Finding {
  const type = 'goods' in of ? 'consignment' : 'flight-request';
  const served = of.dependants.map(({ type: kind, id }: Dependant): AlertSubject => ({ type: kind, id }));
  // Asked anew it is a new matter.
  const cause = `${rule} ${type}:${of.id}/${of.revision}`;
  return { rule, cause, severity, subjects: [{ type, id: of.id }, ...served], facts, observedAt };
}
