import { InstantIn, toInstantOut } from '@rearguard/shared';
import type { Command } from 'commander';
import type { Config } from '../config/config.js';
import { jump } from './exercise-jump.js';
import { asOperator } from './operator.js';
import { CommandRefusal, NOT_UNDERSTOOD } from './refusal.js';
import { answer } from './say.js';

/** The exercise belongs to the running server, so these commands ask it, as an administrator of their own. */
export function addExercise(program: Command, config: () => Config): void {
  const group = program.command('exercise').description('the exercise of the running server');
  const post = (path: string, body?: unknown) =>
    asOperator(config(), async (operator) => show(await operator.post(`/api/exercise/${path}`, body)));
  const act = (name: string, description: string) =>
    group
      .command(name)
      .description(description)
      .action(() => post(name));
  act('start', 'let the clock run from the start of the exercise');
  act('stop', 'end the run');
  act('pause', 'hold the clock, and end a jump that is under way');
  act('resume', 'let the clock run on');
  group
    .command('speed')
    .description('how many times faster than life, at most')
    .argument('<n>', '0.1 to 3600')
    .action(async (given: string) => {
      const speed = Number(given);
      if (!(speed >= 0.1 && speed <= 3_600)) throw new CommandRefusal('Speed is 0.1 to 3600.', NOT_UNDERSTOOD);
      await post('speed', { speed });
    });
  group
    .command('jump')
    .description('go to an instant, and wait until it is there; backward begins a new run')
    .argument('<instant>', 'such as 2023-08-13T09:00:00Z')
    .action(async (given: string) => {
      const to = InstantIn.safeParse(given);
      if (!to.success) throw new CommandRefusal(`${to.error.issues[0]!.message}.`, NOT_UNDERSTOOD);
      await untilInterrupted((interrupted) =>
        asOperator(config(), async (operator) => show(await jump(operator, toInstantOut(to.data), interrupted))),
      );
    });
  group
    .command('status')
    .description('print the state of the exercise as JSON')
    .action(() => asOperator(config(), async (operator) => show(await operator.get('/api/exercise'))));
}

function show(body: unknown): void {
  answer(JSON.stringify(body, null, 2));
}

/** Tells the work of Ctrl-C and of a request to end, so that it can take leave. A second one ends the program. */
async function untilInterrupted(work: (interrupted: AbortSignal) => Promise<void>): Promise<void> {
  const interrupt = new AbortController();
  const onSignal = () => interrupt.abort();
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  try {
    await work(interrupt.signal);
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}
