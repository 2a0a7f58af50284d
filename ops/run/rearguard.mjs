/**
 * npm run -s rearguard -- <command>: what is asked for goes to stdout and nothing else does. `doctor` needs nothing but
 * Node.js; every other command sets up what is missing first, with its progress on stderr.
 */
import { requireNode } from './lib/node-version.mjs';

if (process.argv[2] === 'doctor') {
  const { doctor } = await import('./lib/doctor.mjs');
  await doctor();
} else {
  requireNode();
  const { runCommand } = await import('./lib/run-command.mjs');
  const { main } = await import('./lib/setup.mjs');
  await main(runCommand);
}
