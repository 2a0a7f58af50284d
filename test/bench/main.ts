/**
 * npm run bench -- [name …] [--backend embedded|redis] [--nodes 2] [--long]: measures the product as it runs, and prints a table and a line of JSON for each
 * figure. Ends with 0 also when a floor is missed, which the table says; with 1 when a run failed.
 */
import { cpus, totalmem } from 'node:os';
import { Bench } from './bench.js';
import type { Figure } from './figure.js';
import { isHeld } from './figure.js';
import { readPlan } from './plan.js';
import { jsonLines, notes, type Outcome, table } from './report.js';

/** Without `--long` everything is over within 25 minutes; what has not begun by then does not begin. */
const BEGIN_WITHIN_MS = 22 * 60_000;

const say = (line: string) => void process.stderr.write(`${line}\n`);

async function runOne(figure: Figure, bench: Bench): Promise<Outcome> {
  const began = performance.now();
  const about = { name: figure.name, backend: bench.backend.name };
  say(`» ${about.name}, ${about.backend}: ${figure.about} …`);
  try {
    const measured = await figure.run(bench);
    say(`  done in ${((performance.now() - began) / 1_000).toFixed(0)} s`);
    return { ...about, measured };
  } catch (cause) {
    const failed = cause instanceof Error ? cause.message : String(cause);
    say(`  FAILED: ${failed}`);
    return { ...about, failed };
  } finally {
    await bench.clear();
  }
}

function print(outcomes: readonly Outcome[]): void {
  const out = (line: string) => void process.stdout.write(`${line}\n`);
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}`;
  out(`\n${machine}, ${Math.round(totalmem() / 2 ** 30)} GB, Node.js ${process.version}\n`);
  out(table(outcomes));
  out('');
  for (const note of notes(outcomes)) out(`  ${note}`);
  const missed = outcomes.flatMap((one) =>
    'measured' in one
      ? one.measured.filter((each) => !isHeld(each)).map(({ figure }) => `${figure} (${one.backend})`)
      : [],
  );
  const failed = outcomes.filter((one) => 'failed' in one);
  out('');
  if (missed.length > 0) out(`${missed.length} FLOORS MISSED: ${missed.join(', ')}`);
  if (failed.length > 0)
    out(`${failed.length} RUNS FAILED: ${failed.map(({ name, backend }) => `${name} (${backend})`).join(', ')}`);
  if (missed.length + failed.length === 0) out('Every floor is held.');
  out('');
  for (const line of jsonLines(outcomes)) out(line);
}

async function main(): Promise<void> {
  const { long, parts } = readPlan(process.argv.slice(2));
  let bench: Bench | null = null;
  const end = (status: number) => void (bench?.close() ?? Promise.resolve()).finally(() => process.exit(status));
  process.once('SIGINT', () => end(130));
  process.once('SIGTERM', () => end(143));

  const began = performance.now();
  const outcomes: Outcome[] = [];
  for (const { backend, figures } of parts) {
    bench = new Bench(backend, long, say);
    for (const figure of figures) {
      if (long || performance.now() - began < BEGIN_WITHIN_MS) outcomes.push(await runOne(figure, bench));
      else
        outcomes.push({ name: figure.name, backend: backend.name, failed: 'the 25 minutes were over before it began' });
    }
  }
  print(outcomes);
  process.exitCode = outcomes.some((one) => 'failed' in one) ? 1 : 0;
}

await main().catch((cause: unknown) => {
  say(cause instanceof Error ? cause.message : String(cause));
  process.exitCode = 1;
});
