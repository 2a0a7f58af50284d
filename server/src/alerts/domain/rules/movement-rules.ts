import type { AlertSubject, Movement, RuleKind, Severity } from '@rearguard/shared';
import { NOTHING } from './convoy-rules.js';
import type { Asked, Finding, Judged, RulesInForce } from './rule-world.js';

const HOUR_MS = 3_600_000;
/** After this a refusal is history and no call. */
const REFUSED_FOR_MS = 7 * 24 * HOUR_MS;

/** Everything that can be wrong with the permission of a movement (domain workflow 1, SR-37). */
export function judgeMovement(movement: Movement, rules: RulesInForce, asked: Asked): Judged[] {
  return [
    rules.approval_overdue.on ? unanswered(movement, rules, asked) : NOTHING,
    rules.approval_expiring.on ? expiring(movement, rules, asked) : NOTHING,
    rules.approval_refused.on ? refused(movement, asked) : NOTHING,
  ];
}

/** No reply is not an approval. */
function unanswered(movement: Movement, rules: RulesInForce, { now }: Asked): Judged {
  const { state, submittedAt } = movement;
  if (state !== 'submitted' || submittedAt === null) return NOTHING;
  const limitH = rules.approval_overdue.limits['routineH']!;
  const beginsAt = Date.parse(submittedAt) + limitH * HOUR_MS;
  if (now < beginsAt) return { findings: [], lookAgainAt: beginsAt };
  const facts = { since: submittedAt, purpose: 'movement', limitH };
  return { findings: [found('approval_overdue', 'medium', movement, facts, beginsAt)], lookAgainAt: null };
}

function expiring(movement: Movement, rules: RulesInForce, { now }: Asked): Judged {
  const { state, window } = movement;
  if (state !== 'approved' || window === null) return NOTHING;
  const beginsAt = Date.parse(window.to) - rules.approval_expiring.limits['flightH']! * HOUR_MS;
  if (now < beginsAt) return { findings: [], lookAgainAt: beginsAt };
  const facts = { until: window.to, purpose: 'movement' };
  return { findings: [found('approval_expiring', 'medium', movement, facts, beginsAt)], lookAgainAt: null };
}

function refused(movement: Movement, { now }: Asked): Judged {
  const { state, since, reason, dependants } = movement;
  const endsAt = Date.parse(since) + REFUSED_FOR_MS;
  if (state !== 'refused' || now >= endsAt) return NOTHING;
  const severity: Severity = dependants.length > 0 ? 'high' : 'medium';
  const facts = { why: 'denied', purpose: 'movement', reason, restrictionId: null };
  return { findings: [found('approval_refused', severity, movement, facts, Date.parse(since))], lookAgainAt: endsAt };
}

/** It stands with the convoy, and with what waits behind it. Asked anew it is a new matter. */
function found(
  rule: RuleKind,
  severity: Severity,
  { id, revision, dependants }: Movement,
  facts: Finding['facts'],
  observedAt: number,
): Finding {
  const served = dependants.map((one): AlertSubject => ({ type: one.type, id: one.id }));
  const subjects: AlertSubject[] = [{ type: 'convoy', id }, ...served];
  return { rule, cause: `${rule} movement:${id}/${revision}`, severity, subjects, facts, observedAt };
}
