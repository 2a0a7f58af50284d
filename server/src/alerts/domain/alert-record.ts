import type { Alert, AlertAction, AlertEntry, AlertEvent, AlertState, EpochMs, Role } from '@rearguard/shared';

/** What an act can be taken back to. */
export type LifePart = Pick<
  Alert,
  | 'state'
  | 'severity'
  | 'level'
  | 'dueAt'
  | 'overdue'
  | 'holder'
  | 'acknowledgedAt'
  | 'assessment'
  | 'tasks'
  | 'shelf'
  | 'resolution'
  | 'mergedInto'
  | 'keptApartFrom'
>;

/** An alert with what only the room itself remembers of it. */
export interface AlertRecord {
  alert: Alert;
  /** How it stood before the act that can be taken back. */
  before: LifePart | null;
}

/** Somebody who acts, or what does. */
export interface Doer {
  kind: 'person' | 'feed' | 'system';
  id: string | null;
  name: string;
  role: Role | null;
}

export const BY_ITSELF: Doer = { kind: 'system', id: null, name: 'rearguard', role: null };

/** An entry of the history before it is stored. */
export type NewEntry = Omit<AlertEntry, 'id' | 'at' | 'observedAt'> & { at: EpochMs; observedAt: EpochMs };

/** What is said of one step. */
export interface Said {
  who: Doer;
  action: AlertAction | AlertEvent;
  at: EpochMs;
  observedAt?: EpochMs;
  reason?: string | null;
  detail?: Record<string, unknown>;
  messageId?: string | null;
}

/** A record after a step, with the entry that tells of it. */
export interface Stepped {
  record: AlertRecord;
  entry: NewEntry;
  /** Severity before it; null for the step that it begins with. */
  was: Alert['severity'] | null;
}

/** The record with these changes, one version further, and its entry. */
export function step(
  record: AlertRecord,
  changes: Partial<Alert>,
  said: Said,
  before: LifePart | null = record.before,
): Stepped {
  const alert: Alert = { ...record.alert, ...changes, version: record.alert.version + 1 };
  return {
    record: { alert, before: alert.undoable === null ? null : before },
    entry: entryOf(alert, record.alert.state, said),
    was: record.alert.severity,
  };
}

export function entryOf(alert: Alert, from: AlertState | null, said: Said): NewEntry {
  return {
    alertId: alert.id,
    version: alert.version,
    at: said.at,
    observedAt: said.observedAt ?? said.at,
    who: said.who,
    action: said.action,
    from,
    to: alert.state,
    reason: said.reason ?? null,
    detail: said.detail ?? {},
    messageId: said.messageId ?? null,
  };
}

export function lifeOf(alert: Alert): LifePart {
  const { state, severity, level, dueAt, overdue, holder, acknowledgedAt, assessment, tasks, shelf } = alert;
  const { resolution, mergedInto, keptApartFrom } = alert;
  return {
    state,
    severity,
    level,
    dueAt,
    overdue,
    holder,
    acknowledgedAt,
    assessment,
    tasks,
    shelf,
    resolution,
    mergedInto,
    keptApartFrom,
  };
}
