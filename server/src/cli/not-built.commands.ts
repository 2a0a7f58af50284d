import type { Command } from 'commander';
import { CommandRefusal, NOT_UNDERSTOOD } from './refusal.js';

const NOT_BUILT: Record<string, string> = {
  import: 'Import is not built yet; send reports to POST /api/feeds/{feed}/reports.',
};

/** Commands that later versions have: not in the help, and told apart from a slip of the finger. */
export function addNotBuilt(program: Command): void {
  for (const [name, sentence] of Object.entries(NOT_BUILT)) {
    program
      .command(name, { hidden: true })
      .allowUnknownOption()
      .allowExcessArguments()
      .action(() => {
        throw new CommandRefusal(sentence, NOT_UNDERSTOOD);
      });
  }
}
