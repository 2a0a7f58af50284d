import type { Role } from '@rearguard/shared';

const CAPITALS: Partial<Record<Role, string>> = { 'chief-joc': 'Chief JOC', 'hrddp-focal-point': 'HRDDP focal point' };

/** The name of a role as it stands in the contract, and of the person who signs in without a name. */
export function roleTitle(role: Role): string {
  const words = role.replaceAll('-', ' ');
  return CAPITALS[role] ?? words.charAt(0).toUpperCase() + words.slice(1);
}
