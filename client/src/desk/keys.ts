import type { AlertAction } from '@rearguard/shared';

/** One key for each act, the same in every language. */
export const ACT_KEYS = {
  acknowledge: 'a',
  assess: 's',
  respond: 't',
  assign: 'g',
  escalate: 'e',
  shelve: 'z',
  unshelve: 'z',
  merge: 'm',
  'keep-apart': 'n',
  'false-report': 'f',
  resolve: 'r',
  reopen: 'r',
  log: 'l',
  undo: 'u',
} as const satisfies Record<AlertAction, string>;

/** The act that a key means for an alert as it stands: one key shelves and ends the shelf, resolves and reopens. */
export function actOf(key: string, state: string | null): AlertAction | null {
  if (key === 'z') return state === 'shelved' ? 'unshelve' : 'shelve';
  if (key === 'r') return state === 'resolved' ? 'reopen' : 'resolve';
  const found = (Object.keys(ACT_KEYS) as AlertAction[]).find((action) => ACT_KEYS[action] === key);
  return found ?? null;
}

/** What to do next with an alert, among what one may. */
const USUAL: readonly AlertAction[] = ['acknowledge', 'assess', 'respond', 'resolve', 'unshelve', 'reopen'];
export function nextAct(allowed: readonly AlertAction[]): AlertAction | null {
  return USUAL.find((action) => allowed.includes(action)) ?? null;
}

/** The order in which acts stand in the bar. */
export const BAR: readonly AlertAction[] = [
  'acknowledge',
  'assess',
  'respond',
  'assign',
  'escalate',
  'shelve',
  'merge',
  'log',
  'false-report',
  'resolve',
];
