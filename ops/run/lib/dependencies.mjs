import { access } from 'node:fs/promises';
import { mustRun } from './children.mjs';
import { at, PNPM } from './root.mjs';
import { dropStamp, hashOf, hasStamp, writeStamp } from './stamps.mjs';

/** Inside node_modules, so that deleting that folder also forgets the stamp. */
const STAMP = at('node_modules/.rearguard-installed');

const MANIFESTS = [
  'package.json',
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
  '.npmrc',
  ...['shared', 'server', 'client', 'test'].map((name) => `${name}/package.json`),
];

const wantedHash = () => hashOf(MANIFESTS, `${process.platform}-${process.arch}`);

/** Whether the packages that the lock file names are all there. */
export async function dependenciesCurrent() {
  if (!(await hasStamp(STAMP, await wantedHash()))) return false;
  return access(at('node_modules/.pnpm')).then(
    () => true,
    () => false,
  );
}

/** Installs what the lock file names, unless it is there already. */
export async function ensureDependencies(progress) {
  if (await dependenciesCurrent()) return;
  await progress.step(`Installing packages with ${PNPM} (the first time takes a minute or two)`, async () => {
    await dropStamp(STAMP);
    await mustRun(
      'npx',
      ['--yes', PNPM, 'install', '--frozen-lockfile', '--reporter=append-only', '--config.confirm-modules-purge=false'],
      {
        fd: progress.fd,
        failure:
          'The packages could not be installed; the lines above say why. Most often the network or a proxy is in the way (npm config get registry, HTTPS_PROXY) or the disk is full. The next start begins again from here.',
      },
    );
    await writeStamp(STAMP, await wantedHash());
  });
}
