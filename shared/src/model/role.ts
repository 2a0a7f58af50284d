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

/** The page that a role lands on after signing in. */
export function homeOf(role: Role): '/admin' | '/desk' | '/wall' {
  if (role === 'administrator') return '/admin';
  return role === 'duty-officer' ? '/desk' : '/wall';
}
