import { Injectable } from '@nestjs/common';
import { type EpochMs, isWorse, type Severity } from '@rearguard/shared';
import type { RoomTransaction } from '../../changes/change-log.js';
import { Deadlines } from '../../platform/deadlines/deadlines.js';
import { AlertBook } from '../alert-book.js';
import { AlertsRepository } from '../alerts.repository.js';
import { BY_ITSELF } from '../domain/alert-record.js';
import { judge } from '../domain/rules/judge.js';
import { type Finding, type RuleSubject, type RulesInForce, type RuleWorld } from '../domain/rules/rule-world.js';
import { easeOrReturn, hearMore } from '../domain/worsen.js';
import { RuleWorldRepository } from './rule-world.repository.js';

/** When rules must look at a subject again though nothing about it changed. */
export const RULE_DEADLINE = 'rule';
const SOURCE = 'rearguard';

/** Lets the rules judge subjects, and calls, calls again or eases what came of it. The caller holds the alerts. */
@Injectable()
export class RuleJudge {
  constructor(
    private readonly worlds: RuleWorldRepository,
    private readonly alerts: AlertsRepository,
    private readonly book: AlertBook,
    private readonly deadlines: Deadlines,
  ) {}

  async judge(
    tx: RoomTransaction,
    subjects: ReadonlyMap<string, { subject: RuleSubject; now: EpochMs }>,
    world: RuleWorld,
    rules: RulesInForce,
  ): Promise<void> {
    const held = await this.worlds.held(tx.manager, [...subjects.keys()]);
    const later: { kind: string; subject: string; dueAt: EpochMs }[] = [];
    const never: string[] = [];
    for (const [key, { subject, now }] of subjects) {
      const mine = held.get(key)!;
      const judged = judge(subject, rules, { world, now, held: (cause) => mine.get(cause) ?? null });
      for (const finding of judged.findings) await this.#found(tx, key, finding, mine.get(finding.cause) ?? null, now);
      const still = new Set(judged.findings.map(({ cause }) => cause));
      for (const cause of mine.keys()) if (!still.has(cause)) await this.#passed(tx, cause, now);
      if (judged.lookAgainAt === null) never.push(key);
      else later.push({ kind: RULE_DEADLINE, subject: key, dueAt: judged.lookAgainAt });
    }
    await this.deadlines.set(tx.manager, later);
    await this.deadlines.clear(tx.manager, RULE_DEADLINE, never);
  }

  /** It calls when it begins and when it worsens. In between it says nothing, also after a person has ended its alert. */
  async #found(
    tx: RoomTransaction,
    subject: string,
    finding: Finding,
    before: Severity | null,
    now: EpochMs,
  ): Promise<void> {
    const { cause, severity } = finding;
    if (before !== null && !isWorse(severity, before)) return;
    await this.worlds.hold(tx.manager, cause, subject, severity);
    const open = await this.alerts.openOf(tx.manager, cause);
    if (!open) return this.#call(tx, finding, now);
    if (before !== null || isWorse(severity, open.alert.severity)) {
      const facts = { ...open, alert: { ...open.alert, facts: finding.facts, eased: false } };
      return this.book.store(tx, [hearMore(facts, { ...news(finding), who: BY_ITSELF }, now)]);
    }
    await this.book.store(tx, [easeOrReturn(open, false, now)]);
  }

  async #passed(tx: RoomTransaction, cause: string, now: EpochMs): Promise<void> {
    await this.worlds.letGo(tx.manager, cause);
    const open = await this.alerts.openOf(tx.manager, cause);
    if (open && !open.alert.eased) await this.book.store(tx, [easeOrReturn(open, true, now)]);
  }

  async #call(tx: RoomTransaction, finding: Finding, now: EpochMs): Promise<void> {
    const { rule, cause, severity, subjects, facts, observedAt, at } = finding;
    const where = { lat: at?.lat ?? null, lon: at?.lon ?? null, place: at?.place ?? null };
    const raising = { severity, kind: rule, ruleId: rule, subjects, facts, text: '', source: SOURCE, observedAt };
    await this.book.raise(tx, cause, { ...raising, ...where }, now);
  }
}

function news({ severity, observedAt }: Finding) {
  return { severity, casualtiesRose: false, text: '', methane: null, observedAt, source: SOURCE, messageId: null };
}
