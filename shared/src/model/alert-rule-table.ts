import type { AlertRuleId, RuleLimit, WAITING_RULE_IDS } from './alert-rule.js';
import type { Feed } from './feed.js';
import type { Severity } from './severity.js';

/** What a rule is, apart from what an administrator sets. */
export interface RuleDefinition {
  limits: Readonly<Record<string, RuleLimit>>;
  mayBeOff: boolean;
}

const min = (standard: number, more: Partial<RuleLimit> = {}): RuleLimit => ({
  unit: 'min',
  standard,
  least: 1,
  most: 10_080,
  ...more,
});
const km = (standard: number): RuleLimit => ({ unit: 'km', standard, least: 0, most: 500 });
const days = (standard: number, more: Partial<RuleLimit> = {}): RuleLimit => ({
  unit: 'days',
  standard,
  least: 1,
  most: 90,
  ...more,
});
const count = (standard: number, severity: Severity): RuleLimit => ({
  unit: 'count',
  standard,
  least: 1,
  most: 100,
  severity,
});
const hours = (standard: number): RuleLimit => ({ unit: 'h', standard, least: 1, most: 1_000 });
const hour = (standard: number): RuleLimit => ({ unit: 'o-clock', standard, least: 0, most: 24 });

/**
 * The one table of limits and the severity that passing each gives; every screen has its colours from here. Standard
 * values are the product's own, invented, and an administrator changes them.
 */
export const ALERT_RULE_TABLE: Readonly<Record<AlertRuleId, RuleDefinition>> = {
  security_report: { limits: {}, mayBeOff: false },
  convoy_attacked: { limits: {}, mayBeOff: false },
  position_stale: {
    limits: {
      /** On the road a report is due this often; the limits below count from then. */
      dueEveryMin: min(60, { most: 1_440 }),
      highAfterMin: min(30, { severity: 'high' }),
      criticalAfterMin: min(60, { severity: 'critical', onlyWhereLivesHang: true }),
    },
    mayBeOff: true,
  },
  off_route: { limits: { highAboveKm: { ...km(5), least: 5, severity: 'high' } }, mayBeOff: true },
  long_halt: {
    // By day alone: convoys stand for the night, and that is no news.
    limits: {
      mediumAfterMin: min(240, { severity: 'medium' }),
      highAfterMin: min(600, { severity: 'high' }),
      nightFromHour: hour(17),
      nightToHour: hour(6),
    },
    mayBeOff: true,
  },
  late: {
    limits: {
      mediumAboveMin: min(120, { severity: 'medium', most: 100_000 }),
      highAboveMin: min(720, { severity: 'high', most: 100_000 }),
    },
    mayBeOff: true,
  },
  incident_near: {
    limits: { convoyKm: km(25), siteKm: km(25), withinH: { unit: 'h', standard: 24, least: 1, most: 168 } },
    mayBeOff: true,
  },
  security_worse: {
    limits: {
      aroundKm: km(50),
      spanDays: days(7, { most: 30 }),
      times: { unit: 'times', standard: 2, least: 1.1, most: 10 },
      leastCount: { unit: 'count', standard: 4, least: 1, most: 1_000 },
    },
    mayBeOff: true,
  },
  gate_blocked: { limits: {}, mayBeOff: true },
  deadline_near: {
    limits: { mediumDays: days(7, { severity: 'medium' }), highDays: days(2, { severity: 'high' }) },
    mayBeOff: true,
  },
  deadline_passed: { limits: {}, mayBeOff: true },
  feed_silent: { limits: { highAfterMin: min(15, { severity: 'high' }) }, mayBeOff: true },
  // Its limit is the shift's own: RELIEF_LATE_AFTER_MS.
  relief_missing: { limits: {}, mayBeOff: false },
  // A convoy under way is one step worse than a site: it has no walls.
  radio_check_missed: {
    limits: {
      siteHighAtMisses: count(2, 'high'),
      siteCriticalAtMisses: count(3, 'critical'),
      convoyHighAtMisses: count(1, 'high'),
      convoyCriticalAtMisses: count(2, 'critical'),
    },
    mayBeOff: true,
  },
  // Its limit is each site's own: `guardMinimum`.
  guard_below_minimum: { limits: {}, mayBeOff: true },
  approval_overdue: {
    limits: { routineH: hours(48), urgentH: hours(6), medevacMin: min(15), customsH: hours(72) },
    mayBeOff: true,
  },
  approval_expiring: { limits: { flightH: hours(2), releaseH: hours(48) }, mayBeOff: true },
  approval_refused: { limits: {}, mayBeOff: true },
  flight_without_approval: { limits: {}, mayBeOff: false },
  // Days of all holds of a consignment together.
  hold_too_long: {
    limits: { mediumAfterDays: days(1, { severity: 'medium' }), highAfterDays: days(5, { severity: 'high' }) },
    mayBeOff: true,
  },
  supply_low: {
    limits: { mediumBelowDays: days(10, { severity: 'medium' }), highBelowDays: days(5, { severity: 'high' }) },
    mayBeOff: true,
  },
};

/** The feed that each rule of the future waits for. */
export const WAITING_RULE_FEEDS: Readonly<Record<(typeof WAITING_RULE_IDS)[number], Feed>> = {
  medevac_limit: 'medevac',
};
