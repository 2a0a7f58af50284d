import { createMongoAbility, type MongoAbility, type MongoQuery } from '@casl/ability';
import { type Role, ROLES } from './role.js';

/** Who only looks on may change nothing, and sees no personal data. */
const staff: readonly Role[] = ROLES.filter((role) => role !== 'wall');
const planners: readonly Role[] = ['watch-officer', 'movement-control', 'chief-joc', 'commander', 'administrator'];
const room: readonly Role[] = ['watch-officer', 'duty-officer', 'chief-joc', 'commander', 'administrator'];
const administrators: readonly Role[] = ['administrator'];
/** Who can stand at a post. */
const posts: readonly Role[] = staff.filter((role) => role !== 'administrator');
const desk: readonly Role[] = ['watch-officer', 'duty-officer', 'chief-joc'];
const watch: readonly Role[] = ['watch-officer'];
const duty: readonly Role[] = ['duty-officer'];

/**
 * The one table that says who may do what, as `subject.action`: whether a role may do something at all. What must be true
 * of the thing itself stands in {@link CONDITIONS}; what its state allows whoever asks is its own life cycle's to say.
 */
export const PERMISSIONS = {
  'picture.read': ROLES,
  /** Who took, wrote or signed something, by name; where this is not allowed, the role alone is told. */
  'people.read': staff,
  'rejects.read': staff,
  'convoy.plan': planners,
  'unit.register': ['movement-control', 'administrator'],
  'exercise.control': room,
  'settings.change': administrators,

  // A fact; staff enter what they hear, and who heard it may put it right.
  'incident.report': staff,
  'incident.correct': ['watch-officer', 'duty-officer', 'chief-joc'],

  // Radio checks (SR-62): who hears one records it. How a post is reached is personal data, for those who call it.
  'comms.check': ['watch-officer', 'duty-officer', 'chief-joc', 'movement-control'],
  'comms.amend': ['watch-officer', 'chief-joc', 'movement-control'],
  'comms.history': staff,
  'call-tree.read': ['watch-officer', 'duty-officer', 'chief-joc', 'movement-control'],
  // Force protection (SR-61): posture, guard minimum, numbers of people.
  'protection.amend': ['watch-officer', 'chief-joc', 'commander', 'site-manager'],
  'protection.history': staff,

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
  /** How well the alerts serve those who work them off: figures, no names. */
  'alarm-quality.read': room,
  'alert-rule.read': staff,
  'alert-rule.change': administrators,

  // Permission and course of a convoy's movement (domain workflow 1). Who hears of it on the road may tell.
  'movement.enter': [...desk, 'movement-control'],
  'movement.plan': ['movement-control', 'watch-officer'],
  'movement.approve': ['commander'],
  'movement.refuse': ['commander', 'movement-control', 'watch-officer'],
  'movement.move': [...desk, 'movement-control', 'commander'],
  'movement.abort': ['commander'],
  'movement.arrive': ['watch-officer', 'movement-control'],

  // What is asked of outside authorities. Who hears the answer by radio may enter it, beside the section whose work it is.
  'flight-request.enter': [...desk, 'air-operations'],
  'flight-request.move': [...desk, 'air-operations', 'commander'],
  /** A medevac that takes off though nobody approved it. */
  'flight-request.fly-without-approval': ['commander'],
  'consignment.enter': [...desk, 'customs-liaison', 'movement-control'],
  'consignment.move': [...desk, 'customs-liaison', 'movement-control'],
  'consignment.ship': ['movement-control', 'watch-officer'],
  'restriction.keep': [...desk, 'air-operations', 'customs-liaison', 'movement-control'],

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
  /** Where escalations go outside the room, and what did not arrive. */
  'notice.manage': administrators,
  'audit.read': ['chief-joc', 'administrator'],
} as const satisfies Record<string, readonly Role[]>;

/** What a person can be allowed to do. */
export type Action = keyof typeof PERMISSIONS;

/** Who asks. A program with a read token is no person. */
export interface Asker {
  role: Role;
  personId?: string;
}

interface Condition {
  /** For these roles alone; the others that the table names may do it to any such thing. */
  roles?: readonly Role[];
  /** What the thing must be. */
  where: (me: string) => MongoQuery;
}

/** Where a role of the table may act on some things of a kind and not on others. */
const CONDITIONS: Partial<Record<Action, Condition>> = {
  // Nobody above the room takes an alert that the room has not been asked about first.
  'alert.acknowledge': { roles: ['chief-joc', 'commander'], where: () => ({ level: { $gte: 1 } }) },
  'account.own': { where: (me) => ({ personId: me }) },
};

/** May this role do that at all, to some thing of the kind? */
export function may(role: Role, action: Action): boolean {
  return abilityOf({ role }).can(...words(action));
}

/** May this person do that to this very thing? */
export function mayOn(asker: Asker, action: Action, thing: object): boolean {
  const [act, kind] = words(action);
  return abilityOf(asker).can(act, { ...thing, [KIND]: kind });
}

/** Says of a thing what kind it is, beside its own fields. */
const KIND = Symbol('kind');
type Thing = string | { [KIND]: string };
type Ability = MongoAbility<[string, Thing]>;

/** Each person's rules, made once: a room has few people, and their roles rarely change. */
const abilities = new Map<string, Ability>();
const MOST_KEPT = 1_000;

function abilityOf({ role, personId = '' }: Asker): Ability {
  const key = `${role} ${personId}`;
  let ability = abilities.get(key);
  if (ability === undefined) {
    if (abilities.size >= MOST_KEPT) abilities.clear();
    ability = createMongoAbility<Ability>(rulesOf(role, personId), {
      detectSubjectType: (thing) => (typeof thing === 'string' ? thing : thing[KIND]),
    });
    abilities.set(key, ability);
  }
  return ability;
}

function rulesOf(role: Role, me: string) {
  const table = Object.entries(PERMISSIONS) as [Action, readonly Role[]][];
  return table
    .filter(([, roles]) => roles.includes(role))
    .map(([name]) => {
      const [action, subject] = words(name);
      const condition = CONDITIONS[name];
      const bound = condition !== undefined && (condition.roles?.includes(role) ?? true);
      return { action, subject, ...(bound && { conditions: condition.where(me) }) };
    });
}

/** `alert.acknowledge` as the library has it: the act, then the kind. */
function words(action: Action): [string, string] {
  const [kind, act] = action.split('.') as [string, string];
  return [act, kind];
}
