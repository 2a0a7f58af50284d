import { ensureChromium } from './chromium.mjs';
import { node, runChild, StepFailed } from './children.mjs';
import { Progress } from './progress.mjs';
import { redisServerFault } from './redis-server.mjs';
import { at, ROOT } from './root.mjs';
import { setUp } from './setup.mjs';

/** Benchmarks start servers of their own, so they run as a child whose end is this command's end. */
export async function runBenchmarks() {
  process.chdir(ROOT);
  const progress = new Progress(process.stderr);
  await setUp(progress, ['server', 'client', 'bench']);
  const chromium = await ensureChromium(progress);
  if (chromium.fault !== undefined)
    throw new StepFailed(chromium.fault.replace('journey tests need', 'benchmarks need'));
  const fault = await redisServerFault(progress, 'benchmarks', 'npm run bench');
  if (fault !== null) throw new StepFailed(fault);
  const args = process.argv.slice(2).filter((argument) => argument !== '--');
  const [command, commandArgs] = node(at('test/dist/bench/main.js'), ...args);
  const { code } = await runChild(command, commandArgs, { env: { CHROMIUM_PATH: chromium.path } });
  process.exitCode = code;
}
