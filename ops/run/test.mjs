/**
 * npm test: everything that must hold, setup included. `npm test -- small lint` runs only those steps, and what follows
 * a further `--` goes to Jest: `npm test -- small -- codec`.
 */
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { runAllSteps } = await import('./lib/test-steps.mjs');
const { main } = await import('./lib/setup.mjs');
await main(() => runAllSteps(process.argv.slice(2)));
