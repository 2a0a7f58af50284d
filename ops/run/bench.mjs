/**
 * npm run bench [-- name] [-- --long]: sets itself up and runs the benchmarks of test/bench, which are compiled first
 * (see `bench` in lib/build.mjs). All arguments are theirs.
 */
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { runBenchmarks } = await import('./lib/run-benchmarks.mjs');
const { main } = await import('./lib/setup.mjs');
await main(runBenchmarks);
