import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askForAdvisories } from './advisories.mjs';
import { ensureChromium } from './chromium.mjs';
import { ensureNginx } from './nginx.mjs';
import { node, runChild, StepFailed } from './children.mjs';
import { Progress, seconds } from './progress.mjs';
import { redisServerFault } from './redis-server.mjs';
import { at, ROOT } from './root.mjs';
import { setUp } from './setup.mjs';

const bin = (path, ...args) => node(at('node_modules', path), ...args);

/** Static checks. Some read what the build made (types of `shared`), so they come after it. */
const CHECKS = [
  {
    name: 'format',
    what: 'Format',
    commands: [bin('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.')],
  },
  { name: 'lint', what: 'Lint', needsBuild: true, commands: [bin('eslint/bin/eslint.js', '.')] },
  {
    name: 'imports',
    what: 'Who imports whom, and no cycles',
    commands: [
      bin(
        'dependency-cruiser/bin/dependency-cruise.mjs',
        '--config',
        '.dependency-cruiser.cjs',
        ...['shared/src', 'server/src', 'client/src', 'test'],
      ),
    ],
  },
  {
    name: 'types',
    what: 'Types of shared, server and tests',
    needsBuild: true,
    commands: ['shared', 'server', 'test', 'ops'].map((project) => bin('typescript/bin/tsc', '-p', project)),
  },
  {
    name: 'svelte',
    what: 'Types of the screens',
    needsBuild: true,
    cwd: at('client'),
    commands: [
      node(
        at('client/node_modules/svelte-check/bin/svelte-check'),
        ...['--tsconfig', './tsconfig.json', '--fail-on-warnings'],
      ),
    ],
  },
];

/** Journeys start the whole product and a browser each, so they run one at a time and with nobody beside them. */
const JEST_RUNS = [
  { what: 'Tests: small, client, medium', projects: ['small', 'client', 'medium'], workers: 2 },
  { what: 'Tests: journeys in Chromium', projects: ['journeys'], workers: 1 },
];

/** Run when it is named: what the world knows of our packages changes by itself, and a test run must not. */
const ADVISORIES = 'advisories';

const NAMES = [...CHECKS.map((check) => check.name), ...JEST_RUNS.flatMap((run) => run.projects)];
const BUILD_FREE = new Set(['format', 'imports', 'small', 'client', ADVISORIES]);

/**
 * A part must not pass for the whole: what this run leaves out, or null when it is everything.
 * @param {ReadonlySet<string>} wanted
 * @param {readonly string[]} jestArgs
 */
export function leftOutWords(wanted, jestArgs) {
  const missing = NAMES.filter((name) => !wanted.has(name));
  const parts = [
    ...(missing.length > 0 ? [`left out: ${missing.join(', ')}`] : []),
    ...(jestArgs.length > 0 ? [`tests narrowed by: ${jestArgs.join(' ')}`] : []),
  ];
  return parts.length === 0 ? null : `A PART of the tests (${parts.join('; ')}). All of them: npm test`;
}

/** @param {string[]} args names of steps, then optionally `--` and arguments for Jest */
export async function runAllSteps(args) {
  process.chdir(ROOT);
  // Some tools colour their lines for every CI; a log file is easier to read and to search without.
  if (!process.stdout.isTTY && !process.env.FORCE_COLOR) process.env.NO_COLOR ??= '1';
  const split = args.indexOf('--');
  const asked = split < 0 ? args : args.slice(0, split);
  const jestArgs = split < 0 ? [] : args.slice(split + 1);
  const known = [...NAMES, ADVISORIES];
  const unknown = asked.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new StepFailed(`No step is called ${unknown.join(', ')}. There are: ${known.join(', ')}.`);
  const wanted = new Set(asked.length > 0 ? asked : NAMES);
  const leftOut = leftOutWords(wanted, jestArgs);

  const began = performance.now();
  const tally = new Tally(new Progress(process.stdout), leftOut);
  if (leftOut !== null) tally.progress.line(leftOut);
  await tally.step('Setup: packages and build', () =>
    setUp(tally.progress, [...wanted].every((name) => BUILD_FREE.has(name)) ? [] : ['server', 'client']),
  );
  if (tally.failed.length === 0) {
    for (const check of CHECKS.filter(({ name }) => wanted.has(name)))
      await tally.step(check.what, () => runCheck(check));
    if (wanted.has(ADVISORIES))
      await tally.step('Known weaknesses of packages', () => askForAdvisories(tally.progress));
    for (const run of JEST_RUNS) {
      const projects = run.projects.filter((name) => wanted.has(name));
      if (projects.length > 0) await tally.step(run.what, () => runJest(tally, { ...run, projects }, jestArgs));
    }
  }
  tally.close(performance.now() - began);
}

