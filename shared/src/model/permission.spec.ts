import { type Action, may, PERMISSIONS } from './permission.js';
import { type Role, ROLES } from './role.js';

const ACTIONS = Object.keys(PERMISSIONS) as Action[];
const of = (role: Role) => ACTIONS.filter((action) => may(role, action));

describe('the table of permissions', () => {
  it('lets the wall look on, and sign out, and nothing else', () => {
    expect(of('wall')).toEqual(['picture.read', 'session.own']);
  });

  it('lets nobody but administrators manage people, tokens, rules and settings', () => {
    const managing = ACTIONS.filter((action) => /\.(manage|change)$/.test(action));
    expect(managing).toHaveLength(5);
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
});
