import { resolve } from 'node:path';
import type { Command } from 'commander';
import { restoreBackup } from '../backups/restore-backup.js';
import { writeBackup } from '../backups/write-backup.js';
import type { Config } from '../config/config.js';
import { SystemClock } from '../platform/clock/clock.js';
import { CommandRefusal } from './refusal.js';
import { serverOf, withStores } from './room.js';
import { answer, remark } from './say.js';

/** @param typedIn the folder in which the command was typed, which a path is meant from */
export function addBackups(program: Command, config: () => Config, typedIn: string): void {
  program
    .command('backup')
    .description('save the whole room into a file, also while its server runs; print where it lies')
    .argument('<file>', 'such as room.tar.gz; it must not exist')
    .action((file: string) =>
      withStores(config(), async (stores) => {
        const path = resolve(typedIn, file);
        const now = new Date(new SystemClock().now());
        const { lastChange } = await writeBackup({ ...stores, path, now, say: remark });
        remark(
          `Saved, with every change up to ${lastChange}. Whoever reads it reads everything: keep it as you keep the room.`,
        );
        answer(path);
      }),
    );
  program
    .command('restore')
    .description('bring a backup into an empty database; its server must not run')
    .argument('<file>')
    .action(async (file: string) => {
      if ((await serverOf(config())) !== null) {
        throw new CommandRefusal(
          'The server runs on this data folder. Name an empty one with DATA_DIR, or stop it first.',
        );
      }
      await withStores(config(), async (stores) => {
        const { lastChange } = await restoreBackup({ ...stores, path: resolve(typedIn, file), say: remark });
        remark(`Restored, with every change up to ${lastChange}. Start it: npm start`);
      });
    });
}
