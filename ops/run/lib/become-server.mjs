import { dataDirFault, diskFault, portFault } from './checks.mjs';
import { releaseSignals, StepFailed } from './children.mjs';
import { dependenciesCurrent } from './dependencies.mjs';
import { readEnvironment } from './environment.mjs';
import { Progress } from './progress.mjs';
import { at, ROOT } from './root.mjs';
import { importBuilt, setUp } from './setup.mjs';

/** Everything up to the server, which runs in this very process: there is no parent that a signal could miss. */
export async function becomeServer() {
  process.chdir(ROOT);
  const environment = readEnvironment();
  const installed = await dependenciesCurrent();
  const faults = [
    await dataDirFault(environment),
    await diskFault(environment.dataDir, { installed }),
    installed ? null : await diskFault(ROOT, { installed }),
    // A PORT that is no number is told by the server itself, together with every other fault of the environment.
    environment.port === null ? null : await portFault(environment),
  ].filter((fault) => fault !== null);
  if (faults.length > 0) throw new StepFailed(faults.map(({ wrong, todo }) => `${wrong}. ${todo}`).join('\n'));

  await setUp(new Progress(process.stdout), ['server', 'client']);
  releaseSignals();
  const { run } = await importBuilt(at('server/dist/main.js'));
  await run();
}
