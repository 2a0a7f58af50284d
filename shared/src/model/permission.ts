import { type Role, ROLES } from './role.js';

/** Who only looks on may change nothing, and sees no personal data. */
const staff: readonly Role[] = ROLES.filter((role) => role !== 'wall');
const planners: readonly Role[] = ['watch-officer', 'movement-control', 'chief-joc', 'commander', 'administrator'];
const room: readonly Role[] = ['watch-officer', 'duty-officer', 'chief-joc', 'commander', 'administrator'];
const administrators: readonly Role[] = ['administrator'];
/** Who can stand at a post. */
const posts: readonly Role[] = staff.filter((role) => role !== 'administrator');
const watch: readonly Role[] = ['watch-officer'];
const duty: readonly Role[] = ['duty-officer'];

/**
 * The one table that says who may do what, as `subject.action`. It answers whether a role may do something at all; what
 * the state of the thing allows at the moment, such as who takes an escalated alert, is its own life cycle's to say.
 */
export const PERMISSIONS = {
  'picture.read': ROLES,
  'rejects.read': staff,
  'convoy.plan': planners,
  'unit.register': ['movement-control', 'administrator'],
  'exercise.control': room,
  'settings.change': administrators,

  // A fact; staff enter what they hear, and who heard it may put it right.
  'incident.report': staff,
  'incident.correct': ['watch-officer', 'duty-officer', 'chief-joc'],

  // A call to act. The ladder of escalation adds the chief of the JOC and the commander to those who may take it.
  'alert.raise': staff,
  'alert.acknowledge': ['watch-officer', 'duty-officer', 'chief-joc', 'commander'],
  'alert.assess': duty,
  'alert.respond': watch,
  'alert.assign': ['watch-officer', 'duty-officer', 'chief-joc'],
  'alert.escalate': watch,
  'alert.shelve': watch,
  'alert.unshelve': watch,
  'alert.merge': duty,
  'alert.keep-apart': duty,
  'alert.false-report': watch,
  'alert.resolve': watch,
  'alert.reopen': duty,
  'alert.log': staff,
  'alert-rule.read': staff,
  'alert-rule.change': administrators,

  // The room's own memory. What people wrote down is for staff; no wall shows it.
  'log.read': staff,
  'log.write': staff,
  'shift.read': staff,
  'roster.keep': ['watch-officer', 'chief-joc', 'administrator'],
  // Which of them may do it to this handover, the handover says: who leaves, or who comes.
  'shift.hand-over': posts,
  /** What changed while one was away. */
  'away.own': staff,

  /** Who am I, and signing out. */
  'session.own': ROLES,
  /** One's own sessions, password and one-time codes. */
  'account.own': staff,
  'user.manage': administrators,
  'session.manage': administrators,
  'token.manage': administrators,
  'audit.read': ['chief-joc', 'administrator'],
} as const satisfies Record<string, readonly Role[]>;

/** What a person can be allowed to do. */
export type Action = keyof typeof PERMISSIONS;

export function may(role: Role, action: Action): boolean {
  const allowed: readonly Role[] = PERMISSIONS[action];
  return allowed.includes(role);
}
