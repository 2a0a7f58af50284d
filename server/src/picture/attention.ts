import { type Alert, type AlertAttention, CALLED_AT_LEVEL, isOpen, isUnacknowledged } from '@rearguard/shared';

/** Whom a change of an alert calls, and why; null when it calls nobody. */
export function attentionOf(before: Alert | null, after: Alert): AlertAttention | null {
  const why = reasonOf(before, after);
  if (why === null) return null;
  const { id, version, severity, kind, level, dueAt } = after;
  return { alertId: id, version, why, severity, kind, level, calls: [...CALLED_AT_LEVEL[level]!], dueAt };
}

function reasonOf(before: Alert | null, after: Alert): AlertAttention['why'] | null {
  if (!isOpen(after)) return null;
  if (isUnacknowledged(after)) {
    if (before === null) return 'raised';
    if (after.level > before.level) return 'escalated';
    if (after.raises > before.raises) return before.state === 'shelved' ? 'unshelved' : 'reraised';
    return isUnacknowledged(before) && before.severity === after.severity ? null : 'reraised';
  }
  return after.overdue && !before?.overdue ? 'overdue' : null;
}
