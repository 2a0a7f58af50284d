import { type Role, Role as RoleSchema } from '@rearguard/shared';

/**
 * The roles that a claim stands for, the first the one to take: by the map in its order, or, without one, by values that are
 * names of roles.
 * @param claim a word, or a list of them
 */
export function rolesIn(claim: unknown, map: readonly (readonly [value: string, role: Role])[] | null): Role[] {
  const values = (Array.isArray(claim) ? claim : [claim]).filter((value): value is string => typeof value === 'string');
  if (map !== null) return map.filter(([value]) => values.includes(value)).map(([, role]) => role);
  return RoleSchema.options.filter((role) => values.includes(role));
}
