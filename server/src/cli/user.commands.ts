import { setTimeout as wait } from 'node:timers/promises';
import { PersonName, Role } from '@rearguard/shared';
import type { Command } from 'commander';
import { COMMAND_LINE } from '../access/actor.js';
import { REMEMBERED_MS } from '../access/credentials.js';
import type { SignInLink } from '../access/sign-in-links.js';
import type { Config } from '../config/config.js';
import { CommandRefusal, NOT_UNDERSTOOD } from './refusal.js';
import { addressOf, inRoom, type Room } from './room.js';
import { answer, remark } from './say.js';

const DOER = { who: COMMAND_LINE, from: null };

export function addUsers(program: Command, config: () => Config): void {
  const group = program.command('user').description('people who sign in with a password');
  group
    .command('create')
    .description('print a link that lets a new user in once, within a day, to set a password')
    .argument('<name>', 'as people read it and sign in with it')
    .requiredOption('--role <role>', Role.options.join(', '))
    .action(async (givenName: string, options: { role: string }) => {
      const name = PersonName.safeParse(givenName);
      if (!name.success) throw new CommandRefusal(`A name ${name.error.issues[0]!.message}.`, NOT_UNDERSTOOD);
      const role = Role.safeParse(options.role);
      if (!role.success) {
        const roles = Role.options.join(', ');
        throw new CommandRefusal(`There is no role ${options.role}. Roles: ${roles}.`, NOT_UNDERSTOOD);
      }
      await inRoom(config(), async (room) => {
        const { link } = await room.users.create(name.data, role.data, DOER);
        tell(config(), room, link, name.data);
      });
    });
  group
    .command('disable')
    .description('shut a user out; holds everywhere when the command returns')
    .argument('<name>')
    .action((name: string) =>
      inRoom(config(), async (room) => {
        await room.users.disable(await idOf(room, name), null, DOER);
        // The server may still remember the session for that long.
        await wait(REMEMBERED_MS);
        remark(`${name} is disabled; all their sessions have ended.`);
      }),
    );
  group
    .command('reset')
    .description('take password and one-time codes away, and print a link to begin anew, once, within a day')
    .argument('<name>')
    .action((name: string) =>
      inRoom(config(), async (room) => {
        const link = await room.users.reset(await idOf(room, name), null, DOER);
        await wait(REMEMBERED_MS);
        tell(config(), room, link, name);
      }),
    );
}

async function idOf(room: Room, name: string): Promise<string> {
  const id = await room.users.idOfName(name);
  if (id === null) throw new CommandRefusal(`Nobody has an account of the name ${name}.`);
  return id;
}

function tell(config: Config, room: Room, link: SignInLink, name: string): void {
  remark(`For ${name}, to set a password; works once, for 24 hours.`);
  answer(`${addressOf(config, room)}${link.path}`);
}
