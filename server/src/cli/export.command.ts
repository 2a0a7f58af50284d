import { InstantIn, toInstantOut } from '@rearguard/shared';
import { Argument, type Command, Option } from 'commander';
import { type Exported, type ExportFormat, EXPORTS, exportRows, FORMATS } from '../backups/export-rows.js';
import type { Config } from '../config/config.js';
import { CommandRefusal, NOT_UNDERSTOOD } from './refusal.js';
import { inRoom } from './room.js';

interface Given {
  format: ExportFormat;
  from?: string;
  to?: string;
}

export function addExport(program: Command, config: () => Config): void {
  program
    .command('export')
    .description('print the changes or the positions of the room, oldest first')
    .addArgument(new Argument('<what>').choices(EXPORTS))
    .addOption(new Option('--format <format>', 'a line of JSON each, or a table').choices(FORMATS).default('ndjson'))
    .option('--from <instant>', 'observed at or after, such as 2023-08-13T09:00:00Z')
    .option('--to <instant>', 'observed before')
    .action(async (what: Exported, { format, from, to }: Given) => {
      const wish = { what, format, from: instantOf('--from', from), to: instantOf('--to', to) };
      await inRoom(config(), ({ databaseUrl }) => exportRows(databaseUrl, wish, process.stdout));
    });
}

function instantOf(option: string, given: string | undefined): string | null {
  if (given === undefined) return null;
  const instant = InstantIn.safeParse(given);
  if (instant.success) return toInstantOut(instant.data);
  throw new CommandRefusal(`${option}: ${instant.error.issues[0]!.message}.`, NOT_UNDERSTOOD);
}
