import { Command, CommanderError } from 'commander';
import { BackupFault } from '../backups/archive.js';
import { type Config, readConfig } from '../config/config.js';
import { EmbeddedPostgresError } from '../platform/embedded/index.js';
import { addBackups } from './backup.commands.js';
import { addExercise } from './exercise.commands.js';
import { addExport } from './export.command.js';
import { addMigrate } from './migrate.command.js';
import { addNotBuilt } from './not-built.commands.js';
import { addAudit } from './audit.commands.js';
import { addUsers } from './user.commands.js';
import { Problem } from '../platform/http/problem.js';
import { CommandRefusal, FAILED, NOT_UNDERSTOOD } from './refusal.js';
import { remark } from './say.js';
import { addSettings } from './settings.commands.js';
import { addSignInLink } from './sign-in-link.command.js';
import { addFeedTokens, addReadTokens } from './token.commands.js';

/**
 * Runs one command.
 * @param words what was typed after the program's name
 * @param environment read only by commands that need the room, so that help works with a broken one
 * @returns the exit code: 0 done, 1 not possible, 2 not understood
 */
export async function runCommand(
  words: readonly string[],
  environment: Record<string, string | undefined>,
): Promise<number> {
  let config: Config | undefined;
  const given = () => (config ??= configured(environment));
  const program = new Command('rearguard')
    .description('commands for a room, also while its server runs')
    .exitOverride()
    .showHelpAfterError();
  addSignInLink(program, given);
  addFeedTokens(program, given);
  addReadTokens(program, given);
  addExercise(program, given);
  addSettings(program, given);
  addBackups(program, given, environment['INIT_CWD'] ?? process.cwd());
  addExport(program, given);
  addMigrate(program, given);
  addUsers(program, given);
  addAudit(program, given);
  addNotBuilt(program);
  try {
    await program.parseAsync(words, { from: 'user' });
    return 0;
  } catch (cause) {
    return explained(cause);
  }
}

function configured(environment: Record<string, string | undefined>): Config {
  try {
    return readConfig(environment);
  } catch (cause) {
    throw new CommandRefusal(cause instanceof Error ? cause.message : String(cause), FAILED, { cause });
  }
}

function explained(cause: unknown): number {
  if (cause instanceof CommanderError) return cause.exitCode === 0 ? 0 : NOT_UNDERSTOOD; // it has spoken already
  if (cause instanceof CommandRefusal) {
    remark(cause.message);
    return cause.exitCode;
  }
  if (cause instanceof Problem || cause instanceof EmbeddedPostgresError || cause instanceof BackupFault) {
    remark(cause.message);
    return FAILED;
  }
  remark(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
  return FAILED;
}
