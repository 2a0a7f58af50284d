import { z } from 'zod';

/** Role ids are the names of the contract with hyphens. */
export const ROLES = [
  'watch-officer',
  'duty-officer',
  'chief-joc',
  'commander',
  'movement-control',
  'air-operations',
  'customs-liaison',
  'medical-duty-officer',
  'site-manager',
  'environment-officer',
  'hrddp-focal-point',
  'administrator',
  'wall',
] as const;
export const Role = z.enum(ROLES);
export type Role = z.infer<typeof Role>;

/** What a person can be allowed to do. */
export const ACTIONS = [
  'picture.read',
  'rejects.read',
  'convoy.plan',
  'unit.register',
  'exercise.control',
  'settings.change',
  'audit.read',
] as const;
export type Action = (typeof ACTIONS)[number];

const everyone: readonly Role[] = ROLES;
const room: readonly Role[] = ['watch-officer', 'duty-officer', 'chief-joc', 'commander', 'administrator'];

/** The one table that says who may do what. */
export const PERMISSIONS: Record<Action, readonly Role[]> = {
  'picture.read': everyone,
  'rejects.read': ROLES.filter((role) => role !== 'wall'),
  'convoy.plan': ['watch-officer', 'movement-control', 'chief-joc', 'commander', 'administrator'],
  'unit.register': ['movement-control', 'administrator'],
  'exercise.control': room,
  'settings.change': ['administrator'],
  'audit.read': ['administrator', 'chief-joc'],
};

export function may(role: Role, action: Action): boolean {
  return PERMISSIONS[action].includes(role);
}

/** The page that a role lands on after signing in. */
export function homeOf(_role: Role): string {
  return '/wall';
}
