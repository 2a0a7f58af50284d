import module from 'node:module';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './build.mjs';
import { StepFailed } from './children.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { at } from './root.mjs';
import { withSetupLock } from './setup-lock.mjs';

/**
 * Packages and builds, each only when not current.
 * @param {import('./progress.mjs').Progress} progress
 * @param {Parameters<typeof ensureBuilt>[1]} targets
 */
export function setUp(progress, targets) {
  return withSetupLock(progress, async () => {
    await ensureDependencies(progress);
    await ensureBuilt(progress, targets);
  });
}

/** Imports a built program into this process. */
export function importBuilt(path) {
  process.env.NODE_ENV ??= 'production';
  // Node.js 22 keeps what it compiled, which makes every later start faster; 20 does not know how.
  module.enableCompileCache?.(at('node_modules/.cache/node-compile'));
  return import(pathToFileURL(path).href);
}

/**
 * Runs the main function of a command: a {@link StepFailed} ends it with its sentence alone, anything else with its
 * stack, since that is a fault of ours.
 */
export async function main(work) {
  try {
    await work();
  } catch (cause) {
    console.error(cause instanceof StepFailed ? `\n${cause.message}` : cause);
    process.exit(1);
  }
}
