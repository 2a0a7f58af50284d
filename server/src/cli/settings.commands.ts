import { setTimeout as wait } from 'node:timers/promises';
import { UnknownUnits } from '@rearguard/shared';
import type { Command } from 'commander';
import { COMMAND_LINE } from '../access/actor.js';
import type { Config } from '../config/config.js';
import { SETTINGS_HOLD_AFTER_MS } from '../room/room-settings.js';
import { CommandRefusal, NOT_UNDERSTOOD } from './refusal.js';
import { inRoom } from './room.js';
import { answer, remark } from './say.js';

const SAYINGS: Record<UnknownUnits, string> = {
  accept: 'Reports of units that nobody registered are taken in and shown as such.',
  refuse: 'Reports of units that nobody registered are refused and kept with the rejects.',
};

export function addSettings(program: Command, config: () => Config): void {
  const group = program.command('settings').description('what an administrator decides for the whole room');
  group
    .command('show')
    .description('print the settings as JSON')
    .action(() => inRoom(config(), async ({ settings }) => answer(JSON.stringify(await settings.read(), null, 2))));
  group
    .command('unknown-units')
    .description('what the door does with reports of units that nobody registered')
    .argument('<accept|refuse>')
    .action(async (given: string) => {
      const unknownUnits = UnknownUnits.safeParse(given);
      if (!unknownUnits.success) throw new CommandRefusal('Say accept or refuse.', NOT_UNDERSTOOD);
      await inRoom(config(), async ({ settings }) => {
        const done = await settings.change({ unknownUnits: unknownUnits.data }, { who: COMMAND_LINE, from: null });
        if (done?.settings.unknownUnits !== unknownUnits.data) {
          throw new CommandRefusal('This room has never been started. Start it first: npm start.');
        }
        // The servers of the room look for themselves; after it, all of them do so.
        if (done.changed) await wait(SETTINGS_HOLD_AFTER_MS);
        remark(SAYINGS[unknownUnits.data]);
      });
    });
}