async function runCheck({ commands, cwd, what }) {
  for (const [command, args] of commands) {
    const { code } = await runChild(command, args, { cwd });
    if (code !== 0) throw new StepFailed(`${what}: the lines above say what to change.`);
  }
}

async function runJest(tally, { projects, workers }, extra) {
  const env = { NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning' };
  if (projects.includes('medium') || projects.includes('journeys')) {
    const fault = await redisServerFault(tally.progress, `${projects.includes('medium') ? 'medium' : 'journey'} tests`);
    if (fault !== null) throw new StepFailed(fault);
  }
  if (projects.includes('journeys')) {
    const chromium = await ensureChromium(tally.progress);
    if (chromium.fault !== undefined) throw new StepFailed(chromium.fault);
    env.CHROMIUM_PATH = chromium.path;
    const nginx = await ensureNginx(tally.progress);
    if (nginx.fault !== undefined) throw new StepFailed(nginx.fault);
    env.NGINX_PATH = nginx.path;
  }
  const folder = await mkdtemp(join(tmpdir(), 'rearguard-tests-'));
  try {
    const results = join(folder, 'results.json');
    const [command, args] = bin(
      'jest/bin/jest.js',
      ...[`--maxWorkers=${workers}`, '--json', `--outputFile=${results}`],
      ...['--selectProjects', ...projects],
      ...(extra.length > 0 ? ['--', ...extra] : []),
    );
    const { code } = await runChild(command, args, { env });
    await tally.count(results);
    if (code !== 0) throw new StepFailed('Tests failed; see above.');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What passed and failed, and the closing lines. */
class Tally {
  passed = 0;
  failedTests = 0;
  /** @type {{ what: string, why: string }[]} */
  failed = [];

  constructor(progress, leftOut) {
    this.progress = progress;
    this.leftOut = leftOut;
  }

  async step(what, work) {
    const began = performance.now();
    this.progress.line(`\n=== ${what}`);
    try {
      await work();
      this.progress.line(`=== ${what}: ok, ${seconds(performance.now() - began)}`);
    } catch (cause) {
      if (!(cause instanceof StepFailed)) throw cause;
      this.failed.push({ what, why: cause.message });
      this.progress.line(`=== ${what}: FAILED after ${seconds(performance.now() - began)}. ${cause.message}`);
    }
  }

  async count(resultsFile) {
    const text = await readFile(resultsFile, 'utf8').catch(() => null);
    if (text === null) return; // Jest itself did not come up; its step is reported as failed
    const results = JSON.parse(text);
    this.passed += results.numPassedTests;
    this.failedTests += results.numFailedTests;
  }

  /** The last line is for programs: a step that failed without a failed test counts as one failure. */
  close(tookMs) {
    this.progress.line(`\n${this.failed.length === 0 ? 'All steps passed' : 'Failed steps'} (${seconds(tookMs)})`);
    for (const { what } of this.failed) this.progress.line(`  ${what}`);
    if (this.leftOut !== null) this.progress.line(this.leftOut);
    const failures = this.failedTests > 0 || this.failed.length === 0 ? this.failedTests : this.failed.length;
    this.progress.line(`${this.passed} passed, ${failures} failed`);
    process.exitCode = this.failed.length === 0 ? 0 : 1;
  }
}
