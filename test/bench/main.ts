/**
 * npm run bench -- [name …] [--backend embedded|redis] [--nodes 2] [--long] [--write]: measures the product as it runs, and
 * prints a report and a line of JSON for each figure. Ends with 0 also when a floor is missed, which the report says; with 1
 * when a run failed.
 */
import { Bench } from './bench.js';
import type { Figure } from './figure.js';
import { readPlan } from './plan.js';
import { report } from './report/markdown.js';
import { jsonLines, type Outcome } from './report/outcome.js';
import { writeResults } from './report/results-file.js';
import { about, surroundings } from './report/surroundings.js';

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

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const { long, write, parts } = readPlan(args);
  const where = surroundings();
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
  const text = report(about(where, args), outcomes);
  if (write) await writeResults(long, text);
  process.stdout.write(`\n${text}\n\n${jsonLines(outcomes).join('\n')}\n`);
  process.exitCode = outcomes.some((one) => 'failed' in one) ? 1 : 0;
}

await main().catch((cause: unknown) => {
  say(cause instanceof Error ? cause.message : String(cause));
  process.exitCode = 1;
});
