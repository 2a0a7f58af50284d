import { access, rm } from 'node:fs/promises';
import { mustRun, node } from './children.mjs';
import { at } from './root.mjs';
import { dropStamp, hashOf, hasStamp, writeStamp } from './stamps.mjs';

const TSC = at('node_modules/typescript/bin/tsc');
const COMMON = [
  'tsconfig.base.json',
  'pnpm-lock.yaml',
  'shared/src',
  'shared/package.json',
  'shared/tsconfig.build.json',
];

/**
 * What can be built. `sources`: everything that the result depends on; `made`: a file that must exist afterwards;
 * `leftovers`: removed before building when an earlier build did not reach its end.
 */
const TARGETS = {
  server: {
    what: 'Building the server',
    sources: [...COMMON, 'server/src', 'server/package.json', 'server/tsconfig.build.json'],
    stamp: at('server/dist/.built'),
    made: [at('server/dist/main.js'), at('shared/dist/index.js')],
    leftovers: ['shared/dist', 'shared/tsconfig.build.tsbuildinfo', 'server/dist', 'server/tsconfig.build.tsbuildinfo'],
    command: () => node(TSC, '-b', 'shared/tsconfig.build.json', 'server/tsconfig.build.json'),
  },
  client: {
    what: 'Building the screens',
    sources: [...COMMON, 'client'],
    stamp: at('client/dist/.built'),
    made: [at('client/dist/index.html')],
    leftovers: ['client/dist'],
    cwd: at('client'),
    command: () => node(at('client/node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'),
  },
  // Benchmarks are TypeScript and Node.js 20 cannot strip types, so they are compiled like everything else. Files that
  // a benchmark reads are therefore named relative to the checkout, which is its working directory.
  bench: {
    what: 'Building the benchmarks',
    sources: [...COMMON, 'test'],
    stamp: at('test/dist/.built'),
    made: [at('test/dist/bench/main.js')],
    leftovers: ['test/dist'],
    command: () => node(TSC, '-p', 'test', '--noEmit', 'false', '--outDir', 'test/dist', '--declaration', 'false'),
  },
};

/** @param {keyof typeof TARGETS} name */
export async function buildCurrent(name) {
  const target = TARGETS[name];
  if (!(await hasStamp(target.stamp, await hashOf(target.sources)))) return false;
  return allExist(target.made);
}

/**
 * Builds what is not current, one after the other.
 * @param {import('./progress.mjs').Progress} progress
 * @param {(keyof typeof TARGETS)[]} names
 */
export async function ensureBuilt(progress, names) {
  for (const name of names) {
    if (await buildCurrent(name)) continue;
    const target = TARGETS[name];
    await progress.step(target.what, async () => {
      const hash = await hashOf(target.sources);
      const finishedOnce = await allExist([target.stamp, ...target.made]);
      if (!finishedOnce) {
        await Promise.all(target.leftovers.map((path) => rm(at(path), { recursive: true, force: true })));
      }
      await dropStamp(target.stamp);
      const [command, args] = target.command();
      await mustRun(command, args, {
        cwd: target.cwd,
        fd: progress.fd,
        failure: `${target.what} failed; the lines above say why.`,
      });
      await writeStamp(target.stamp, hash);
    });
  }
}

async function allExist(paths) {
  const found = await Promise.all(
    paths.map((path) =>
      access(path).then(
        () => true,
        () => false,
      ),
    ),
  );
  return found.every(Boolean);
}
