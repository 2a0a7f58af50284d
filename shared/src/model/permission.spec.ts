import { type Action, may, mayOn, PERMISSIONS } from './permission.js';
import { type Role, ROLES } from './role.js';

const ACTIONS = Object.keys(PERMISSIONS) as Action[];
const of = (role: Role) => ACTIONS.filter((action) => may(role, action));

describe('the table of permissions', () => {
  it('lets the wall look on, and sign out, and nothing else', () => {
    expect(of('wall')).toEqual(['picture.read', 'session.own']);
  });

  it('lets nobody but administrators manage people, tokens, rules and settings', () => {
    const managing = ACTIONS.filter((action) => /\.(manage|change)$/.test(action));
    expect(managing).toHaveLength(6);
    for (const action of managing) expect(ROLES.filter((role) => may(role, action))).toEqual(['administrator']);
  });

  it('gives each step of an alert to whom the life cycle names', () => {
    const steps = (role: Role) => of(role).filter((action) => action.startsWith('alert.'));
    const everyone = ['alert.raise', 'alert.log'];
    const actions = (words: string) => [...words.split(' ').map((word) => `alert.${word}`), ...everyone].sort();
    expect(steps('duty-officer').sort()).toEqual(actions('acknowledge assess assign merge keep-apart reopen'));
    expect(steps('watch-officer').sort()).toEqual(
      actions('acknowledge respond assign escalate shelve unshelve false-report resolve'),
    );
    expect(steps('chief-joc').sort()).toEqual(actions('acknowledge assign'));
    expect(steps('commander').sort()).toEqual(actions('acknowledge'));
    const others = ROLES.filter(
      (role) => !['duty-officer', 'watch-officer', 'chief-joc', 'commander', 'wall'].includes(role),
    );
    for (const role of others) expect(steps(role)).toEqual(everyone);
  });

  it('is the whole of what the library allows', () => {
    for (const role of ROLES) {
      const named = ACTIONS.filter((action) => (PERMISSIONS[action] as readonly Role[]).includes(role));
      expect(of(role)).toEqual(named);
    }
  });
});

describe('a condition on the thing itself', () => {
  it.each<[Role, boolean, boolean]>([
    ['watch-officer', true, true],
    ['duty-officer', true, true],
    ['chief-joc', false, true],
    ['commander', false, true],
    ['site-manager', false, false],
    ['administrator', false, false],
  ])('lets %s acknowledge an alert: fresh %s, escalated %s', (role, fresh, escalated) => {
    const mayTake = (level: number) => mayOn({ role, personId: 'p' }, 'alert.acknowledge', { level });
    expect([mayTake(0), mayTake(1), mayTake(3)]).toEqual([fresh, escalated, escalated]);
  });

  it('leaves everybody their own account, and administrators no other', () => {
    const mine = (role: Role, personId: string) => mayOn({ role, personId: 'p' }, 'account.own', { personId });
    expect([mine('commander', 'p'), mine('commander', 'q'), mine('administrator', 'q')]).toEqual([true, false, false]);
    expect(mayOn({ role: 'wall' }, 'account.own', { personId: '' })).toBe(false);
  });

  it('neither marks nor needs more of the thing than it names', () => {
    const thing = Object.freeze({ level: 1, subject: 'x' });
    expect(mayOn({ role: 'commander' }, 'alert.acknowledge', thing)).toBe(true);
    expect(mayOn({ role: 'commander' }, 'alert.acknowledge', {})).toBe(false);
    expect(Reflect.ownKeys(thing)).toEqual(['level', 'subject']);
  });
});
