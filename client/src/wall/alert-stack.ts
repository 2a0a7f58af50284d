import { isOpen, isUnacknowledged, SEVERITIES, severityRank, type Alert, type Severity } from '@rearguard/shared';

/** Open alerts counted, for those who see them from afar. */
export interface AlertStack {
  open: number;
  waiting: number;
  bySeverity: Record<Severity, { waiting: number; taken: number }>;
  /** The gravest among those that wait; null when none does. */
  worst: Severity | null;
  /** The one that has waited longest for somebody to take it. */
  oldest: Alert | null;
  /** The gravest that is not set aside; of several the one that waits, and longest. */
  gravest: Alert | null;
  /** Critical ones that nobody has taken, newest first. */
  critical: Alert[];
}

/** Counts the alerts; shelved ones are taken, for a while. */
export function alertStack(alerts: Iterable<Alert>): AlertStack {
  const bySeverity = Object.fromEntries(
    SEVERITIES.map((severity) => [severity, { waiting: 0, taken: 0 }]),
  ) as AlertStack['bySeverity'];
  const stack: AlertStack = { open: 0, waiting: 0, bySeverity, worst: null, oldest: null, gravest: null, critical: [] };
  for (const alert of alerts) {
    if (!isOpen(alert)) continue;
    stack.open += 1;
    if (alert.state !== 'shelved' && (stack.gravest === null || isGraver(alert, stack.gravest))) stack.gravest = alert;
    if (!isUnacknowledged(alert)) {
      bySeverity[alert.severity].taken += 1;
      continue;
    }
    stack.waiting += 1;
    bySeverity[alert.severity].waiting += 1;
    if (stack.oldest === null || alert.lastRaisedAt < stack.oldest.lastRaisedAt) stack.oldest = alert;
    if (alert.severity === 'critical') stack.critical.push(alert);
  }
  stack.worst = SEVERITIES.find((severity) => bySeverity[severity].waiting > 0) ?? null;
  stack.critical.sort((a, b) => (a.lastRaisedAt < b.lastRaisedAt ? 1 : -1));
  return stack;
}

function isGraver(a: Alert, than: Alert): boolean {
  const rank = severityRank(a.severity) - severityRank(than.severity);
  if (rank !== 0) return rank < 0;
  const waits = Number(isUnacknowledged(a)) - Number(isUnacknowledged(than));
  return waits === 0 ? a.lastRaisedAt < than.lastRaisedAt : waits > 0;
}
