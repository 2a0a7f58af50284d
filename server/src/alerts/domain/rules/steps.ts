import { ALERT_RULE_TABLE, type RuleKind, type Severity, severityRank } from '@rearguard/shared';
import type { RuleInForce } from './rule-world.js';

/** What was found is let go only below this share of its limit, so that a figure that wavers makes one alert. */
const LET_GO_BELOW = 0.8;

export interface Step {
  above: number;
  severity: Severity;
}

/**
 * The limits of a rule that stand for severities, lowest first.
 * @param lives whether people are in danger already, which some limits ask for
 */
export function stepsOf(rule: RuleKind, { limits }: RuleInForce, lives = false): Step[] {
  return Object.entries(ALERT_RULE_TABLE[rule].limits)
    .flatMap(([name, { severity, onlyWhereLivesHang }]) =>
      severity !== undefined && (!onlyWhereLivesHang || lives) ? [{ above: limits[name]!, severity }] : [],
    )
    .sort((a, b) => severityRank(b.severity) - severityRank(a.severity));
}

/** The severity that a figure stands for, or null. What is held already needs less to stay. */
export function severityAt(figure: number, steps: readonly Step[], held: Severity | null): Severity | null {
  const reached = steps.filter((step) => figure >= step.above).at(-1)?.severity ?? null;
  const lowest = steps[0];
  if (reached !== null || held === null || lowest === undefined) return reached;
  return figure >= lowest.above * LET_GO_BELOW ? lowest.severity : null;
}

/** The next limit above a figure, or null. */
export function nextAbove(figure: number, steps: readonly Step[]): number | null {
  const above = steps.map((step) => step.above).filter((limit) => limit > figure);
  return above.length === 0 ? null : Math.min(...above);
}
