import { releaseSignals } from './children.mjs';
import { Progress } from './progress.mjs';
import { at, ROOT } from './root.mjs';
import { importBuilt, setUp } from './setup.mjs';

/** Runs the server's command line in this process; it reads its arguments from `process.argv`. */
export async function runCommand() {
  process.chdir(ROOT);
  await setUp(new Progress(process.stderr), ['server']);
  releaseSignals();
  const cli = await importBuilt(at('server/dist/cli/main.js'));
  await cli.run?.();
}
