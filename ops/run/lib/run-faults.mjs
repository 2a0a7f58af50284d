import { node, runChild, StepFailed } from './children.mjs';
import { Progress } from './progress.mjs';
import { redisServerFault } from './redis-server.mjs';
import { at, ROOT } from './root.mjs';
import { setUp } from './setup.mjs';

/** Faults start, kill and pause programs of their own, so they run as a child whose end is this command's end. */
export async function runFaults() {
  process.chdir(ROOT);
  const progress = new Progress(process.stderr);
  await setUp(progress, ['server', 'client', 'bench']);
  const fault = await redisServerFault(progress, 'faults', 'npm run faults');
  if (fault !== null) throw new StepFailed(fault);
  const [command, args] = node(at('test/dist/faults/main.js'), ...process.argv.slice(2));
  const { code } = await runChild(command, args);
  process.exitCode = code;
}
