import {
  type Alert,
  ALERT_RULE_TEXTS,
  type AlertEntry,
  CALLED_AT_LEVEL,
  isWorse,
  type NoticeBody,
} from '@rearguard/shared';

/** What the room itself knows about itself. */
export interface Sender {
  exercise: boolean;
  /** What people type; null: not known. */
  publicUrl: string | null;
}

/** `was`: severity before the step, null for one that begins with it. */
type Step = { action: AlertEntry['action']; at: string; was?: Alert['severity'] | null };

/**
 * What a step of an alert tells those outside: that it was raised as critical or became so, or that it climbed. Null
 * for any other.
 * Nothing is taken from the words of sources, in which people may be named.
 */
export function noticeOf(
  alert: Alert,
  { action, at, was = null }: Step,
  { exercise, publicUrl }: Sender,
): Omit<NoticeBody, 'id'> | null {
  const calls = action === 'raise' || action === 'reraise';
  const worsened = was !== null && isWorse(alert.severity, was) && action !== 'undo';
  const raised = alert.severity === 'critical' && (calls || worsened);
  if (!raised && action !== 'escalate') return null;
  const { severity, kind, ruleId, subjects, lat, lon, level, observedAt, dueAt } = alert;
  return {
    type: raised ? 'alert.raised' : 'alert.escalated',
    exercise,
    alertId: alert.id,
    alertVersion: alert.version,
    severity,
    kind,
    ruleId,
    title: titleOf(alert),
    subjects,
    place: alert.place,
    lat,
    lon,
    level,
    calls: [...CALLED_AT_LEVEL[level]!],
    observedAt,
    at,
    dueAt,
    link: publicUrl === null ? null : `${publicUrl}/desk`,
  };
}

/** `Convoy attacked, convoy BER-01`. */
function titleOf({ ruleId, kind, subjects }: Alert): string {
  const incident = ruleId === 'security_report' || ruleId === 'convoy_attacked';
  const words = kind.replaceAll('_', ' ');
  const name = incident ? `${words[0]!.toUpperCase()}${words.slice(1)}` : ALERT_RULE_TEXTS[ruleId].name.en;
  const about = subjects.filter(({ type }) => type !== 'incident').map(({ type, id }) => `${type} ${id}`);
  return [name, ...about.slice(0, 3)].join(', ');
}
