import { Injectable } from '@nestjs/common';
import {
  ALERT_RULE_IDS,
  ALERT_RULE_TABLE,
  ALERT_RULE_TEXTS,
  type AlertRule,
  type AlertRuleAmendment,
  type AlertRuleId,
  RULE_KINDS,
  type RuleId,
  toInstantOut,
  WAITING_RULE_FEEDS,
  WAITING_RULE_IDS,
} from '@rearguard/shared';
import { DataSource, type EntityManager } from 'typeorm';
import { Problem } from '../../platform/http/problem.js';
import type { RulesInForce } from '../domain/rules/rule-world.js';

interface Row {
  id: string;
  version: number;
  is_on: boolean;
  limits: Record<string, number>;
  changed_at: Date;
  changed_by: string;
}

/** The rules as they stand: the table of the product, and over it what an administrator set. */
@Injectable()
export class RuleSettings {
  constructor(private readonly database: DataSource) {}

  async all(manager: EntityManager = this.database.manager): Promise<AlertRule[]> {
    const rows: Row[] = await manager.query(`SELECT * FROM alert_rule`);
    const set = new Map(rows.map((row) => [row.id, row]));
    return [...ALERT_RULE_IDS.map((id) => connected(id, set.get(id))), ...WAITING_RULE_IDS.map(waiting)];
  }

  async one(id: RuleId, manager: EntityManager = this.database.manager): Promise<AlertRule> {
    return (await this.all(manager)).find((rule) => rule.id === id)!;
  }

  async inForce(manager: EntityManager): Promise<RulesInForce> {
    return inForce(await this.all(manager));
  }

  /**
   * Changes a rule, in the caller's transaction.
   * @throws Problem 409 when somebody else did meanwhile, 422 for what the table does not allow
   */
  async change(
    id: RuleId,
    { version, on, limits }: AlertRuleAmendment,
    by: string,
    now: number,
    manager: EntityManager,
  ): Promise<{ before: AlertRule; after: AlertRule }> {
    await manager.query(`LOCK TABLE alert_rule IN SHARE ROW EXCLUSIVE MODE`);
    const before = await this.one(id, manager);
    if (before.version !== version) {
      const message = `the rule was changed meanwhile${before.changedBy === null ? '' : ` by ${before.changedBy}`}`;
      throw new Problem(409, { code: 'version-conflict', message, path: '/version', current: before });
    }
    if (before.state === 'not-connected') {
      const message = `the feed ${before.feed} is not connected yet; the rule has nothing to watch`;
      throw new Problem(422, { code: 'not-connected', message });
    }
    if (on === false && !before.mayBeOff) {
      throw new Problem(422, { code: 'always-on', message: `the rule ${id} cannot be switched off`, path: '/on' });
    }
    const changed = checkedLimits(before, limits ?? {});
    await manager.query(
      `INSERT INTO alert_rule (id, version, is_on, limits, changed_at, changed_by) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (id) DO UPDATE SET version = excluded.version, is_on = excluded.is_on, limits = excluded.limits,
         changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
      [id, version + 1, on ?? before.state === 'on', changed, toInstantOut(now), by],
    );
    return { before, after: await this.one(id, manager) };
  }
}

/** The limits with these in their place. @throws Problem 422 naming the one at fault */
export function checkedLimits(rule: AlertRule, given: Record<string, number>): Record<string, number> {
  for (const [name, value] of Object.entries(given)) {
    const path = `/limits/${name}`;
    const limit = rule.limitTable[name];
    if (!limit) {
      const allowed = Object.keys(rule.limitTable);
      throw new Problem(422, { code: 'unknown-limit', message: `${rule.id} has no limit ${name}`, path, allowed });
    }
    if (value < limit.least || value > limit.most) {
      const message = `${name} must be from ${limit.least} to ${limit.most} ${limit.unit}`;
      throw new Problem(422, { code: 'out-of-range', message, path });
    }
  }
  return { ...rule.limits, ...given };
}

export function inForce(rules: readonly AlertRule[]): RulesInForce {
  const entries = RULE_KINDS.map((kind) => {
    const { state, limits } = rules.find(({ id }) => id === kind)!;
    return [kind, { on: state === 'on', limits }] as const;
  });
  return Object.fromEntries(entries) as unknown as RulesInForce;
}

function connected(id: AlertRuleId, row: Row | undefined): AlertRule {
  const { limits, mayBeOff } = ALERT_RULE_TABLE[id];
  const standard = Object.fromEntries(Object.entries(limits).map(([name, limit]) => [name, limit.standard]));
  return {
    id,
    version: row?.version ?? 1,
    state: row === undefined || row.is_on ? 'on' : 'off',
    feed: null,
    mayBeOff,
    limits: { ...standard, ...row?.limits },
    limitTable: { ...limits },
    ...ALERT_RULE_TEXTS[id],
    changedAt: row ? toInstantOut(row.changed_at.getTime()) : null,
    changedBy: row?.changed_by ?? null,
  };
}

function waiting(id: (typeof WAITING_RULE_IDS)[number]): AlertRule {
  return {
    id,
    version: 1,
    state: 'not-connected',
    feed: WAITING_RULE_FEEDS[id],
    mayBeOff: true,
    limits: {},
    limitTable: {},
    ...ALERT_RULE_TEXTS[id],
    changedAt: null,
    changedBy: null,
  };
}
