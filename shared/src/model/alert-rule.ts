import { z } from 'zod';
import { Feed } from './feed.js';
import { InstantOut } from './instant.js';
import { Name } from './name.js';
import { Severity } from './severity.js';

/** Rules whose alerts carry the rule's own name as their kind. */
export const RULE_KINDS = [
  'position_stale',
  'off_route',
  'long_halt',
  'late',
  'incident_near',
  'security_worse',
  'gate_blocked',
  'deadline_near',
  'deadline_passed',
  'feed_silent',
  'relief_missing',
  'radio_check_missed',
  'guard_below_minimum',
  'approval_overdue',
  'approval_expiring',
  'approval_refused',
  'flight_without_approval',
  'hold_too_long',
  'supply_low',
] as const;
export type RuleKind = (typeof RULE_KINDS)[number];

/** `security_report` and `convoy_attacked` raise alerts of the kind of their incident; the others of their own. */
export const ALERT_RULE_IDS = ['security_report', 'convoy_attacked', ...RULE_KINDS] as const;
export const AlertRuleId = z.enum(ALERT_RULE_IDS);
export type AlertRuleId = z.infer<typeof AlertRuleId>;

/** Rules over feeds that this version does not take in yet: they are shown as that, and raise nothing. */
export const WAITING_RULE_IDS = ['medevac_limit'] as const;

export const RuleId = z.enum([...ALERT_RULE_IDS, ...WAITING_RULE_IDS]);
export type RuleId = z.infer<typeof RuleId>;

/** One number of a rule: what it counts, within what an administrator may set it, and which severity it stands for. */
export const RuleLimit = z.object({
  unit: z.enum(['min', 'h', 'days', 'km', 'times', 'count', 'o-clock']),
  standard: z.number(),
  least: z.number(),
  most: z.number(),
  /** Passing it gives an alert of this severity. Without one the number only shapes the rule. */
  severity: Severity.optional(),
  /** Counts only where people are in danger already: a convoy that was attacked within a day. */
  onlyWhereLivesHang: z.boolean().optional(),
});
export type RuleLimit = z.infer<typeof RuleLimit>;

/** A rule as it stands in the room. `GET /api/alert-rules`. */
export const AlertRule = z.object({
  id: RuleId,
  version: z.int(),
  /** `not-connected`: the feed it watches is not taken in by this version. */
  state: z.enum(['on', 'off', 'not-connected']),
  /** The feed that a rule waits for. */
  feed: Feed.nullable(),
  /** False for rules that nobody may switch off. */
  mayBeOff: z.boolean(),
  /** In force now. */
  limits: z.record(z.string(), z.number()),
  /** What each limit means, its standard value and its bounds. */
  limitTable: z.record(z.string(), RuleLimit),
  name: Name,
  /** What follows when nobody acts. */
  consequence: Name,
  /** What whoever takes the alert is expected to do. */
  action: Name,
  changedAt: InstantOut.nullable(),
  changedBy: z.string().nullable(),
});
export type AlertRule = z.infer<typeof AlertRule>;

const Limits = z.record(z.string().max(40), z.number({ error: 'must be a number' }));

/** `PATCH /api/alert-rules/{id}`, by who has seen this version. Limits that are not named stay. */
export const AlertRuleAmendment = z.object({
  version: z.int().positive(),
  on: z.boolean().optional(),
  limits: Limits.optional(),
  reason: z.string().trim().min(1, 'must not be empty').max(1_000),
});
export type AlertRuleAmendment = z.infer<typeof AlertRuleAmendment>;

/** `POST /api/alert-rules/{id}/try`: what the rule would have done with these limits over the last days. */
export const AlertRuleTry = z.object({ limits: Limits.default({}), days: z.int().min(1).max(92).default(7) });
export type AlertRuleTry = z.infer<typeof AlertRuleTry>;

export const AlertRuleTried = z.object({
  from: InstantOut,
  to: InstantOut,
  /** Alerts that it would have raised, and raised again because they worsened. */
  raised: z.int(),
  reraised: z.int(),
  bySeverity: z.record(Severity, z.int()),
  /** The newest of them, at most twenty. */
  examples: z.array(
    z.object({ at: InstantOut, endedAt: InstantOut.nullable(), severity: Severity, subjects: z.array(z.string()) }),
  ),
});
export type AlertRuleTried = z.infer<typeof AlertRuleTried>;
