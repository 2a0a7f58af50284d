import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of the checkout, wherever the command was called from. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

/** Path inside the checkout. */
export const at = (...parts) => join(ROOT, ...parts);

/** The one version of pnpm that installs this workspace; its lock file was written by it. */
export const PNPM = 'pnpm@12.21.0';

/** The oldest Node.js that runs Rearguard. */
export const OLDEST_NODE = [20, 19, 0];
