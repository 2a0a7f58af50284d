import { may, type Role } from '@rearguard/shared';
import type { Messages } from '../i18n/en.js';

/** A screen that has an address of its own. */
export interface Screen {
  path: string;
  name: (m: Messages) => string;
  isFor: (role: Role) => boolean;
}

/** All screens, in the order in which they are offered; each new one adds its row. */
const SCREENS: readonly Screen[] = [
  { path: '/wall', name: (m) => m.office.wall, isFor: (role) => may(role, 'picture.read') },
  { path: '/desk', name: (m) => m.desk.title, isFor: (role) => may(role, 'alert.log') },
  { path: '/handover', name: (m) => m.handover.title, isFor: (role) => may(role, 'shift.read') },
  { path: '/comms', name: (m) => m.comms.title, isFor: (role) => may(role, 'comms.history') },
  { path: '/airspace', name: (m) => m.dossiers.airspace.title, isFor: (role) => may(role, 'people.read') },
  { path: '/customs', name: (m) => m.dossiers.customs.title, isFor: (role) => may(role, 'people.read') },
  { path: '/alarm-quality', name: (m) => m.quality.title, isFor: (role) => may(role, 'alarm-quality.read') },
  {
    path: '/admin',
    name: (m) => m.office.administration,
    isFor: (role) => may(role, 'user.manage') || may(role, 'audit.read'),
  },
  { path: '/account', name: (m) => m.office.account, isFor: (role) => may(role, 'account.own') },
];

/** What a role may open. */
export function screensOf(role: Role): Screen[] {
  return SCREENS.filter((screen) => screen.isFor(role));
}

/** Whether an address belongs to a screen: `/admin/users` is part of `/admin`. */
export function isAt(path: string, address: string): boolean {
  return address === path || address.startsWith(`${path}/`);
}
