import { Injectable } from '@nestjs/common';
import {
  type AlertRule,
  type AlertRuleAmendment,
  type AlertRuleTried,
  type AlertRuleTry,
  RULE_KINDS,
  type RuleId,
  type RuleKind,
  SEVERITIES,
  toInstantOut,
} from '@rearguard/shared';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../../platform/clock/clock.js';
import { Problem } from '../../platform/http/problem.js';
import { type Episode, rehearse } from '../domain/rules/rehearse.js';
import { PastChanges } from './past-changes.js';
import { checkedLimits, inForce, RuleSettings } from './rule-settings.js';
import { RuleWatch } from './rule-watch.js';

const DAY_MS = 86_400_000;
const EXAMPLES = 20;
const MINUTE_MS = 60_000;

/** What an administrator does with rules: change them, and first try what a change would have meant. */
@Injectable()
export class RulesService {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly settings: RuleSettings,
    private readonly watch: RuleWatch,
    private readonly past: PastChanges,
  ) {}

  async change(
    id: RuleId,
    amendment: AlertRuleAmendment,
    by: string,
    also: (manager: EntityManager, before: AlertRule, after: AlertRule) => Promise<void>,
  ): Promise<AlertRule> {
    return this.database.transaction(async (manager) => {
      const { before, after } = await this.settings.change(id, amendment, by, this.clock.now(), manager);
      await this.watch.lookAtEverything(manager);
      await also(manager, before, after);
      return after;
    });
  }

  /** @throws Problem 422 for a rule that cannot be tried or limits that the table does not allow */
  async try(id: RuleId, { limits, days }: AlertRuleTry): Promise<AlertRuleTried> {
    const rule = await this.settings.one(id);
    const kind = RULE_KINDS.find((one) => one === id);
    if (!kind) {
      const message =
        rule.state === 'not-connected' ? `the feed ${rule.feed} is not connected yet` : `${id} has nothing to set`;
      throw new Problem(422, { code: 'nothing-to-try', message });
    }
    const tried = checkedLimits(rule, limits);
    const to = this.clock.now();
    const from = to - days * DAY_MS;
    const rules = inForce((await this.settings.all()).map((one) => (one.id === id ? { ...one, limits: tried } : one)));
    const changes = await this.past.between(from, to);
    if (kind === 'feed_silent') {
      changes.push(...(await this.past.silences(from, to, tried['highAfterMin']! * MINUTE_MS)));
      changes.sort((a, b) => a.at - b.at);
    }
    return summary(rehearse(kind satisfies RuleKind, rules, changes, from, to), from, to);
  }
}

function summary(episodes: readonly Episode[], from: number, to: number): AlertRuleTried {
  const count = (severity: string) => episodes.filter((one) => one.severity === severity).length;
  return {
    from: toInstantOut(from),
    to: toInstantOut(to),
    raised: episodes.length,
    reraised: episodes.reduce((sum, one) => sum + one.worsened, 0),
    bySeverity: Object.fromEntries(SEVERITIES.map((one) => [one, count(one)])) as AlertRuleTried['bySeverity'],
    examples: episodes
      .slice(-EXAMPLES)
      .reverse()
      .map(({ finding, at, severity, endedAt }) => ({
        at: toInstantOut(at),
        endedAt: endedAt === null ? null : toInstantOut(endedAt),
        severity,
        subjects: finding.subjects.map((one) => `${one.type}:${one.id}`),
      })),
  };
}
