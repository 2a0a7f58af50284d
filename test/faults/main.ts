/**
 * npm run faults: does fault after fault to a room under load, and looks after each whether anything was lost, doubled,
 * disordered or shown differently. Ends with 1 at the first violation.
 */
import { readArguments, USAGE } from './arguments.js';
import { noProgress, type Progress, readProgress, writeProgress } from './progress.js';
import { linesOf, tableOf } from './report.js';
import { FaultRun } from './run.js';

const ORPHAN_LOOK_MS = 500;

const say = (line: string) => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const wanted = readArguments(process.argv.slice(2));
  const progress = wanted.resume ? await readProgress(wanted.state) : noProgress(wanted);
  const { topologies, seed, next, last } = progress;
  say(`Faults ${next} to ${last} of seed ${seed}, ${topologies.join(' and ')}. State: ${wanted.state}`);
  await writeProgress(wanted.state, progress);
  const run = new FaultRun(progress, say, (now) => writeProgress(wanted.state, now));
  endInOrder(run);
  const held = await run.run();
  say('');
  for (const line of tableOf(progress)) say(line);
  tellViolations(progress);
  process.exit(held && progress.violations.length === 0 ? 0 : 1);
}

function tellViolations(progress: Progress): void {
  for (const violation of progress.violations) {
    say('');
    for (const line of linesOf(violation, progress)) say(line);
  }
}

/** When we are to end, or whoever started us is gone, nothing that we started stays behind. */
function endInOrder(run: FaultRun): void {
  const end = (status: number) => void run.stop().finally(() => process.exit(status));
  process.once('SIGINT', () => end(130));
  process.once('SIGTERM', () => end(143));
  const parent = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(look);
    end(143);
  }, ORPHAN_LOOK_MS);
  look.unref();
}

await main().catch((cause: unknown) => {
  process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n${USAGE}\n`);
  process.exit(1);
});
