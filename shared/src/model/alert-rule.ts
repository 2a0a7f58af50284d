import { z } from 'zod';

/** Rules whose alerts carry the rule's own name as their kind. */
export const RULE_KINDS = [
  'position_stale',
  'off_route',
  'long_halt',
  'late',
  'incident_near',
  'deadline_near',
  'deadline_passed',
  'feed_silent',
] as const;

/** `security_report` and `convoy_attacked` raise alerts of the kind of their incident; the others of their own. */
export const ALERT_RULE_IDS = ['security_report', 'convoy_attacked', ...RULE_KINDS] as const;
export const AlertRuleId = z.enum(ALERT_RULE_IDS);
export type AlertRuleId = z.infer<typeof AlertRuleId>;
