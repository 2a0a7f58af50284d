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

/** Without `--long` everything is over within 20 minutes; what has not begun by then does not begin. */
const BEGIN_WITHIN_MS = 17 * 60_000;
/** What takes longer hangs, and is given up. */
const OVER_WITHIN_MS = { short: 5 * 60_000, long: 75 * 60_000 };

const say = (line: string) => void process.stderr.write(`${line}\n`);

async function runOne(figure: Figure, bench: Bench): Promise<Outcome> {
  const began = performance.now();
  const about = { name: figure.name, backend: bench.backend.name };
  say(`» ${about.name}, ${about.backend}: ${figure.about} …`);
  try {
    const most = bench.long ? OVER_WITHIN_MS.long : OVER_WITHIN_MS.short;
    const measured = await within(most, figure.run(bench));
    say(`  done in ${((performance.now() - began) / 1_000).toFixed(0)} s`);
    return { ...about, measured };
  } catch (cause) {
    const failed = cause instanceof Error ? cause.message : String(cause);
    say(`  FAILED: ${failed}`);
    return { ...about, failed };
  }
}

const notBegun = ({ name }: Figure, { backend }: Bench): Outcome => ({
  name,
  backend: backend.name,
  failed: 'the time for all figures was over before it began',
});

/** After a figure that broke or hangs: whatever it still does is none of the others' business. */
async function afresh(broken: Bench): Promise<Bench> {
  await broken.close();
  const next = new Bench(broken.backend, broken.long, say);
  next.heldRate = broken.heldRate;
  return next;
}

async function within<Result>(ms: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it was not over within ${ms / 60_000} minutes`)), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
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
      const inTime = long || performance.now() - began < BEGIN_WITHIN_MS;
      const outcome = inTime ? await runOne(figure, bench) : notBegun(figure, bench);
      outcomes.push(outcome);
      if ('measured' in outcome) await bench.clear();
      else bench = await afresh(bench);
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
