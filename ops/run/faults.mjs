/**
 * npm run faults [-- --count N] [-- --seed S] [-- --topology embedded|served] [-- --resume FILE]: sets itself up and
 * runs the faults of test/faults, which are compiled first (see `bench` in lib/build.mjs). All arguments are theirs.
 */
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { runFaults } = await import('./lib/run-faults.mjs');
const { main } = await import('./lib/setup.mjs');
await main(runFaults);
