/**
 * npm run bench [-- name …] [-- --long]: measures the product as it runs, and prints a table and a line of JSON for each
 * figure. Ends with 0 also when a floor is missed, which the table says; with 1 when a run failed.
 */
import { cpus, totalmem } from 'node:os';
import { Bench } from './bench.js';
import type { Figure } from './figure.js';
import { isHeld } from './figure.js';
import { browserUpdate } from './figures/browser-update.js';
import { bytesPerUpdate } from './figures/bytes.js';
import { catchUp } from './figures/catch-up.js';
import { clients } from './figures/clients.js';
import { drawn } from './figures/drawn.js';
import { latency } from './figures/latency.js';
import { memory } from './figures/memory.js';
import { secondStart } from './figures/second-start.js';
import { throughput } from './figures/throughput.js';
import { jsonLines, notes, type Outcome, table } from './report.js';

/** In the order in which they run: what is found out is used later, and what shares a run stands together. */
const FIGURES: Figure[] = [
  throughput,
  latency,
  memory,
  bytesPerUpdate,
  clients,
  catchUp,
  browserUpdate,
  drawn,
  secondStart,
];
/** Without `--long` everything is over within 25 minutes; what has not begun by then does not begin. */
const BEGIN_WITHIN_MS = 22 * 60_000;

const say = (line: string) => void process.stderr.write(`${line}\n`);

/** @throws Error in a sentence when a name is not known */
function readArguments(given: readonly string[]): { long: boolean; figures: Figure[] } {
  const unknown = given.filter((one) => one !== '--long' && !FIGURES.some(({ name }) => name === one));
  if (unknown.length > 0) {
    const known = FIGURES.map(({ name, about }) => `  ${name.padEnd(16)} ${about}`).join('\n');
    throw new Error(`There is no benchmark called ${unknown.join(', ')}. There are:\n${known}`);
  }
  const figures = FIGURES.filter(({ name }) => given.includes(name));
  return { long: given.includes('--long'), figures: figures.length > 0 ? figures : FIGURES };
}

async function runOne(figure: Figure, bench: Bench): Promise<Outcome> {
  const began = performance.now();
  say(`» ${figure.name}: ${figure.about} …`);
  try {
    const measured = await figure.run(bench);
    say(`  done in ${((performance.now() - began) / 1_000).toFixed(0)} s`);
    return { name: figure.name, measured };
  } catch (cause) {
    const failed = cause instanceof Error ? cause.message : String(cause);
    say(`  FAILED: ${failed}`);
    return { name: figure.name, failed };
  } finally {
    await bench.clear();
  }
}

function print(outcomes: readonly Outcome[]): void {
  const out = (line: string) => void process.stdout.write(`${line}\n`);
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}`;
  out(`\n${machine}, ${Math.round(totalmem() / 2 ** 30)} GB, Node.js ${process.version}, embedded PostgreSQL\n`);
  out(table(outcomes));
  out('');
  for (const note of notes(outcomes)) out(`  ${note}`);
  const missed = outcomes.flatMap((one) => ('measured' in one ? one.measured.filter((each) => !isHeld(each)) : []));
  const failed = outcomes.filter((one) => 'failed' in one);
  out('');
  if (missed.length > 0) out(`${missed.length} FLOORS MISSED: ${missed.map(({ figure }) => figure).join(', ')}`);
  if (failed.length > 0) out(`${failed.length} RUNS FAILED: ${failed.map(({ name }) => name).join(', ')}`);
  if (missed.length + failed.length === 0) out('Every floor is held.');
  out('');
  for (const line of jsonLines(outcomes)) out(line);
}

async function main(): Promise<void> {
  const { long, figures } = readArguments(process.argv.slice(2));
  const bench = new Bench(long, say);
  const end = (status: number) => void bench.close().finally(() => process.exit(status));
  process.once('SIGINT', () => end(130));
  process.once('SIGTERM', () => end(143));

  const began = performance.now();
  const outcomes: Outcome[] = [];
  for (const figure of figures) {
    if (!long && performance.now() - began > BEGIN_WITHIN_MS) {
      outcomes.push({ name: figure.name, failed: 'the 25 minutes were over before it began' });
    } else outcomes.push(await runOne(figure, bench));
  }
  print(outcomes);
  process.exitCode = outcomes.some((one) => 'failed' in one) ? 1 : 0;
}

await main().catch((cause: unknown) => {
  say(cause instanceof Error ? cause.message : String(cause));
  process.exitCode = 1;
});
