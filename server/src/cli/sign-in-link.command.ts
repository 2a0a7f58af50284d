import { Role } from '@rearguard/shared';
import type { Command } from 'commander';
import { COMMAND_LINE } from '../access/actor.js';
import { roleTitle } from '../access/domain/role-title.js';
import type { Config } from '../config/config.js';
import { CommandRefusal, NOT_UNDERSTOOD } from './refusal.js';
import { addressOf, inRoom } from './room.js';
import { answer, remark } from './say.js';

export function addSignInLink(program: Command, config: () => Config): void {
  program
    .command('sign-in-link')
    .description('print a fresh link that signs one browser in, once, within 15 minutes')
    .argument('<role>', Role.options.join(', '))
    .option('--name <name>', 'the person; two names are two people')
    .action(async (given: string, { name }: { name?: string }) => {
      const role = Role.safeParse(given);
      if (!role.success) {
        throw new CommandRefusal(`There is no role ${given}. Roles: ${Role.options.join(', ')}.`, NOT_UNDERSTOOD);
      }
      await inRoom(config(), async (room) => {
        const link = await room.links.create(role.data, name?.trim() || undefined, COMMAND_LINE);
        remark(`Signs in as ${name?.trim() || roleTitle(role.data)}; works once, for 15 minutes.`);
        answer(`${addressOf(config(), room)}${link.path}`);
      });
    });
}
