import type { Alert, AlertAction, AlertState } from '../model/alert.js';
import { ALERT_ACTIONS } from '../model/alert.js';
import { CALLED_AT_LEVEL, SEVERITY_LIMITS, TOP_LEVEL, UNDO_WITHIN_MS } from '../model/alert-limits.js';
import type { EpochMs } from '../model/instant.js';
import { may } from '../model/permission.js';
import type { Role } from '../model/role.js';

const OPEN: readonly AlertState[] = ['raised', 'escalated', 'acknowledged', 'assessed', 'in_response', 'shelved'];

/** From which states each act is possible, whoever asks. */
const FROM: Record<AlertAction, readonly AlertState[]> = {
  acknowledge: ['raised', 'escalated'],
  assess: ['acknowledged'],
  respond: ['assessed'],
  assign: ['raised', 'escalated', 'acknowledged', 'assessed', 'in_response'],
  escalate: ['raised', 'escalated'],
  shelve: ['acknowledged', 'assessed'],
  unshelve: ['shelved'],
  merge: OPEN,
  'keep-apart': OPEN,
  'false-report': ['raised', 'acknowledged'],
  resolve: ['acknowledged', 'assessed', 'in_response'],
  reopen: ['resolved'],
  log: [...OPEN, 'resolved', 'merged', 'false_report'],
  undo: [...OPEN, 'resolved', 'merged', 'false_report'],
};

/** True while it asks for somebody or is set aside for a while; false once resolved, merged or found false. */
export function isOpen(alert: Pick<Alert, 'state'>): boolean {
  return OPEN.includes(alert.state);
}

/** True while nobody has taken it. */
export function isUnacknowledged(alert: Pick<Alert, 'state'>): boolean {
  return alert.state === 'raised' || alert.state === 'escalated';
}

/** What the life cycle allows in the state an alert is in, whoever asks. */
export function possibleActions(alert: Alert, now: EpochMs): AlertAction[] {
  return ALERT_ACTIONS.filter((action) => FROM[action].includes(alert.state) && guarded(alert, action, now));
}

/**
 * What this role may do to this alert now. `undo` is only for who did the last act; without `personId` it is left out.
 */
export function allowedActions(alert: Alert, role: Role, now: EpochMs, personId?: string): AlertAction[] {
  return possibleActions(alert, now).filter((action) => {
    if (action === 'undo') return personId !== undefined && alert.undoable?.personId === personId;
    if (action === 'acknowledge') return mayAcknowledge(role, alert.level);
    return may(role, `alert.${action}`);
  });
}

/** Duty and watch officers always; once escalated also the level that holds it and every higher one. */
export function mayAcknowledge(role: Role, level: number): boolean {
  if (!may(role, 'alert.acknowledge')) return false;
  if (role === 'duty-officer' || role === 'watch-officer') return true;
  return level > 0 && CALLED_AT_LEVEL[TOP_LEVEL]!.includes(role);
}

function guarded(alert: Alert, action: AlertAction, now: EpochMs): boolean {
  switch (action) {
    case 'escalate':
      return alert.level < TOP_LEVEL;
    case 'shelve':
      return SEVERITY_LIMITS[alert.severity].mayBeShelved;
    case 'undo':
      return alert.undoable !== null && now <= Date.parse(alert.undoable.until);
    default:
      return true;
  }
}

/** Until when an act of this moment can be taken back. An escalation never can. */
export function undoUntil(action: AlertAction, now: EpochMs): EpochMs | null {
  return action === 'escalate' || action === 'log' || action === 'undo' ? null : now + UNDO_WITHIN_MS;
}
