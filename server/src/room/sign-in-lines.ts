import type { INestApplicationContext } from '@nestjs/common';
import type { Role } from '@rearguard/shared';
import { SignInLinks } from '../access/sign-in-links.js';
import { CONFIG, type Config } from '../config/config.js';
import { RoomService } from './room.service.js';

const EXERCISE_ROLES: readonly Role[] = ['watch-officer', 'duty-officer', 'commander', 'administrator'];

/**
 * What a start prints so that somebody can come in: in an exercise a fresh link for each role, in a live room one for the
 * administrator, at its first start alone.
 */
export async function signInLines(app: INestApplicationContext, url: string): Promise<string[]> {
  const line = async (role: Role) =>
    `${role.replaceAll('-', ' ')}: ${url}${(await app.get(SignInLinks).create(role)).path}`;
  if (app.get<Config>(CONFIG).exercise !== null) return Promise.all(EXERCISE_ROLES.map(line));
  return (await app.get(RoomService).claimAdministratorLink()) ? [await line('administrator')] : [];
}
