import type { Command } from 'commander';
import type { Config } from '../config/config.js';
import { migrate } from '../platform/database/migrate.js';
import { withDatabase } from './room.js';
import { remark } from './say.js';

/** For where several processes start at once: one brings the schema, the others find it. */
export function addMigrate(program: Command, config: () => Config): void {
  program
    .command('migrate')
    .description('bring the database to the schema of this version, as each start does')
    .action(() =>
      withDatabase(config(), async (url) => {
        await migrate(url);
        remark('The database has the schema of this version.');
      }),
    );
}
